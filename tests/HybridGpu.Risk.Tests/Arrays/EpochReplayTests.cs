using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;
using HybridGpu.Kernels;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Arrays;

public sealed class EpochReplayTests
{
    [TestCase("simd", "reference")]
    [TestCase("reference", "simd")]
    [TestCase("simd", "simd")]
    public void An_epoch_recomputed_from_its_inputs_has_the_same_hash_on_any_backend(string made, string replayed)
    {
        using Bench bench = new Bench(backend: made).WithMarket();
        TickResult result = bench.MustTick(Bench.Now + 12_345);
        using EpochReplay replay = EpochReplay.Create(bench.Limits, bench.Catalog, replayed, out _)!;
        var arrays = new RiskArrays(bench.Limits.ContractCapacity, bench.Limits.InstrumentCapacity);

        Assert.That(replay.Recompute(result.Epoch, result.Payload.Span, arrays), Is.EqualTo(ReplayFault.None));
        Assert.That(arrays.Epoch, Is.EqualTo(1));
        Assert.That(arrays.Cells.SequenceEqual(result.Arrays!.Cells), Is.True);
        Assert.That(arrays.Marks.SequenceEqual(result.Arrays!.Marks), Is.True);
    }

    [Test]
    public void Whatever_differs_is_named()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult result = bench.MustTick();
        using EpochReplay replay = EpochReplay.Create(bench.Limits, bench.Catalog, "simd", out _)!;
        var arrays = new RiskArrays(bench.Limits.ContractCapacity, bench.Limits.InstrumentCapacity);
        byte[] payload = result.Payload.ToArray();
        byte[] otherVol = [.. payload];
        otherVol[^8] ^= 1;
        byte[] cut = payload[..^1];

        Assert.That(replay.Recompute(result.Epoch, cut, arrays), Is.EqualTo(ReplayFault.MalformedInputs));
        Assert.That(replay.LastInputsFault, Is.EqualTo(InputsFault.WrongLength));
        RiskEpoch other = result.Epoch;
        other.ScenarioSetVersion = 2;
        Assert.That(replay.Recompute(other, payload, arrays), Is.EqualTo(ReplayFault.UnknownScenarioSet));
        other = result.Epoch;
        other.KernelHash = default;
        Assert.That(replay.Recompute(other, payload, arrays), Is.EqualTo(ReplayFault.KernelDiffers));
        other = result.Epoch;
        other.ContractCount--;
        Assert.That(replay.Recompute(other, payload, arrays), Is.EqualTo(ReplayFault.ContractCountDiffers));
        other = result.Epoch;
        other.InputsMarketNs += 3_600_000_000_000;
        Assert.That(replay.Recompute(other, payload, arrays), Is.EqualTo(ReplayFault.ArraysDiffer));
    }

    [Test]
    public void Contracts_that_cannot_be_priced_are_left_out_and_named()
    {
        using Bench bench = new Bench().WithMarket();
        // Far above its reference price the lot's cells leave an int32.
        bench.Market.SetForward(Bench.Eth, long.MaxValue, 2_000_000_000);

        RiskSnapshot snapshot = bench.MustTick().Snapshot;

        BadContractReason[] reasons = [.. snapshot.BadContracts.ToArray().Select(bad => bad.Reason)];
        Assert.That(reasons, Is.EqualTo(new[] { BadContractReason.Saturated }));
        Assert.That(snapshot.Contracts.Length, Is.EqualTo(115));
        Assert.That(snapshot.TryGetContract(snapshot.BadContracts[0].Instrument, out _), Is.False);
    }

    [Test]
    public void An_epoch_prices_4096_contracts_and_the_rest_is_left_out_until_there_is_room()
    {
        const int Bound = 4_096;
        using var bench = new Bench(RiskLimits.Default);
        long soon = Bench.Now + Bench.Day;
        bench.Market.SetIndex(Bench.Btc, 70_000);
        bench.Market.SetForward(Bench.Btc, soon, 70_000);
        bench.Market.SetForward(Bench.Btc, long.MaxValue, 70_000);
        bench.List(Bench.Btc, InstrumentKind.Future, soon, 0, 1_000, 70_000);
        for (int i = 1; i <= Bound + 1; i++)
        {
            bench.List(Bench.Btc, InstrumentKind.Perpetual, long.MaxValue, 0, 1_000, 70_000);
        }

        TickResult full = bench.MustTick();
        Assert.That((full.Epoch.ContractCount, full.Arrays!.ContractCount), Is.EqualTo(((uint)Bound, Bound)));
        Assert.That((bench.Market.LeftOut, bench.Market.LeftOutForRoom), Is.EqualTo((2, 2)));
        Assert.That(full.Arrays.RowOf(new InstrumentId(Bound - 1)), Is.EqualTo(Bound - 1));
        Assert.That(full.Arrays.RowOf(new InstrumentId(Bound)), Is.Negative, "an order in it finds no risk array");
        Assert.That(full.Arrays.RowOf(new InstrumentId(Bound + 1)), Is.Negative);

        using EpochReplay replay = EpochReplay.Create(bench.Limits, bench.Catalog, "simd", out _)!;
        var arrays = new RiskArrays(bench.Limits.ContractCapacity, bench.Limits.InstrumentCapacity);
        Assert.That(replay.Recompute(full.Epoch, full.Payload.Span, arrays), Is.EqualTo(ReplayFault.None));

        TickResult later = bench.MustTick(soon);
        Assert.That(bench.Market.LeftOutForRoom, Is.EqualTo(1), "one has expired");
        Assert.That(later.Arrays!.RowOf(new InstrumentId(Bound)), Is.EqualTo(Bound - 1));
        Assert.That(later.Arrays.RowOf(new InstrumentId(Bound + 1)), Is.Negative);
    }

    [Test]
    public void Inputs_of_more_contracts_than_an_epoch_holds_are_malformed()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult result = bench.MustTick();
        RiskLimits fewer = bench.Limits with { ContractCapacity = (int)result.Epoch.ContractCount - 1 };
        using EpochReplay replay = EpochReplay.Create(fewer, bench.Catalog, "simd", out _)!;
        var arrays = new RiskArrays(fewer.ContractCapacity, fewer.InstrumentCapacity);

        Assert.That(
            replay.Recompute(result.Epoch, result.Payload.Span, arrays), Is.EqualTo(ReplayFault.MalformedInputs));
        Assert.That(replay.LastInputsFault, Is.EqualTo(InputsFault.TooMany));
    }

    [Test]
    public void Terms_that_disagree_with_the_inputs_are_left_out_and_named()
    {
        using Bench bench = new Bench().WithMarket();
        bench.Market.Publish(Bench.Now, bench.Mailbox);
        bench.Mailbox.TryTake();
        byte[] bytes = new byte[bench.Mailbox.Front.EncodedLength];
        bench.Mailbox.Front.Encode(bytes);
        int contracts = 16 + (2 * 24) + (8 * 32);
        bytes[contracts + 4] ^= 1;
        bytes.AsSpan(contracts + 16 + 8, 8).Clear();
        BitConverter.TryWriteBytes(bytes.AsSpan(contracts + (115 * 16)), 400u);
        var inputs = new RiskInputs(bench.Limits);
        Assert.That(inputs.Decode(Bench.Now, bytes), Is.EqualTo(InputsFault.None));
        using var builder = new RiskArrayBuilder(
            bench.Limits, bench.Catalog, KernelBackends.Select("reference").Backend!);
        var arrays = new RiskArrays(bench.Limits.ContractCapacity, bench.Limits.InstrumentCapacity);

        builder.Build(inputs, 1, arrays, withGreeks: true);

        Assert.That(builder.BadContracts.ToArray(), Is.EqualTo(new[]
        {
            new BadContract(new InstrumentId(0), BadContractReason.TermsDisagree),
            new BadContract(new InstrumentId(1), BadContractReason.NoVol),
            new BadContract(new InstrumentId(400), BadContractReason.NotListed),
        }));
        Assert.That(arrays.ContractCount, Is.EqualTo(113));
        for (int row = 0; row < arrays.ContractCount; row++)
        {
            Assert.That(arrays.MarkAt(row), Is.GreaterThanOrEqualTo(0));
            Assert.That(arrays.CellsAt(row).Contains(KernelLimits.BadCell), Is.False);
        }
    }

    [Test]
    public void A_marks_cell_is_the_scenario_price_less_the_mark()
    {
        using Bench bench = new Bench().WithMarket();
        RiskArrays arrays = bench.MustTick().Arrays!;
        bench.Catalog.TryGet(new InstrumentId(20), out InstrumentSpec spec);
        Assert.That(spec.IsOption && spec.Underlying == Bench.Btc, Is.True);
        int row = arrays.RowOf(spec.Id);
        ContractRisk contract = bench.Tick.Latest!.Contracts[row];
        double t = (spec.ExpiryNs - Bench.Now) / (365.0 * 86_400 * 1e9);
        PayoffKind kind = spec.Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;
        double vol = contract.VolNano / 1e9;
        double Price(double forward, double sigma) =>
            BlackPricer.Price(kind, forward, spec.StrikeMicros / 1e6, t, sigma, 0.01) * spec.LotSizeMicros;
        double f = contract.ForwardMicros / 1e6;

        // Column 13: -R, vol down; column 45: +50 %, vol up, weight 0.16 / 0.5.
        double shock = Math.Pow(30 / Math.Max(t * 365, 1), t * 365 < 30 ? 0.30 : 0.13);
        double base0 = Price(f, vol);
        Assert.That(arrays.MarkAt(row), Is.EqualTo(base0).Within(0.51));
        double down = Price(f * 0.84, vol * (1 - (0.25 * shock))) - base0;
        double extreme = 0.32 * (Price(f * 1.5, vol * (1 + (0.5 * shock))) - base0);
        Assert.That(arrays.CellsAt(row)[13], Is.EqualTo(down).Within(1));
        Assert.That(arrays.CellsAt(row)[45], Is.EqualTo(extreme).Within(1));
    }

    [Test]
    public void Recomputation_allocates_nothing_once_warm()
    {
        using Bench bench = new Bench().WithMarket();
        TickResult result = bench.MustTick();
        using EpochReplay replay = EpochReplay.Create(bench.Limits, bench.Catalog, "reference", out _)!;
        var arrays = new RiskArrays(bench.Limits.ContractCapacity, bench.Limits.InstrumentCapacity);
        replay.Recompute(result.Epoch, result.Payload.Span, arrays);
        replay.Recompute(result.Epoch, result.Payload.Span, arrays);

        long before = GC.GetAllocatedBytesForCurrentThread();
        replay.Recompute(result.Epoch, result.Payload.Span, arrays);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
