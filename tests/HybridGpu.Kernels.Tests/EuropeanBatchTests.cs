namespace HybridGpu.Kernels.Tests;

/// <summary>The vector driver of the nine European outputs against the same options one at a time.</summary>
public sealed class EuropeanBatchTests
{
    private static readonly double[] Edges =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -0.0, -1.0, double.Epsilon, 1e-300, 1e-12,
        Math.BitDecrement(1e-12), 1e-9, 1.0, 10.0, Math.BitIncrement(10.0), 100.0, 1000.0, 1e12,
        Math.BitIncrement(1e12), 1e300,
    ];

    [TestCase(128)]
    [TestCase(256)]
    [TestCase(512)]
    public void Every_vector_width_gives_the_bits_and_statuses_of_one_option_at_a_time(int bits)
    {
        Random random = Seed.NewRandom();
        EuropeanColumns columns = Drawn(random, 4_099, edgeEvery: 4);

        EuropeanBatch.Price(columns, bits);

        var seen = new HashSet<PricingStatus>();
        for (int i = 0; i < columns.Count; i++)
        {
            PricingStatus status = OptionPricer.Price(Terms(columns, i), out OptionSensitivities one);
            seen.Add(status);
            Assert.That(columns.Status[i], Is.EqualTo(status), Terms(columns, i).ToString());
            Assert.That(Bits(Row(columns, i)), Is.EqualTo(Bits(one)), Terms(columns, i).ToString());
            Assert.That(status == PricingStatus.Ok || Row(columns, i) == default);
        }

        Assert.That(seen, Is.EquivalentTo(new[]
        {
            PricingStatus.Ok, PricingStatus.BadUnderlying, PricingStatus.BadStrike, PricingStatus.BadTime,
            PricingStatus.BadVolatility, PricingStatus.BadRate, PricingStatus.BadDividend, PricingStatus.BadStyle,
        }));
    }

    [Test]
    public void Columns_are_used_again_without_a_trace_of_what_they_held([Values(0, 1, 63, 64, 65, 200)] int count)
    {
        Random random = Seed.NewRandom();
        EuropeanColumns columns = Drawn(random, 200, edgeEvery: 1);
        EuropeanBatch.Price(columns);
        EuropeanColumns fresh = Drawn(random, 200, edgeEvery: int.MaxValue);
        for (int i = 0; i < count; i++)
        {
            Copy(fresh, columns, i);
        }

        columns.Count = count;
        fresh.Count = count;
        EuropeanBatch.Price(columns);
        EuropeanBatch.Price(fresh);

        for (int i = 0; i < count; i++)
        {
            Assert.That(columns.Status[i], Is.EqualTo(PricingStatus.Ok));
            Assert.That(Bits(Row(columns, i)), Is.EqualTo(Bits(Row(fresh, i))));
        }
    }

    [Test]
    public void A_batch_allocates_nothing()
    {
        EuropeanColumns columns = Drawn(Seed.NewRandom(), 1_000, edgeEvery: 4);
        EuropeanBatch.Price(columns);

        long before = GC.GetAllocatedBytesForCurrentThread();
        EuropeanBatch.Price(columns);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_count_beyond_the_room_is_refused()
    {
        var columns = new EuropeanColumns(9);

        Assert.That(columns.Capacity, Is.EqualTo(16));
        Assert.Throws<ArgumentOutOfRangeException>(() => columns.Count = 17);
        Assert.Throws<ArgumentOutOfRangeException>(() => columns.Count = -1);
    }

    private static EuropeanColumns Drawn(Random random, int count, int edgeEvery)
    {
        var columns = new EuropeanColumns(count) { Count = count };
        for (int i = 0; i < count; i++)
        {
            // At most one input of an option is an edge, so that every status is seen.
            int edge = edgeEvery < int.MaxValue && random.Next(edgeEvery) == 0 ? random.Next(8) : -1;
            double At(int which, double usual) => edge == which ? Edges[random.Next(Edges.Length)] : usual;
            double total = Math.Exp(3 * (random.NextDouble() - 0.5));
            columns.Kind[i] = (PayoffKind)(edge == 6 ? 2 + random.Next(2) * 253 : random.Next(2));
            columns.IsForward[i] = random.Next(2) == 0;
            columns.Underlying[i] = At(0, Math.Exp(12 * random.NextDouble()));
            columns.Strike[i] = At(1, columns.Underlying[i] * Math.Exp(total * (random.NextDouble() - 0.5)));
            columns.TimeYears[i] = At(2, Math.Exp((12 * random.NextDouble()) - 10));
            columns.Volatility[i] = At(3, 2 * random.NextDouble() * random.NextDouble());
            columns.Rate[i] = At(4, random.NextDouble() - 0.5);
            columns.DividendYield[i] = At(5, random.NextDouble() - 0.5);
        }

        return columns;
    }

    private static void Copy(EuropeanColumns from, EuropeanColumns to, int i)
    {
        to.Kind[i] = from.Kind[i];
        to.IsForward[i] = from.IsForward[i];
        to.Underlying[i] = from.Underlying[i];
        to.Strike[i] = from.Strike[i];
        to.TimeYears[i] = from.TimeYears[i];
        to.Volatility[i] = from.Volatility[i];
        to.Rate[i] = from.Rate[i];
        to.DividendYield[i] = from.DividendYield[i];
    }

    private static OptionTerms Terms(EuropeanColumns columns, int i) => new()
    {
        Style = OptionStyle.European,
        Kind = columns.Kind[i],
        IsForward = columns.IsForward[i],
        Underlying = columns.Underlying[i],
        Strike = columns.Strike[i],
        TimeYears = columns.TimeYears[i],
        Volatility = columns.Volatility[i],
        Rate = columns.Rate[i],
        DividendYield = columns.DividendYield[i],
    };

    private static OptionSensitivities Row(EuropeanColumns columns, int i) => new(
        columns.Price[i], columns.Delta[i], columns.Gamma[i], columns.Vega[i], columns.Theta[i], columns.Rho[i],
        columns.Vanna[i], columns.Volga[i], columns.Charm[i]);

    private static long[] Bits(OptionSensitivities s) =>
    [
        .. new[] { s.Price, s.Delta, s.Gamma, s.Vega, s.Theta, s.Rho, s.Vanna, s.Volga, s.Charm }
            .Select(BitConverter.DoubleToInt64Bits),
    ];
}
