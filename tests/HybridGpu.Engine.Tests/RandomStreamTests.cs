using System.Numerics;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests;

/// <summary>What must hold whatever is sent: random commands against oracles that see only the events.</summary>
public sealed class RandomStreamTests
{
    // Makers pay too, at a rate that rounds, so that fees and their rounding are in every margin.
    private static readonly EngineOptions Options = new()
    {
        Fees = new FeeSchedule(10_000_007, 3_000_001, 500_009, 200_003),
        AccountLotsMax = 2_000,
    };

    [Test]
    public void The_incremental_hash_is_the_recomputed_one_and_nothing_is_lost([Values(1, 2, 3)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        for (int step = 0; step < 2_000; step++)
        {
            random.Step();
            string state = random.Venue.Engine.CheckConservation();
            if (state != "ok")
            {
                Assert.Fail($"step {step}: {state}");
            }
        }

        Assert.That(random.Venue.Engine.StateHash, Is.EqualTo(random.Venue.Engine.RecomputeStateHash()));
        ReportWhatHappened(random);
    }

    [Test]
    public void The_same_commands_give_the_same_events_and_hash_and_asking_for_margin_changes_nothing(
        [Values(4, 5)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        for (int step = 0; step < 4_000; step++)
        {
            random.Step();

            // The replay below never asks, so its accounts meet each epoch later or not at all.
            random.Venue.Engine.MarginOf(random.Accounts[step % random.Accounts.Count]);
        }

        (VenueEngine engine, EventLog events) = TestVenue.Replay(random.Venue.Recorded, Options);

        Assert.That(events.Count, Is.EqualTo(random.Venue.Events.Count));
        for (int i = 0; i < events.Count; i++)
        {
            VenueEvent ours = random.Venue.Events[i];
            VenueEvent theirs = events[i];
            if (!BytesOf(in ours).SequenceEqual(BytesOf(in theirs)))
            {
                Assert.Fail($"event {i + 1} ({ours.Header.Kind}) differs");
            }
        }

        Assert.That(engine.StateHash, Is.EqualTo(random.Venue.Engine.StateHash));
    }

    [Test]
    public void Equity_and_margin_are_those_of_an_oracle_that_only_hears_the_events([Values(6, 7, 8)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        var observed = new ObservedVenue(Options.Fees);
        int heard = 0;
        for (int step = 0; step < 2_500; step++)
        {
            random.Step();
            Hear(random, observed, ref heard);
            if (step % 17 == 0)
            {
                CompareAccounts(random, observed, step);
            }
        }
    }

    [Test]
    public void Books_are_what_the_events_add_up_to([Values(9, 10)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        var observed = new ObservedVenue(Options.Fees);
        var levels = new PriceLevel[256];
        int heard = 0;
        for (int step = 0; step < 4_000; step++)
        {
            random.Step();
            Hear(random, observed, ref heard);
            if (step % 5 != 0)
            {
                continue;
            }

            foreach (InstrumentId instrument in observed.Instruments.Keys)
            {
                foreach (Side side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
                {
                    int count = random.Venue.Engine.CopyLevels(instrument, side, levels);
                    PriceLevel[] expected = observed.LevelsOf(instrument, side);
                    if (!expected.AsSpan().SequenceEqual(levels.AsSpan(0, count)))
                    {
                        Assert.That(levels[..count], Is.EqualTo(expected), $"step {step}, {instrument} {side}");
                    }
                }
            }

            Assert.That(
                random.Venue.Engine.OpenOrderCount, Is.EqualTo(observed.Resting.Count + observed.Waiting.Count));
        }
    }

    [Test]
    public void An_accepted_order_is_covered_in_any_subset_of_fills_unless_it_only_reduces(
        [Values(11, 12, 13)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        var observed = new ObservedVenue(Options.Fees);
        int heard = 0;
        int covered = 0;
        int reducing = 0;
        for (int step = 0; step < 2_500; step++)
        {
            int first = random.Venue.Events.Count;
            Hear(random, observed, ref heard);
            random.Step();
            RecordedCommand last = random.Venue.Recorded[^1];
            NewOrder order = last.Command.NewOrder;
            VenueEvent accepted = random.Venue.Events.Since(first)
                .FirstOrDefault(e => e.Header.Kind == EventKind.OrderAccepted);
            bool isGated = last.Command.Header.Kind == CommandKind.NewOrder
                && accepted.Header.Kind == EventKind.OrderAccepted
                && order.Type is OrderType.Limit or OrderType.Market
                && !observed.IsCombo(order.Instrument);
            if (!isGated)
            {
                continue;
            }

            BigInteger headroomBefore = observed.EquityOf(order.Account, random.Rows)
                - observed.MarginOf(order.Account, random.Rows, withOrders: false);
            long held = observed.LotsOf(order.Account, order.Instrument);
            bool mayReduce = accepted.Order.Lots <= -(order.Side.Sign() * held);
            Hear(random, observed, ref heard);
            BigInteger equity = observed.EquityOf(order.Account, random.Rows);
            bool isCovered = equity >= observed.MarginOf(order.Account, random.Rows)
                && !observed.HasUnpriced(order.Account, random.Rows);
            if (isCovered)
            {
                covered++;
                continue;
            }

            reducing++;
            BigInteger headroom = equity - observed.MarginOf(order.Account, random.Rows, withOrders: false);
            Assert.That(mayReduce, Is.True, $"step {step}: account {order.Account} is short by more than a reduction");
            Assert.That(
                headroom >= 0 || headroom >= headroomBefore,
                Is.True, $"step {step}: {headroomBefore} became {headroom}");
        }

        TestContext.Out.WriteLine($"{covered} covered, {reducing} only reducing");
        Assert.That(covered, Is.GreaterThan(100));
    }

    [Test]
    public void Event_ordinals_have_no_gap_and_each_command_ends_exactly_once([Values(14)] int fallback)
    {
        var random = new RandomVenue(Seed.Of(fallback), Options);
        for (int step = 0; step < 4_000; step++)
        {
            random.Step();
        }

        ulong sequence = 1;
        for (int i = 0; i < random.Venue.Events.Count; i++)
        {
            EventHeader header = random.Venue.Events[i].Header;
            Assert.That((header.Ordinal, header.Sequence), Is.EqualTo(((ulong)i + 1, sequence)));
            sequence += header.EndsCommand;
        }

        Assert.That(sequence, Is.EqualTo(random.Venue.Engine.Sequence + 1));
        Assert.That(random.Venue.Engine.EventCount, Is.EqualTo((ulong)random.Venue.Events.Count));
    }

    [Test]
    public void Garbage_never_breaks_an_invariant([Values(15, 16)] int fallback)
    {
        var bytes = new Random(Seed.Of(fallback));
        var random = new RandomVenue(fallback, Options);
        ReadOnlySpan<CommandKind> kinds = Enum.GetValues<CommandKind>();
        byte[] payload = new byte[640];
        for (int step = 0; step < 6_000; step++)
        {
            random.Step();
            Command command = default;
            bytes.NextBytes(MemoryMarshal.AsBytes(new Span<Command>(ref command))[CommandHeader.WireSize..]);
            CommandKind known = kinds[bytes.Next(kinds.Length)];
            command.Header.Kind = bytes.Next(8) == 0 ? (CommandKind)bytes.Next(65_536) : known;
            command.Header.Session = new SessionId((uint)bytes.Next(3));
            command.Header.MsgSeqNum = random.Venue.Engine.Sequence;
            bytes.NextBytes(payload);
            if (bytes.Next(2) == 0)
            {
                // Half of them name an account, an instrument and a quantity that exist, to come further.
                command.NewOrder.Account = random.Accounts[0];
                command.NewOrder.Instrument = default;
                command.NewOrder.Side = (Side)bytes.Next(4);
                if (command.Header.Kind == CommandKind.MassQuote)
                {
                    command.MassQuote.EntryCount = 10;
                }
            }

            random.Venue.Apply(command, payload.AsSpan(0, bytes.Next(2) == 0 ? 640 : bytes.Next(640)));
            if (step % 10 == 0)
            {
                Assert.That(random.Venue.Engine.CheckConservation(), Is.EqualTo("ok"), $"step {step}");
            }
        }
    }

    private static ReadOnlySpan<byte> BytesOf(in VenueEvent e) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<VenueEvent>(in e));

    private static void Hear(RandomVenue random, ObservedVenue observed, ref int heard)
    {
        for (; heard < random.Venue.Events.Count; heard++)
        {
            observed.Fold(random.Venue.Events[heard]);
        }
    }

    private static void CompareAccounts(RandomVenue random, ObservedVenue observed, int step)
    {
        foreach (AccountId account in random.Accounts.Append(AccountId.Fees))
        {
            (long equity, long margin) = random.Venue.Engine.MarginOf(account);
            (long cash, long fees) = random.Venue.Engine.BalanceOf(account);
            Assert.That((BigInteger)cash, Is.EqualTo(observed.CashOf(account)), $"step {step}: cash of {account}");
            Assert.That((BigInteger)fees, Is.EqualTo(observed.FeesOf(account)), $"step {step}: fees of {account}");
            Assert.That(
                (BigInteger)equity,
                Is.EqualTo(observed.EquityOf(account, random.Rows)), $"step {step}: equity of {account}");
            Assert.That(
                (BigInteger)margin,
                Is.EqualTo(observed.MarginOf(account, random.Rows)), $"step {step}: margin of {account}");
            foreach (InstrumentId instrument in observed.Instruments.Keys)
            {
                Assert.That(
                    random.Venue.Engine.LotsOf(account, instrument), Is.EqualTo(observed.LotsOf(account, instrument)));
            }
        }
    }

    /// <summary>A random test that never gets anywhere would pass too: it says, and checks, that it did.</summary>
    private static void ReportWhatHappened(RandomVenue random)
    {
        VenueEvent[] events = random.Venue.Events.Since(0);
        foreach (IGrouping<EventKind, VenueEvent> kind in events.GroupBy(e => e.Header.Kind))
        {
            TestContext.Out.WriteLine($"{kind.Key,-20} {kind.Count()}");
        }

        foreach (IGrouping<RejectCode, VenueEvent> reason in events
            .Where(e => e.Header.Kind == EventKind.OrderRejected).GroupBy(e => e.Order.Reason))
        {
            TestContext.Out.WriteLine($"  {reason.Key,-20} {reason.Count()}");
        }

        Assert.That(events.Count(e => e.Header.Kind == EventKind.Trade), Is.GreaterThan(100));
        Assert.That(events.Count(e => e.Header.Kind == EventKind.PositionSettled), Is.Positive);
        Assert.That(events.Count(e => e.Order.Reason == RejectCode.InsufficientMargin), Is.Positive);
    }
}
