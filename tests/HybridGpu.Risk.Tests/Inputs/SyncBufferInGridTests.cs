using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Margin;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Inputs;

/// <summary>The sync buffer inside the settlement grid: in the ranges that inputs are published with.</summary>
public sealed class SyncBufferInGridTests
{
    private static readonly SyncRange Rule = MarginPresets.Find(MarginPresets.Default)!.Sync;

    [Test]
    public void A_delay_widens_the_grid_so_that_initial_and_maintenance_margin_hold_the_buffer()
    {
        TimeSpan delay = TimeSpan.FromHours(6);
        (AccountRisk without, _) = RiskOfOnePerpetual(TimeSpan.Zero);
        (AccountRisk with, double range) = RiskOfOnePerpetual(delay);

        double factor = Rule.After(0.16, delay) / 0.16;
        Assert.That(range, Is.EqualTo(0.16 * factor).Within(1e-9));
        Assert.That(
            with.MaintenanceMarginMicros / (double)without.MaintenanceMarginMicros, Is.EqualTo(factor).Within(1e-6));
        Assert.That(with.InitialMarginMicros / (double)without.InitialMarginMicros, Is.EqualTo(factor).Within(1e-6));
    }

    [Test]
    public void Without_a_delay_the_ranges_are_those_that_were_set_and_they_never_fall_with_it()
    {
        Random random = Seed.NewRandom();
        using Bench bench = new Bench().WithMarket();
        double set = bench.Market.PublishedRange(Bench.Btc);
        bench.Market.SetSyncDelay(Rule, TimeSpan.Zero);
        Assert.That(bench.Market.PublishedRange(Bench.Btc), Is.EqualTo(set));

        double before = set;
        double seconds = 1e-3;
        while (seconds < 1e8)
        {
            bench.Market.SetSyncDelay(Rule, TimeSpan.FromSeconds(seconds));
            double now = bench.Market.PublishedRange(Bench.Btc);
            Assert.That(now, Is.GreaterThanOrEqualTo(before), $"{seconds} s");
            before = now;
            seconds *= 1 + (random.NextDouble() * 3);
        }
    }

    [Test]
    public void A_range_wider_than_the_grid_can_hold_is_cut_there_and_counted()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Market.SetSyncDelay(Rule, TimeSpan.FromDays(6.4));

        TickResult result = bench.MustTick();

        Assert.That(bench.Market.RangesHeld, Is.EqualTo(2));
        Assert.That(bench.Market.PublishedRange(Bench.Eth), Is.EqualTo(UnderlyingInput.RangeNanoMax / 1e9));
        Assert.That(bench.Mailbox.Front.Underlyings[0].ScanRangeNano, Is.EqualTo(UnderlyingInput.RangeNanoMax));
        bench.Pool.Return(result.Arrays!);
    }

    [Test]
    public void What_is_journaled_is_the_widened_range_and_recomputes_to_the_same_arrays()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Market.SetSyncDelay(Rule, TimeSpan.FromSeconds(15));
        TickResult result = bench.MustTick();
        using EpochReplay replay = EpochReplay.Create(bench.Limits, bench.Catalog, "reference", out _)!;
        RiskArrays into = bench.Pool.TryRent()!;

        ReplayFault fault = replay.Recompute(result.Epoch, result.Payload.Span, into);

        Assert.That(fault, Is.EqualTo(ReplayFault.None));
        Assert.That(bench.Mailbox.Front.Underlyings[0].ScanRangeNano, Is.GreaterThan(200_000_000));
        bench.Pool.Return(into);
        bench.Pool.Return(result.Arrays!);
    }

    private static (AccountRisk Account, double Range) RiskOfOnePerpetual(TimeSpan delay)
    {
        using Bench bench = new Bench().WithMarket();
        bench.Market.SetSyncDelay(Rule, delay);
        InstrumentId perpetual = default;
        for (uint id = 0; id < bench.Catalog.Count; id++)
        {
            var instrument = new InstrumentId(id);
            perpetual = bench.Catalog.At(instrument) is { Kind: InstrumentKind.Perpetual, Underlying.Value: 0 }
                ? instrument
                : perpetual;
        }

        bench.Trade(16, 17, perpetual, Side.Buy, 700_000, 1_000);
        TickResult result = bench.MustTick();
        bench.Pool.Return(result.Arrays!);
        return (
            result.Snapshot.Accounts.ToArray().Single(account => account.Account.Value == 16),
            bench.Market.PublishedRange(Bench.Btc));
    }
}
