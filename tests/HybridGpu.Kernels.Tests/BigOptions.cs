namespace HybridGpu.Kernels.Tests;

/// <summary>Option formulas as the books print them, in 640-bit arithmetic, and all nine outputs by
/// differences.</summary>
/// <remarks>
/// Steps of 1e-35 leave 1e-70 of truncation and 1e-120 of rounding: the differences are exact for a double, and owe
/// nothing to the closed forms that they check.
/// </remarks>
internal sealed class BigOptions(OptionTerms terms)
{
    private static readonly BigFixed Step = BigFixed.One / BigFixed.Exp(80.0);

    private readonly double _sign = terms.Kind == PayoffKind.Call ? 1.0 : -1.0;

    /// <summary>Price, delta, gamma, vega, theta, rho, vanna, volga, charm.</summary>
    public double[] Outputs()
    {
        BigFixed zero = 0.0;
        BigFixed h = Step;
        BigFixed s = (BigFixed)terms.Underlying * h;
        BigFixed price = Price(zero, zero, zero, zero);
        BigFixed First(Func<BigFixed, BigFixed> f, BigFixed step) => (f(step) - f(-step)) / (2 * step);
        BigFixed Second(Func<BigFixed, BigFixed> f, BigFixed step) =>
            (f(step) + f(-step) - (2 * price)) / (step * step);
        return
        [
            price.ToDouble(),
            First(x => Price(x, zero, zero, zero), s).ToDouble(),
            Second(x => Price(x, zero, zero, zero), s).ToDouble(),
            First(v => Price(zero, v, zero, zero), h).ToDouble(),
            -First(t => Price(zero, zero, t, zero), h).ToDouble(),
            First(r => Price(zero, zero, zero, r), h).ToDouble(),
            First(x => First(v => Price(x, v, zero, zero), h), s).ToDouble(),
            Second(v => Price(zero, v, zero, zero), h).ToDouble(),
            -First(x => First(t => Price(x, zero, t, zero), h), s).ToDouble(),
        ];
    }

    private BigFixed Price(BigFixed moveS, BigFixed moveV, BigFixed moveT, BigFixed moveR)
    {
        BigFixed rate = terms.Rate + moveR;
        var market = new Market(
            terms.Underlying + moveS, terms.Volatility + moveV, terms.TimeYears + moveT, rate,
            terms.IsForward ? rate : terms.DividendYield);
        return terms.Style switch
        {
            OptionStyle.European => _sign * (Asset(market) - (terms.Strike * Cash(market))),
            OptionStyle.CashOrNothing => terms.Payout * Cash(market),
            OptionStyle.AssetOrNothing => Asset(market),
            OptionStyle.Gap => _sign * (Asset(market) - (terms.PayoffStrike * Cash(market))),
            OptionStyle.CashAtHit => AtHit(market, terms.Strike, terms.Payout, -_sign),
            OptionStyle.DownAndIn or OptionStyle.UpAndIn => KnockIn(market) + AtExpiry(market),
            _ => (_sign * (Asset(market) - (terms.Strike * Cash(market)))) - KnockIn(market)
                + AtHit(market, terms.Barrier, terms.Rebate, Down),
        };
    }

    private double Down => terms.Style is OptionStyle.DownAndIn or OptionStyle.DownAndOut ? 1.0 : -1.0;

    private BigFixed Asset(Market m) =>
        m.Spot * BigFixed.Exp(-(m.Yield * m.Time)) * BigFixed.Cdf(_sign * (m.D2(m.Spot, terms.Strike) + m.Root));

    private BigFixed Cash(Market m) =>
        BigFixed.Exp(-(m.Rate * m.Time)) * BigFixed.Cdf(_sign * m.D2(m.Spot, terms.Strike));

    // The knock-in part without rebate, after Haug's table: C, A − B + D, B − C + D or A.
    private BigFixed KnockIn(Market m)
    {
        double phi = _sign;
        double eta = Down;
        bool beyond = eta * (terms.Strike - terms.Barrier) >= 0.0;
        return (phi == eta, beyond) switch
        {
            (true, true) => Mirror(m, terms.Strike, eta),
            (true, false) => Leg(m, terms.Strike, phi) - Leg(m, terms.Barrier, phi) + Mirror(m, terms.Barrier, eta),
            (false, true) => Leg(m, terms.Barrier, phi) - Mirror(m, terms.Strike, eta)
                + Mirror(m, terms.Barrier, eta),
            (false, false) => Leg(m, terms.Strike, phi),
        };
    }

    private BigFixed Leg(Market m, double threshold, double side)
    {
        BigFixed d2 = m.D2(m.Spot, threshold);
        return (_sign * m.Spot * BigFixed.Exp(-(m.Yield * m.Time)) * BigFixed.Cdf(side * (d2 + m.Root)))
            - (_sign * terms.Strike * BigFixed.Exp(-(m.Rate * m.Time)) * BigFixed.Cdf(side * d2));
    }

    private BigFixed Mirror(Market m, double threshold, double side)
    {
        BigFixed logBarrier = BigFixed.Log(terms.Barrier / m.Spot);
        BigFixed image = (BigFixed)terms.Barrier * terms.Barrier / m.Spot;
        BigFixed d2 = m.D2(image, threshold);
        BigFixed power = BigFixed.Exp(2 * (m.Mu * logBarrier));
        BigFixed square = BigFixed.Exp(2 * logBarrier);
        return (_sign * m.Spot * BigFixed.Exp(-(m.Yield * m.Time)) * power * square
                * BigFixed.Cdf(side * (d2 + m.Root)))
            - (_sign * terms.Strike * BigFixed.Exp(-(m.Rate * m.Time)) * power * BigFixed.Cdf(side * d2));
    }

    private BigFixed AtExpiry(Market m)
    {
        BigFixed logBarrier = BigFixed.Log(terms.Barrier / m.Spot);
        BigFixed image = (BigFixed)terms.Barrier * terms.Barrier / m.Spot;
        return terms.Rebate * BigFixed.Exp(-(m.Rate * m.Time)) * (BigFixed.Cdf(Down * m.D2(m.Spot, terms.Barrier))
            - (BigFixed.Exp(2 * (m.Mu * logBarrier)) * BigFixed.Cdf(Down * m.D2(image, terms.Barrier))));
    }

    private static BigFixed AtHit(Market m, double level, double amount, double eta)
    {
        if (amount == 0.0)
        {
            return 0.0;
        }

        BigFixed log = BigFixed.Log(level / m.Spot);
        BigFixed lambda = BigFixed.Sqrt((m.Mu * m.Mu) + (2 * (m.Rate / (m.Vol * m.Vol))));
        BigFixed z = (log / m.Root) + (lambda * m.Root);
        return amount * ((BigFixed.Exp((m.Mu + lambda) * log) * BigFixed.Cdf(eta * z))
            + (BigFixed.Exp((m.Mu - lambda) * log) * BigFixed.Cdf(eta * (z - (2 * (lambda * m.Root))))));
    }

    private readonly record struct Market(BigFixed Spot, BigFixed Vol, BigFixed Time, BigFixed Rate, BigFixed Yield)
    {
        public BigFixed Root => Vol * BigFixed.Sqrt(Time);

        public BigFixed Mu => ((Rate - Yield) / (Vol * Vol)) - 0.5;

        public BigFixed D2(BigFixed spot, double threshold) =>
            ((BigFixed.Log(spot / threshold) + ((Rate - Yield) * Time)) / Root) - (0.5 * Root);
    }
}
