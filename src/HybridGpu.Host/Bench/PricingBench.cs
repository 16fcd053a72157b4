using System.Diagnostics;
using HybridGpu.Kernels;

namespace HybridGpu.Host.Bench;

/// <summary>The workloads <c>price</c>, <c>implied-vol</c> and <c>american</c>: options a second on one
/// thread.</summary>
internal sealed class PricingBench(ulong seed, int runs)
{
    private const int Options = 8_192;
    private const int AmericanOptions = 2_048;
    private const int Unit = 1_000_000;
    private const double MinSeconds = 0.2;

    /// <summary>Price and eight Greeks, option by option, as <c>hybridgpu price</c> computes them.</summary>
    /// <exception cref="BenchFailedException">An option was not priced.</exception>
    public BenchResult Price() => new(
        "price",
        [
            .. new[]
            {
                OptionStyle.European, OptionStyle.CashOrNothing, OptionStyle.CashAtHit, OptionStyle.DownAndOut,
                OptionStyle.American,
            }.Select(PriceOf),
        ],
        [
            "One option at a time on one thread, nine outputs, no reading or writing of text. American: a market and "
                + "six bumps of it in one vector.",
            Drawn,
        ]);

    /// <summary>Implied volatilities on the machine's widest vectors.</summary>
    /// <exception cref="BenchFailedException">A volatility doesn't give its price.</exception>
    public BenchResult ImpliedVolatility()
    {
        var draws = new SplitMix(seed);
        var columns = new ImpliedVolatilityColumns(Options) { Count = Options };
        for (int i = 0; i < Options; i++)
        {
            OptionTerms terms = Draw(draws, OptionStyle.European);
            columns.Kind[i] = terms.Kind;
            columns.Forward[i] = terms.Underlying;
            columns.Strike[i] = terms.Strike;
            columns.TimeYears[i] = terms.TimeYears;
            columns.Rate[i] = terms.Rate;
            columns.Price[i] = BlackPricer.Price(
                terms.Kind, terms.Underlying, terms.Strike, terms.TimeYears, terms.Volatility, terms.Rate);
        }

        (double rate, double best) = Measure(Options, () => ImpliedVolatilityBatch.Solve(columns));
        double worst = 0.0;
        for (int i = 0; i < Options; i++)
        {
            double again = BlackPricer.Price(
                columns.Kind[i], columns.Forward[i], columns.Strike[i], columns.TimeYears[i], columns.Volatility[i],
                columns.Rate[i]);
            worst = Math.Max(worst, Math.Abs(again - columns.Price[i]) / columns.Forward[i]);
        }

        Require(worst < 1e-14, $"A price at its implied volatility is off by {worst:E1} of the forward.");
        BenchRow row = new BenchRow()
            .With("m_per_s", rate / 1e6)
            .With("m_per_s_best", best / 1e6)
            .With("max_price_error_e16", worst * 1e16)
            .With("options", Options)
            .With("runs", runs);
        return new BenchResult(
            "implied-vol",
            [row],
            [
                "Two fourth-order steps for every option, on the machine's widest vectors, one thread. "
                    + "max_price_error_e16: the price at the volatility found less the given price, in 1e-16 of the "
                    + "forward.",
                Drawn,
            ]);
    }

    /// <summary>Prices, deltas and gammas of American options on the machine's widest vectors.</summary>
    /// <exception cref="BenchFailedException">An option is worth less than a European one.</exception>
    public BenchResult American()
    {
        var draws = new SplitMix(seed);
        var columns = new AmericanColumns(AmericanOptions) { Count = AmericanOptions };
        var terms = new OptionTerms[AmericanOptions];
        for (int i = 0; i < AmericanOptions; i++)
        {
            terms[i] = Draw(draws, OptionStyle.European);
            columns.Kind[i] = terms[i].Kind;
            columns.Spot[i] = terms[i].Underlying;
            columns.Strike[i] = terms[i].Strike;
            columns.TimeYears[i] = terms[i].TimeYears;
            columns.Volatility[i] = terms[i].Volatility;
            columns.Rate[i] = terms[i].Rate;
            columns.DividendYield[i] = terms[i].Rate;
        }

        var batch = new AmericanBatch();
        (double rate, double best) = Measure(AmericanOptions, () => batch.Price(columns));
        for (int i = 0; i < AmericanOptions; i++)
        {
            OptionPricer.Price(terms[i], out OptionSensitivities european);
            Require(
                columns.Price[i] >= european.Price - (1e-12 * columns.Strike[i]),
                $"An American option is worth {columns.Price[i]}, the European one {european.Price}.");
        }

        BenchRow row = new BenchRow()
            .With("k_per_s", rate / 1e3)
            .With("k_per_s_best", best / 1e3)
            .With("options", AmericanOptions)
            .With("runs", runs);
        return new BenchResult(
            "american",
            [row],
            [
                "Boundary, price, delta and gamma of options on forwards, on the machine's widest vectors, one thread; "
                    + "within 1e-6 of the strike (docs/numerics.md).",
                Drawn,
            ]);
    }

    private static string Drawn =>
        "Drawn: forward 100, 0.1 to 2 years, volatility 0.1 to 1, rate 0 to 0.1, strikes within two deviations. Median "
        + "of the runs, each repeated to 0.2 s, after one that warms up; best: the best single pass.";

    private BenchRow PriceOf(OptionStyle style)
    {
        var draws = new SplitMix(seed);
        int count = style == OptionStyle.American ? AmericanOptions / 4 : Options;
        OptionTerms[] options = [.. Enumerable.Range(0, count).Select(_ => Draw(draws, style))];
        int bad = 0;
        (double rate, double best) = Measure(count, () =>
        {
            foreach (ref readonly OptionTerms option in options.AsSpan())
            {
                bad += OptionPricer.Price(option, out _) == PricingStatus.Ok ? 0 : 1;
            }
        });
        Require(bad == 0, $"{bad} options of style {style} were not priced.");
        return new BenchRow()
            .With("style", style.ToString())
            .With("k_per_s", rate / 1e3)
            .With("k_per_s_best", best / 1e3)
            .With("options", count)
            .With("runs", runs);
    }

    // The median over the runs, and the best single pass: on a shared core a run of 0.2 s never has it to itself.
    private (double Rate, double Best) Measure(int count, Action work)
    {
        double best = double.PositiveInfinity;
        _ = Rate(count, work, ref best);
        best = double.PositiveInfinity;
        var rates = new List<double>();
        for (int run = 0; run < runs; run++)
        {
            rates.Add(Rate(count, work, ref best));
        }

        return (Percentiles.Median(rates), count / best);
    }

    private static double Rate(int count, Action work, ref double best)
    {
        long start = Stopwatch.GetTimestamp();
        long passStart = start;
        long passes = 0;
        double seconds;
        do
        {
            work();
            passes++;
            best = Math.Min(best, Stopwatch.GetElapsedTime(passStart).TotalSeconds);
            passStart = Stopwatch.GetTimestamp();
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (seconds < MinSeconds);
        return passes * count / seconds;
    }

    private static OptionTerms Draw(SplitMix draws, OptionStyle style)
    {
        double Uniform(double low, double high) => low + ((high - low) * draws.Below(Unit) / Unit);
        double time = Uniform(0.1, 2.0);
        double volatility = Uniform(0.1, 1.0);
        double total = volatility * Math.Sqrt(time);
        return new OptionTerms
        {
            Style = style,
            Kind = (PayoffKind)draws.Below(2),
            IsForward = true,
            Underlying = 100.0,
            Strike = 100.0 * LaneMath.Exp(Uniform(-2.0, 2.0) * total),
            TimeYears = time,
            Volatility = volatility,
            Rate = Uniform(0.0, 0.1),
            Barrier = 100.0 * LaneMath.Exp(-total * Uniform(0.1, 1.0)),
            Rebate = 1.0,
            Payout = 1.0,
        };
    }

    private static void Require(bool isTrue, string problem)
    {
        if (!isTrue)
        {
            throw new BenchFailedException(problem);
        }
    }
}
