using HybridGpu.Kernels;

namespace HybridGpu.Host.Bench;

/// <summary>The workloads <c>price</c>, <c>implied-vol</c> and <c>american</c>: options a second on one
/// thread.</summary>
internal sealed class PricingBench(ulong seed, int runs)
{
    private const int Options = 8_192;
    private const int AmericanOptions = 2_048;
    private const int BatchOptions = 2_000;

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
            EuropeanBatchRow(),
        ],
        [
            "One option at a time on one thread, nine outputs, no reading or writing of text. American: a market and "
                + "six bumps of it in one vector. EuropeanBatch: the machine's widest vectors over columns that fit "
                + "the core's own caches, the same nine outputs with the same bits.",
            PricingDraws.Sentence,
        ]);

    /// <summary>Implied volatilities on the machine's widest vectors.</summary>
    /// <exception cref="BenchFailedException">A volatility doesn't give its price.</exception>
    public BenchResult ImpliedVolatility()
    {
        var draws = new SplitMix(seed);
        var columns = new ImpliedVolatilityColumns(Options) { Count = Options };
        for (int i = 0; i < Options; i++)
        {
            OptionTerms terms = PricingDraws.One(draws, OptionStyle.European);
            columns.Kind[i] = terms.Kind;
            columns.Forward[i] = terms.Underlying;
            columns.Strike[i] = terms.Strike;
            columns.TimeYears[i] = terms.TimeYears;
            columns.Rate[i] = terms.Rate;
            columns.Price[i] = BlackPricer.Price(
                terms.Kind, terms.Underlying, terms.Strike, terms.TimeYears, terms.Volatility, terms.Rate);
        }

        (double rate, double best) = RepeatedPasses.Measure(runs, Options, () => ImpliedVolatilityBatch.Solve(columns));
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
                PricingDraws.Sentence,
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
            terms[i] = PricingDraws.One(draws, OptionStyle.European);
            columns.Kind[i] = terms[i].Kind;
            columns.Spot[i] = terms[i].Underlying;
            columns.Strike[i] = terms[i].Strike;
            columns.TimeYears[i] = terms[i].TimeYears;
            columns.Volatility[i] = terms[i].Volatility;
            columns.Rate[i] = terms[i].Rate;
            columns.DividendYield[i] = terms[i].Rate;
        }

        var batch = new AmericanBatch();
        (double rate, double best) = RepeatedPasses.Measure(runs, AmericanOptions, () => batch.Price(columns));
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
                    + "within 1e-6 of the larger of spot and strike (docs/numerics.md).",
                PricingDraws.Sentence,
            ]);
    }

    private BenchRow PriceOf(OptionStyle style)
    {
        var draws = new SplitMix(seed);
        int count = style == OptionStyle.American ? AmericanOptions / 4 : Options;
        OptionTerms[] options = [.. Enumerable.Range(0, count).Select(_ => PricingDraws.One(draws, style))];
        int bad = 0;
        (double rate, double best) = RepeatedPasses.Measure(runs, count, () =>
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

    // Half calls, half puts; forwards and spots by turns, each option with its own time, volatility and rate.
    private BenchRow EuropeanBatchRow()
    {
        var draws = new SplitMix(seed);
        var columns = new EuropeanColumns(BatchOptions) { Count = BatchOptions };
        var terms = new OptionTerms[BatchOptions];
        for (int i = 0; i < BatchOptions; i++)
        {
            terms[i] = PricingDraws.One(draws, OptionStyle.European) with { IsForward = i % 2 == 0 };
            columns.Kind[i] = terms[i].Kind;
            columns.IsForward[i] = terms[i].IsForward;
            columns.Underlying[i] = terms[i].Underlying;
            columns.Strike[i] = terms[i].Strike;
            columns.TimeYears[i] = terms[i].TimeYears;
            columns.Volatility[i] = terms[i].Volatility;
            columns.Rate[i] = terms[i].Rate;
            columns.DividendYield[i] = terms[i].DividendYield;
        }

        (double rate, double best) = RepeatedPasses.Measure(runs, BatchOptions, () => EuropeanBatch.Price(columns));
        for (int i = 0; i < BatchOptions; i++)
        {
            OptionPricer.Price(terms[i], out OptionSensitivities one);
            var batch = new OptionSensitivities(
                columns.Price[i], columns.Delta[i], columns.Gamma[i], columns.Vega[i], columns.Theta[i],
                columns.Rho[i], columns.Vanna[i], columns.Volga[i], columns.Charm[i]);
            Require(batch == one, $"A batch gives {batch}, one at a time {one}.");
        }

        return new BenchRow()
            .With("style", nameof(EuropeanBatch))
            .With("k_per_s", rate / 1e3)
            .With("k_per_s_best", best / 1e3)
            .With("options", BatchOptions)
            .With("runs", runs);
    }

    private static void Require(bool isTrue, string problem)
    {
        if (!isTrue)
        {
            throw new BenchFailedException(problem);
        }
    }
}
