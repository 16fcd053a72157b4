using HybridGpu.Domain;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Tests.Chains;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Tick;

public sealed class RecordedTickTests
{
    [Test]
    public void A_whole_recorded_chain_is_priced_margined_and_recomputed_without_a_bad_contract()
    {
        ChainSnapshot chain = ChainFile.Read(RecordedChains.OpenOrIgnore().Files[14].Path);
        RiskLimits limits = new() { ContractCapacity = 2_048, InstrumentCapacity = 4_096, AccountCapacity = 2_048 };
        using Bench bench = new(limits);
        foreach (ChainCurrency currency in chain.Currencies)
        {
            UnderlyingId underlying = currency.Name == "BTC" ? Bench.Btc : Bench.Eth;
            bench.Market.SetIndex(underlying, currency.IndexUsd);
            foreach (ChainExpiry expiry in currency.Expiries)
            {
                bench.Market.SetForward(underlying, expiry.ExpiryNs, expiry.ForwardUsd);
                foreach (ChainRow row in expiry.Rows)
                {
                    long lot = underlying == Bench.Btc ? 1_000 : 10_000;
                    InstrumentId id = bench.List(underlying, row.Kind, row.ExpiryNs, row.StrikeUsd, lot, currency.IndexUsd);
                    Assert.That(bench.Market.SetVol(id, row.MarkVol), Is.True);
                }
            }
        }

        var random = new Random(7);
        for (int i = 0; i < 10_000; i++)
        {
            uint taker = (uint)random.Next(16, 1_016);
            var instrument = new InstrumentId((uint)random.Next(bench.Catalog.Count));
            bench.Trade(taker, taker + 1_000, instrument, Side.Buy, 1_000, random.Next(1, 100));
        }

        TickResult result = bench.MustTick(chain.TakenNs);
        for (int i = 0; i < 20; i++)
        {
            bench.MustTick(chain.TakenNs);
        }

        TestContext.Out.WriteLine(
            $"{bench.Tick.BackendName}: {result.Snapshot.Contracts.Length} contracts, {result.Snapshot.Totals}; p50 "
            + $"{bench.Tick.Statistics.PricedTicks.QuantileNs(0.5) / 1_000} us; last {bench.Tick.Latest!.Timings}; first "
            + $"{result.Snapshot.Timings}");
        Assert.That(result.Snapshot.BadContracts.Length, Is.Zero);
        Assert.That(result.Epoch.ContractCount, Is.EqualTo(chain.RowCount));
        using EpochReplay replay = EpochReplay.Create(limits, bench.Catalog, "reference", out _)!;
        bench.Market.Publish(chain.TakenNs, bench.Mailbox);
        byte[] payload = new byte[bench.Mailbox.Front.EncodedLength];
        bench.Mailbox.Front.Encode(payload);
        Assert.That(replay.Recompute(result.Epoch, payload, new Domain.Risk.RiskArrays(2_048, 4_096)), Is.EqualTo(ReplayFault.None));
    }
}
