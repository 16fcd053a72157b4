using HybridGpu.Domain;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Tick;

/// <summary>What isn't known of volatilities is charged beside initial margin, and nowhere else.</summary>
public sealed class ConfidenceChargeTests
{
    private const long Point = 10_000_000;
    private const long Month = Bench.Now + (30 * Bench.Day);
    private const uint Holder = 20;

    [Test]
    public void Without_uncertainty_every_number_is_what_it_was()
    {
        using Bench bench = Traded(Seed.NewRandom());
        RiskSnapshot before = Tick(bench);
        SetWidths(bench, 0);

        RiskSnapshot after = Tick(bench);

        Assert.That(after.Surfaces.Length, Is.EqualTo(6));
        Assert.That(after.Accounts.ToArray(), Is.EqualTo(before.Accounts.ToArray()));
        Assert.That(after.Totals, Is.EqualTo(before.Totals));
        Assert.That(after.Totals.ConfidenceMicros, Is.Zero);
    }

    [Test]
    public void A_worse_fit_never_asks_for_less_and_leaves_all_but_initial_margin_alone()
    {
        Random random = Seed.NewRandom();
        using Bench bench = Traded(random);
        RiskSnapshot last = Tick(bench);
        long[] widths = new long[6];
        for (int round = 0; round < 50; round++)
        {
            widths[random.Next(widths.Length)] += random.Next(0, 5) * random.Next(0, (int)Point);
            SetWidths(bench, widths);
            RiskSnapshot next = Tick(bench);
            for (int i = 0; i < next.Accounts.Length; i++)
            {
                AccountRisk was = last.Accounts[i];
                AccountRisk now = next.Accounts[i];
                long more = now.ConfidenceMicros - was.ConfidenceMicros;
                Assert.That(more, Is.Not.Negative);
                Assert.That(now, Is.EqualTo(was with
                {
                    ConfidenceMicros = now.ConfidenceMicros,
                    InitialMarginMicros = was.InitialMarginMicros + more,
                    HeadroomMicros = was.HeadroomMicros - more,
                }));
            }

            last = next;
        }

        Assert.That(last.Totals.ConfidenceMicros, Is.Positive);
    }

    [Test]
    public void The_charge_is_vega_times_width_of_every_position_without_netting_rounded_up()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Open(Holder, 1_000_000_000);
        InstrumentId[] options = OptionsOf(bench, Month);
        bench.Trade(Holder, Holder + 1, options[8], Side.Buy, 1_000, 7);
        bench.Trade(Holder + 1, Holder, options[12], Side.Buy, 1_000, 7);
        long width = (2 * Point) + 345;
        SetWidths(bench, width);

        RiskSnapshot snapshot = Tick(bench);

        Int128 nano = 0;
        foreach (InstrumentId id in (InstrumentId[])[options[8], options[12]])
        {
            Assert.That(snapshot.TryGetContract(id, out ContractRisk contract), Is.True);
            Int128 product = (Int128)contract.VegaNano * width;
            Assert.That(contract.ConfidenceNano, Is.EqualTo((long)((product + Point - 1) / Point)));
            nano += contract.ConfidenceNano * 7;
        }

        foreach (uint account in (uint[])[Holder, Holder + 1])
        {
            Assert.That(snapshot.TryGetAccount(new AccountId(account), out AccountRisk risk), Is.True);
            Assert.That(risk.ConfidenceMicros, Is.EqualTo((long)((nano + 999) / 1_000)), "long and short alike");
        }
    }

    [Test]
    public void Uncertainty_is_no_part_of_the_journaled_inputs()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult certain = bench.MustTick();
        byte[] before = certain.Payload.ToArray();
        SetWidths(bench, 5 * Point);

        TickResult doubtful = bench.MustTick();

        Assert.That(doubtful.Payload.ToArray(), Is.EqualTo(before));
        Assert.That(doubtful.Epoch.ArraysHash, Is.EqualTo(certain.Epoch.ArraysHash));
        var decoded = new RiskInputs(bench.Limits);
        Assert.That(decoded.Decode(Bench.Now, before), Is.EqualTo(InputsFault.None));
        Assert.That(decoded.Surfaces.ToArray(), Is.All.EqualTo(default(ExpirySurface)));
    }

    [Test]
    public void The_largest_position_at_the_largest_uncertainty_saturates_nothing_else()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Open(Holder, 1_000_000_000);
        foreach (InstrumentId option in OptionsOf(bench, Month))
        {
            bench.Trade(Holder, Holder + 1, option, Side.Buy, 1, 1 << 30);
        }

        SetWidths(bench, ExpirySurface.WidthNanoMax);

        RiskSnapshot snapshot = Tick(bench);

        Assert.That(snapshot.TryGetAccount(new AccountId(Holder), out AccountRisk risk), Is.True);
        Assert.That(risk.ConfidenceMicros, Is.Positive);
        Assert.That(risk.InitialMarginMicros, Is.GreaterThanOrEqualTo(risk.ConfidenceMicros));
        Assert.That(risk.HeadroomMicros, Is.LessThan(risk.EquityMicros));
    }

    [Test]
    public void A_width_out_of_bounds_or_of_an_unknown_expiry_is_refused()
    {
        using Bench bench = new Bench().WithMarket();
        ExpirySurface good = new() { Underlying = Bench.Btc, ExpiryNs = Month, WidthNano = 1 };

        Assert.That(bench.Market.SetSurface(good), Is.True);
        Assert.That(bench.Market.SetSurface(good with { WidthNano = -1 }), Is.False);
        Assert.That(bench.Market.SetSurface(good with { WidthNano = ExpirySurface.WidthNanoMax + 1 }), Is.False);
        Assert.That(bench.Market.SetSurface(good with { ExpiryNs = Month + 1 }), Is.False);
        Assert.That(Tick(bench).Surfaces.ToArray(), Is.EqualTo((ExpirySurface[])[good]));
    }

    private static Bench Traded(Random random)
    {
        Bench bench = new Bench().WithMarket();
        for (uint account = 20; account < 40; account++)
        {
            bench.Open(account, 1_000_000_000);
        }

        for (int i = 0; i < 300; i++)
        {
            uint taker = (uint)random.Next(20, 30);
            Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            bench.Trade(
                taker, taker + 10, new InstrumentId((uint)random.Next(bench.Catalog.Count)), side, 1_000,
                random.Next(1, 200));
        }

        return bench;
    }

    private static RiskSnapshot Tick(Bench bench)
    {
        TickResult result = bench.MustTick();
        if (result.Arrays is { } arrays)
        {
            bench.Pool.Return(arrays);
        }

        return result.Snapshot;
    }

    private static InstrumentId[] OptionsOf(Bench bench, long expiryNs)
    {
        var ids = new List<InstrumentId>();
        for (uint id = 0; id < bench.Catalog.Count; id++)
        {
            Assert.That(bench.Catalog.TryGet(new InstrumentId(id), out var spec), Is.True);
            if (spec.IsOption && spec.Underlying == Bench.Btc && spec.ExpiryNs == expiryNs)
            {
                ids.Add(spec.Id);
            }
        }

        return [.. ids];
    }

    private static void SetWidths(Bench bench, long width) => SetWidths(bench, [.. Enumerable.Repeat(width, 6)]);

    private static void SetWidths(Bench bench, long[] widths)
    {
        long[] expiries = [Bench.Now + Bench.Day, Month, Bench.Now + (180 * Bench.Day)];
        for (int i = 0; i < widths.Length; i++)
        {
            Assert.That(
                bench.Market.SetSurface(new ExpirySurface
                {
                    Underlying = i < 3 ? Bench.Btc : Bench.Eth,
                    ExpiryNs = expiries[i % 3],
                    WidthNano = Math.Min(widths[i], ExpirySurface.WidthNanoMax),
                }),
                Is.True);
        }
    }
}
