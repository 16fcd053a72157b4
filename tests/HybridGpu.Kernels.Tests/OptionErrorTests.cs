namespace HybridGpu.Kernels.Tests;

/// <summary>All nine outputs of every closed form against 640-bit differences (<see cref="BigOptions"/>).</summary>
/// <remarks>
/// A scale is what the output is near the money, so that an error is not divided by a zero crossing: price S + K +
/// amounts; delta 1, or amount / (S·σ√T) for what jumps; each further derivative divides by S, S·σ√T, σ or T.
/// </remarks>
public sealed class OptionErrorTests
{
    private static readonly string[] Names =
        ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "volga", "charm"];

    [TestCase(OptionStyle.European, 150, 2e-13)]
    [TestCase(OptionStyle.CashOrNothing, 80, 2e-13)]
    [TestCase(OptionStyle.AssetOrNothing, 80, 2e-13)]
    [TestCase(OptionStyle.Gap, 80, 2e-13)]
    [TestCase(OptionStyle.CashAtHit, 60, 2e-12)]
    [TestCase(OptionStyle.DownAndIn, 40, 2e-12)]
    [TestCase(OptionStyle.DownAndOut, 40, 2e-12)]
    [TestCase(OptionStyle.UpAndIn, 40, 2e-12)]
    [TestCase(OptionStyle.UpAndOut, 40, 2e-12)]
    public void Outputs_lie_within_their_bar_of_the_640_bit_reference(OptionStyle style, int samples, double bar)
    {
        Random random = Seed.NewRandom();
        var worst = new double[Names.Length];
        string where = "";
        for (int i = 0; i < samples; i++)
        {
            OptionTerms terms = Draw(random, style);
            PricingStatus status = OptionPricer.Price(terms, out OptionSensitivities s);
            Assert.That(status, Is.EqualTo(PricingStatus.Ok), terms.ToString());
            double[] ours =
                [s.Price, s.Delta, s.Gamma, s.Vega, s.Theta, s.Rho, s.Vanna, s.Volga, s.Charm];
            double[] exact = new BigOptions(terms).Outputs();
            double[] scales = Scales(terms);
            for (int k = 0; k < Names.Length; k++)
            {
                double error = Math.Abs(ours[k] - exact[k]) / scales[k];
                where = error > worst[k] && error > bar ? $"{Names[k]} {ours[k]} not {exact[k]}: {terms}" : where;
                worst[k] = Math.Max(worst[k], double.IsNaN(error) ? double.PositiveInfinity : error);
            }
        }

        for (int k = 0; k < Names.Length; k++)
        {
            MeasuredError.Report($"{style} {Names[k]} / its scale", worst[k]);
        }

        Assert.That(worst, Is.All.LessThanOrEqualTo(bar), where);
    }

    private static OptionTerms Draw(Random random, OptionStyle style)
    {
        bool isPath = style >= OptionStyle.CashAtHit;
        double spot = Math.Exp(9 * random.NextDouble());
        double time = Math.Exp((random.NextDouble() * (isPath ? 5 : 12)) - (isPath ? 4 : 11));
        double vol = 0.05 + (isPath ? random.NextDouble() : 2 * random.NextDouble() * random.NextDouble());
        double total = vol * Math.Sqrt(time);
        double strike = spot * Math.Exp(6 * (random.NextDouble() - 0.5) * total);
        bool isDown = style is OptionStyle.DownAndIn or OptionStyle.DownAndOut;
        double level = spot * Math.Exp((isDown ? -1 : 1) * (0.02 + (2 * random.NextDouble())) * total);
        PayoffKind kind = (PayoffKind)random.Next(2);
        if (style == OptionStyle.CashAtHit)
        {
            strike = kind == PayoffKind.Call ? level : spot * spot / level;
        }

        return new OptionTerms
        {
            Style = style,
            Kind = kind,
            IsForward = random.Next(2) == 0,
            Underlying = spot,
            Strike = strike,
            TimeYears = time,
            Volatility = vol,
            Rate = (isPath ? 0.12 : 0.2) * (random.NextDouble() - (isPath ? 0.0 : 0.5)),
            DividendYield = 0.1 * (random.NextDouble() - 0.3),
            Barrier = level,
            Rebate = spot * 0.1 * random.Next(2),
            Payout = spot,
            PayoffStrike = strike * (0.8 + (0.4 * random.NextDouble())),
        };
    }

    private static double[] Scales(OptionTerms t)
    {
        bool jumps = t.Style != OptionStyle.European;
        double s = t.Underlying;
        double root = Math.Sqrt(t.TimeYears);
        double total = t.Volatility * root;
        double amount = s + t.Strike;
        double jump = jumps ? 1.0 / Math.Min(total, 1.0) : 1.0;
        double carry = Math.Abs(t.Rate) + Math.Abs(t.DividendYield) + (t.Volatility / root);
        double vega = amount * root * jump;
        return
        [
            amount, amount / s * jump, amount / s / s / total * jump, vega,
            amount * carry * jump, amount * t.TimeYears * jump, amount / s * jump / t.Volatility,
            vega / t.Volatility * Math.Max(1.0, jump * jump), amount / s * jump * (carry / total),
        ];
    }
}
