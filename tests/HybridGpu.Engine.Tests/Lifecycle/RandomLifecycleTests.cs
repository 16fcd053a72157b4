using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests.Lifecycle;

/// <summary>Whole lives of instruments at random, against an oracle that works from the commands in big
/// integers.</summary>
internal sealed class RandomLifecycleTests
{
    [Test]
    public void Cash_positions_and_the_hash_are_the_oracles_after_every_command([Values(21, 22, 23, 24)] int fallback)
    {
        var random = new RandomLifecycle(Seed.Of(fallback));
        TestVenue venue = random.Venue;
        var oracle = new LifecycleOracle();
        (int heardCommands, int heardEvents) = (0, 0);
        for (int step = 0; step < 2_500; step++)
        {
            for (; heardCommands < venue.Recorded.Count; heardCommands++)
            {
                ulong sequence = venue.Recorded[heardCommands].Command.Header.Sequence;
                VenueEvent[] events = EventsOf(venue, sequence, ref heardEvents);
                oracle.Follow(venue.Recorded[heardCommands], events, venue);
            }

            Compare(random, oracle, step);
            random.Step();
        }

        Report(oracle);
        (VenueEngine twin, EventLog twinEvents) = TestVenue.Replay(venue.Recorded, venue.Options);
        Assert.That((twin.StateHash, twinEvents.Count), Is.EqualTo((venue.Engine.StateHash, venue.Events.Count)));
    }

    private static VenueEvent[] EventsOf(TestVenue venue, ulong sequence, ref int heard)
    {
        int first = heard;
        while (heard < venue.Events.Count && venue.Events[heard].Header.Sequence == sequence)
        {
            heard++;
        }

        return
        [
            .. Enumerable.Range(first, heard - first).Select(i => venue.Events[i])
                .Where(e => e.Header.Kind != EventKind.StateHashed),
        ];
    }

    private static void Compare(RandomLifecycle random, LifecycleOracle oracle, int step)
    {
        VenueEngine engine = random.Venue.Engine;
        foreach (AccountId account in random.Accounts.Append(AccountId.Fees))
        {
            BigInteger expected = oracle.Cash.GetValueOrDefault(account);
            long cash = engine.BalanceOf(account).CashMicros;
            if (cash != expected)
            {
                Assert.Fail($"step {step}: account {account} has {cash}, not {expected}");
            }
        }

        foreach (((AccountId account, InstrumentId instrument), long lots) in oracle.Lots)
        {
            if (engine.LotsOf(account, instrument) != lots)
            {
                Assert.Fail($"step {step}: account {account} holds {engine.LotsOf(account, instrument)}, not {lots}");
            }
        }

        string state = engine.CheckConservation();
        if (state != "ok")
        {
            Assert.Fail($"step {step}: {state}");
        }
    }

    private static void Report(LifecycleOracle oracle)
    {
        foreach ((EventKind kind, int count) in oracle.Done.OrderBy(done => done.Key))
        {
            TestContext.Out.WriteLine($"{kind} {count}");
        }

        EventKind[] needed =
        [
            EventKind.Trade, EventKind.InstrumentListed, EventKind.InstrumentSettled, EventKind.PositionSettled,
            EventKind.IndexSampled, EventKind.FundingFixed, EventKind.FundingPaid, EventKind.InstrumentDelisted,
            EventKind.Deposited, EventKind.Withdrawn,
        ];
        foreach (EventKind kind in needed)
        {
            Assert.That(oracle.Done.GetValueOrDefault(kind), Is.GreaterThanOrEqualTo(5), $"{kind} was met");
        }
    }
}
