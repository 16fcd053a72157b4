using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Tick;

public sealed class RiskTickTests
{
    [TestCase("simd")]
    [TestCase("reference")]
    public void Every_account_margin_equals_the_oracle(string backend)
    {
        Random random = Seed.NewRandom();
        using Bench bench = new Bench(backend: backend).WithMarket();
        for (int round = 0; round < 4; round++)
        {
            for (int i = 0; i < 150; i++)
            {
                uint taker = (uint)random.Next(16, 40);
                var instrument = new InstrumentId((uint)random.Next(bench.Catalog.Count));
                Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
                (int ticks, int lots, int fee) = (random.Next(10_000), random.Next(1, 1_000), random.Next(100));
                bench.Trade(taker, taker + 30, instrument, side, ticks, lots, fee);
            }

            bench.Market.SetForward(Bench.Btc, Bench.Now + (30 * Bench.Day), 60_000 + random.Next(20_000));
            // In the last round the one-day contracts have expired and are not settled yet: their positions have no
            // mark.
            TickResult result = bench.MustTick(round < 3 ? Bench.Now + round : Bench.Now + Bench.Day);

            Assert.That(result.HasEpoch, Is.True);
            foreach (AccountRisk account in result.Snapshot.Accounts.ToArray())
            {
                OracleMargin oracle = OracleMargin.Of(bench, result.Arrays!, account.Account);
                bench.Book.TryGetBalance(account.Account, out long cash, out long fees);
                Assert.That(account.UnpricedCount, Is.EqualTo(oracle.Unpriced));
                Assert.That((BigInteger)account.EquityMicros, Is.EqualTo(cash - fees + oracle.MarkValue));
                Assert.That((BigInteger)account.InitialMarginMicros, Is.EqualTo(oracle.Initial));
                Assert.That((BigInteger)account.MaintenanceMarginMicros, Is.EqualTo(oracle.Maintenance));
                Assert.That(account.HeadroomMicros, Is.EqualTo(account.EquityMicros - account.InitialMarginMicros));
            }

            bench.Pool.Return(result.Arrays!);
        }

        Assert.That(bench.Tick.Latest!.Totals.DoubtfulCount, Is.GreaterThan(0));
    }

    [Test]
    public void A_long_perpetual_lot_loses_its_scan_range_in_the_grid()
    {
        using Bench bench = new Bench().WithMarket();
        InstrumentId perpetual = Find(bench, Bench.Btc, InstrumentKind.Perpetual);
        bench.Trade(20, 21, perpetual, Side.Buy, 700_000, 10);

        RiskSnapshot snapshot = bench.MustTick().Snapshot;

        // 10 lots of 0.001 BTC at 70,000: mark 700 USD. Off-grid worst: -2 R at half weight ties with -1 R at full; the
        // -1.5 R column loses 1.5 x 16 % = 168 USD. Grid: -1 R loses 112 USD, -3 R at 33 % loses 110.88; MM = 0.8 x
        // 112.
        snapshot.TryGetAccount(new AccountId(20), out AccountRisk risk);
        Assert.That(risk.EquityMicros, Is.Zero);
        Assert.That(risk.InitialMarginMicros, Is.EqualTo(168_000_000));
        Assert.That(risk.MaintenanceMarginMicros, Is.EqualTo(89_600_000));
        Assert.That(risk.IsBelowMaintenance, Is.True);
        Assert.That(risk.DeltaUsdMicros, Is.EqualTo(700_000_000));
        Assert.That(snapshot.UnderlyingsAt(snapshot.RowOf(new AccountId(20)))[0].DeltaNano, Is.EqualTo(10_000_000));
        Assert.That(snapshot.Totals.BelowMaintenanceCount, Is.EqualTo(2));
    }

    [Test]
    public void Underlyings_do_not_net()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Trade(20, 21, Find(bench, Bench.Btc, InstrumentKind.Perpetual), Side.Buy, 700_000, 10);
        bench.Trade(20, 21, Find(bench, Bench.Eth, InstrumentKind.Perpetual), Side.Sell, 20_000, 35);

        bench.MustTick().Snapshot.TryGetAccount(new AccountId(20), out AccountRisk risk);

        Assert.That(risk.InitialMarginMicros, Is.GreaterThan(168_000_000 + 150_000_000));
        Assert.That(risk.DeltaUsdMicros, Is.Zero);
    }

    [Test]
    public void Nothing_new_means_no_tick_and_a_fill_alone_ticks_without_an_epoch()
    {
        using Bench bench = new Bench().WithMarket();
        Assert.That(bench.Tick.TryTick(out _), Is.False);
        Assert.That(bench.MustTick().HasEpoch, Is.True);
        Assert.That(bench.Tick.TryTick(out _), Is.False);

        bench.Trade(20, 21, new InstrumentId(0), Side.Buy, 1, 1);

        Assert.That(bench.Tick.TryTick(out TickResult result), Is.True);
        Assert.That(result.HasEpoch, Is.False);
        Assert.That(result.Snapshot.Accounts.Length, Is.EqualTo(2));
        Assert.That(bench.Tick.Statistics.MarginOnlyCount, Is.EqualTo(1));
    }

    [Test]
    public void Fills_are_taken_over_one_by_one_until_a_set_outgrows_its_room()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Trade(20, 21, new InstrumentId(0), Side.Buy, 1, 1);
        bench.MustTick();
        bench.Trade(20, 21, new InstrumentId(0), Side.Buy, 1, 5);
        bench.Trade(20, 21, new InstrumentId(1), Side.Buy, 1, 5);
        bench.MustTick(Bench.Now + 1);
        Assert.That(bench.Tick.Statistics.LayoutCount, Is.EqualTo(1), "there is room for two more positions");

        for (uint instrument = 0; instrument < 8; instrument++)
        {
            bench.Trade(20, 21, new InstrumentId(instrument), Side.Buy, 1, 1);
        }

        bench.Trade(200, 201, new InstrumentId(0), Side.Sell, 1, 3);
        bench.MustTick(Bench.Now + 2);

        Assert.That(bench.Tick.Statistics.LayoutCount, Is.EqualTo(2));
        bench.Tick.Latest!.TryGetAccount(new AccountId(200), out AccountRisk risk);
        Assert.That(risk.PositionCount, Is.EqualTo(1));
    }

    [Test]
    public void Inputs_between_two_epochs_become_one_when_the_interval_is_over()
    {
        using Bench bench = new Bench(interval: TimeSpan.FromMilliseconds(100)).WithMarket();
        Assert.That(bench.MustTick().Epoch.Epoch, Is.EqualTo(1));
        Assert.That(bench.MustTick(Bench.Now + 1).HasEpoch, Is.False);
        Assert.That(bench.Tick.TryTick(out _), Is.False);

        bench.Clock.Ticks += TimeSpan.FromMilliseconds(100).Ticks;

        Assert.That(bench.Tick.TryTick(out TickResult result), Is.True);
        Assert.That(result.Epoch.Epoch, Is.EqualTo(2));
        Assert.That(result.Epoch.InputsMarketNs, Is.EqualTo(Bench.Now + 1));
    }

    [Test]
    public void With_all_arrays_in_flight_the_epoch_waits_and_snapshots_go_on()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult first = bench.MustTick();
        bench.MustTick();

        Assert.That(bench.MustTick().HasEpoch, Is.False);
        Assert.That(bench.Tick.Statistics.EpochsSkippedCount, Is.EqualTo(1));
        bench.Pool.Return(first.Arrays!);
        Assert.That(bench.Tick.TryTick(out TickResult late), Is.True);
        Assert.That(late.Epoch.Epoch, Is.EqualTo(3));
    }

    [Test]
    public void An_abandoned_epoch_gives_its_number_and_arrays_back()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult result = bench.MustTick();

        bench.Tick.Abandon(in result);

        Assert.That(bench.Pool.Available, Is.EqualTo(2));
        Assert.That(bench.Tick.TryTick(out TickResult again), Is.True);
        Assert.That(again.Epoch.Epoch, Is.EqualTo(1));
        Assert.That(() => bench.Pool.Return(result.Arrays!), Throws.Nothing);
        Assert.That(() => bench.Pool.Return(result.Arrays!), Throws.InvalidOperationException);
    }

    [Test]
    public void A_backend_that_is_not_there_is_an_answer_with_a_reason()
    {
        using Bench bench = new();
        var options = new RiskTickOptions { Backend = "abacus" };

        using RiskTick? tick = RiskTick.Create(
            options, bench.Limits, bench.Catalog, bench.Book, bench.Mailbox, bench.Pool, out string problem);

        Assert.That(tick, Is.Null);
        Assert.That(problem, Does.Contain("abacus"));
    }

    [Test]
    public void Quantiles_are_within_a_bucket_of_the_truth()
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= 100_000; i++)
        {
            histogram.Record(i * 37L);
        }

        Assert.That(histogram.QuantileNs(0.5), Is.EqualTo(1_850_000).Within(3.2).Percent);
        Assert.That(histogram.QuantileNs(0.99), Is.EqualTo(3_663_000).Within(3.2).Percent);
        Assert.That(histogram.MaxNs, Is.EqualTo(3_700_000));
        Assert.That(histogram.QuantileNs(1), Is.EqualTo(3_700_000));
        Assert.That(new LatencyHistogram().QuantileNs(0.5), Is.Zero);
    }

    private static InstrumentId Find(Bench bench, UnderlyingId underlying, InstrumentKind kind)
    {
        for (uint id = 0; id < bench.Catalog.Count; id++)
        {
            bench.Catalog.TryGet(new InstrumentId(id), out InstrumentSpec spec);
            if (spec.Underlying == underlying && spec.Kind == kind)
            {
                return spec.Id;
            }
        }

        throw new InvalidOperationException("The bench lists one of each.");
    }
}
