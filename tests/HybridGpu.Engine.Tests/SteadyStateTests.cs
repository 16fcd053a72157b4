using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Once warm, no kind of order and nothing that a trade leads to allocates: each cycle of commands below is
/// applied again and again, and must both do what it is for and allocate nothing.</summary>
public sealed class SteadyStateTests : RulesFixture
{
    private const int WarmRounds = 300;
    private const int MeasuredRounds = 60;

    private readonly List<(Command Command, byte[] Payload)> _cycle = [];

    [Test]
    public void Replaces_allocate_nothing()
    {
        New(Bob, AnOrder.Sell(3).At(1_002).Named("b"));
        New(Alice, AnOrder.Buy(9).At(990).Named("a"));
        Change(Alice, "a", 990, 7);
        Change(Alice, "a", 991, 7);
        Change(Alice, "a", 1_002, 8);
        Change(Alice, "a", 0, 8);
        Remove(Alice, "a");
        New(Bob, AnOrder.Buy(3).At(1_002).Named("b"));
        New(Alice, AnOrder.Sell(3).At(1_002).Named("a"));

        Measure((EventKind.OrderReplaced, 3), (EventKind.ReplaceRejected, 1), (EventKind.Trade, 2));
    }

    [Test]
    public void Market_and_fill_or_kill_orders_allocate_nothing()
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            long worst = 1_000 + (side.Sign() * 20);
            New(Bob, AnOrder.Of(side.Opposite(), 5).At(1_000).Named("b1"));
            New(Carol, AnOrder.Of(side.Opposite(), 5).At(1_000 + side.Sign()).Named("c1"));
            New(Alice, AnOrder.Of(side, 7).AtMarket(worst).Named("market"));
            New(Alice, AnOrder.Of(side, 4).At(worst).FillOrKill().Named("too much"));
            New(Alice, AnOrder.Of(side, 3).At(worst).FillOrKill().Named("whole"));
        }

        Measure((EventKind.Trade, 6), (EventKind.OrderCancelled, 2));
    }

    [Test]
    public void Icebergs_that_replenish_allocate_nothing()
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            New(Bob, AnOrder.Of(side, 10).Showing(2).Named("iceberg"));
            New(Alice, AnOrder.Of(side.Opposite(), 7).Named("a1"));
            New(Alice, AnOrder.Of(side.Opposite(), 3).Named("a2"));
        }

        Measure((EventKind.OrderReplenished, 8), (EventKind.Trade, 10));
    }

    [Test]
    public void Stops_that_are_set_off_by_each_other_allocate_nothing()
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            long away = side.Sign();
            New(Alice, AnOrder.Of(side, 2).StopAt(1_000 + (5 * away), 1_000 + (20 * away)).Named("stop"));
            New(Alice, AnOrder.Of(side, 1).At(1_000 + (20 * away)).StopLimitAt(1_000 + (6 * away)).Named("limit"));
            New(Bob, AnOrder.Of(side.Opposite(), 1).At(1_000 + (5 * away)).Named("b1"));
            New(Bob, AnOrder.Of(side.Opposite(), 3).At(1_000 + (6 * away)).Named("b2"));
            New(Carol, AnOrder.Of(side, 1).At(1_000 + (5 * away)).Named("c"));
        }

        Measure((EventKind.StopTriggered, 4), (EventKind.Trade, 6));
    }

    [Test]
    public void Self_trades_allocate_nothing()
    {
        for (SelfTradeAction action = SelfTradeAction.CancelTaker; action < SelfTradeAction.Allow; action++)
        {
            New(Alice, AnOrder.Sell(5).Named("maker"));
            New(Alice, AnOrder.Buy(3).OnSelfTrade(action).Named("taker"));
            Remove(Alice, "maker");
            Remove(Alice, "taker");
        }

        Measure((EventKind.OrderReduced, 2), (EventKind.OrderCancelled, 6));
    }

    [Test]
    public void Mass_cancels_allocate_nothing()
    {
        foreach (MassCancelScope scope in (MassCancelScope[])[MassCancelScope.Account, MassCancelScope.Instrument])
        {
            New(Alice, AnOrder.Buy(1).At(990).Named("a1"));
            New(Alice, AnOrder.Sell(1).At(1_010).Named("a2"));
            Quote(Alice, 0, TestVenue.Entry(default, 991, 2, 1_009, 2));
            Command command = Command.Of(CommandKind.MassCancel);
            (command.MassCancel.Account, command.MassCancel.Scope) = (Alice, scope);
            _cycle.Add((command, []));
        }

        Measure((EventKind.MassCancelDone, 2), (EventKind.OrderCancelled, 8));
    }

    [Test]
    public void Protection_that_counts_and_trips_allocates_nothing()
    {
        Send(CommandKind.SetQuoteProtection, (ref Command c) => c.SetQuoteProtection = new SetQuoteProtection
        {
            Account = Alice,
            QuoteGroup = 1,
            WindowNs = 1_000_000,
            TradesMax = 3,
            DeltaMaxMicros = long.MaxValue,
        });
        Quote(Alice, 1, TestVenue.Entry(default, 999, 9, 1_001, 9));
        New(Bob, AnOrder.Buy(1).At(1_001).Named("b1"));
        New(Bob, AnOrder.Sell(1).At(999).Named("b2"));
        New(Bob, AnOrder.Buy(1).At(1_001).Named("b3"));
        New(Bob, AnOrder.Sell(1).At(999).Named("b4"));
        Command reset = Command.Of(CommandKind.ResetQuoteProtection);
        (reset.ResetQuoteProtection.Account, reset.ResetQuoteProtection.QuoteGroup) = (Alice, 1);
        _cycle.Add((reset, []));

        Measure((EventKind.Trade, 4), (EventKind.QuoteProtectionTripped, 1), (EventKind.QuoteProtectionReset, 1));
    }

    [Test]
    public void Messages_counted_against_trades_allocate_nothing()
    {
        SetLimits(Alice, (ref Command c) =>
            (c.SetAccountLimits.MessagesFree, c.SetAccountLimits.MessagesPerTrade, c.SetAccountLimits.WindowNs) =
                (2, 1, 60));
        New(Bob, AnOrder.Sell(1).Named("b"));
        New(Alice, AnOrder.Buy(1).Named("a"));
        New(Bob, AnOrder.Buy(1).Named("b"));
        New(Alice, AnOrder.Sell(1).Named("a"));
        for (int i = 0; i < 6; i++)
        {
            New(Alice, AnOrder.Buy(1).At(900).Named("more"));
            Remove(Alice, "more");
        }

        Measure((EventKind.Trade, 2), (EventKind.OrderRejected, 1));
    }

    [Test]
    public void Reduce_only_orders_that_are_cut_allocate_nothing()
    {
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            New(Bob, AnOrder.Of(side.Opposite(), 5).Named("b1"));
            New(Alice, AnOrder.Of(side, 5).Named("a1"));
            New(Alice, AnOrder.Of(side.Opposite(), 9).At(1_000 + (9 * side.Sign())).ReduceOnly().Named("reduce"));
            New(Bob, AnOrder.Of(side, 5).At(1_000 - side.Sign()).Named("b2"));
            New(Alice, AnOrder.Of(side.Opposite(), 3).At(1_000 - side.Sign()).Named("a2"));
            New(Alice, AnOrder.Of(side.Opposite(), 2).At(1_000 - side.Sign()).Named("a3"));
        }

        Measure((EventKind.Trade, 6), (EventKind.OrderReduced, 2), (EventKind.OrderCancelled, 2));
    }

    [TestCase(MatchAllocation.ProRata)]
    [TestCase(MatchAllocation.TimeProRata)]
    public void Sharing_out_allocates_nothing(MatchAllocation allocation)
    {
        Send(CommandKind.SetTradingRules, (ref Command c) => c.SetTradingRules.Allocation = allocation);
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            New(Bob, AnOrder.Of(side, 5).Named("b1"));
            New(Carol, AnOrder.Of(side, 9).Showing(4).Named("c1"));
            New(Bob, AnOrder.Of(side, 3).Named("b2"));
            New(Alice, AnOrder.Of(side.Opposite(), 7).Named("a1"));
            New(Alice, AnOrder.Of(side.Opposite(), 10).Named("a2"));
        }

        Measure((EventKind.Trade, 10));
    }

    [Test]
    public void Combos_against_combos_and_against_their_legs_allocate_nothing()
    {
        InstrumentId far = Venue.List(AnInstrument.Future(1L << 60));
        Venue.Price((default, RiskRow.Linear(1_000_000, 10_000)), (far, RiskRow.Linear(1_030_000, 11_000)));
        InstrumentId combo = ListSpread(far);
        foreach (Side side in (Side[])[Side.Buy, Side.Sell])
        {
            // Against another combo order, then on arrival against the legs, then at rest when a leg comes to rest.
            New(Bob, AnOrder.Of(side.Opposite(), 3).In(combo).At(30).Named("b1"));
            New(Alice, AnOrder.Of(side, 3).In(combo).At(30).Named("a1"));
            New(Bob, AnOrder.Of(side.Opposite(), 2).In(far).At(1_030).Named("b2"));
            New(Carol, AnOrder.Of(side, 2).At(1_000).Named("c2"));
            New(Alice, AnOrder.Of(side, 2).In(combo).At(30).Named("a2"));
            New(Alice, AnOrder.Of(side, 2).In(combo).At(30).Named("a3"));
            New(Carol, AnOrder.Of(side, 2).At(1_000).Named("c3"));
            New(Bob, AnOrder.Of(side.Opposite(), 2).In(far).At(1_030).Named("b3"));
        }

        Measure((EventKind.Trade, 12), (EventKind.ComboTraded, 8));
    }

    private InstrumentId ListSpread(InstrumentId far)
    {
        InstrumentSpec terms = AnInstrument.Future(1L << 60);
        (terms.Kind, terms.Id, terms.Symbol) =
            (InstrumentKind.Combo, new InstrumentId((uint)Venue.Engine.InstrumentCount), Text40.Create("SPREAD"));
        ComboLeg[] legs =
            [new ComboLeg { Instrument = far, Ratio = 1 }, new ComboLeg { Instrument = default, Ratio = -1 }];
        VenueEvent[] listed = Send(
            CommandKind.ListCombo, (ref Command c) => c.Instrument = terms, MemoryMarshal.AsBytes(legs.AsSpan()));
        Assert.That(listed[0].Header.Kind, Is.EqualTo(EventKind.ComboListed));
        return terms.Id;
    }

    private void New(AccountId account, AnOrder order)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = order.Terms;
        command.NewOrder.Account = account;
        _cycle.Add((command, []));
    }

    private void Change(AccountId account, string name, long priceTicks, long lots)
    {
        Command command = Command.Of(CommandKind.ReplaceOrder);
        command.ReplaceOrder.Account = account;
        command.ReplaceOrder.OrigClOrdId = Text40.Create(name);
        command.ReplaceOrder.ClOrdId = Text40.Create(name);
        command.ReplaceOrder.PriceTicks = priceTicks;
        command.ReplaceOrder.Lots = lots;
        _cycle.Add((command, []));
    }

    private void Remove(AccountId account, string name)
    {
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.Account = account;
        command.CancelOrder.OrigClOrdId = Text40.Create(name);
        _cycle.Add((command, []));
    }

    private void Quote(AccountId account, ushort group, QuoteEntry entry)
    {
        Command command = TestVenue.QuoteCommand(account, entryCount: 1);
        command.MassQuote.QuoteGroup = group;
        _cycle.Add((command, MemoryMarshal.AsBytes(new ReadOnlySpan<QuoteEntry>(in entry)).ToArray()));
    }

    /// <summary>Applies the cycle until it is warm, and then for the record.</summary>
    /// <param name="perRound">Events that each round must have at least, so that it is sure to do what it is
    /// for.</param>
    private void Measure(params (EventKind Kind, int AtLeast)[] perRound)
    {
        var sink = new CountingSink();
        var engine = new VenueEngine(Venue.Options, sink);
        foreach (RecordedCommand recorded in Venue.Recorded)
        {
            engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        (Command Command, byte[] Payload)[] cycle = [.. _cycle];
        _cycle.Clear();
        Repeat(engine, cycle, WarmRounds);
        sink.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(engine, cycle, MeasuredRounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero, $"{MeasuredRounds} rounds of {cycle.Length} commands");
        Assert.That(engine.CheckConservation(), Is.EqualTo("ok"));
        Assert.That(engine.OpenOrderCount, Is.Zero, "a cycle ends as it began");
        foreach ((EventKind kind, int atLeast) in perRound)
        {
            Assert.That(sink.CountOf(kind), Is.GreaterThanOrEqualTo(MeasuredRounds * atLeast), $"{kind}");
        }
    }

    private static void Repeat(VenueEngine engine, (Command Command, byte[] Payload)[] cycle, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < cycle.Length; i++)
            {
                ref Command command = ref cycle[i].Command;
                command.Header.Sequence = engine.Sequence + 1;
                command.Header.SequencedNs = 10_000 + (10 * (long)engine.Sequence);
                engine.Apply(in command, cycle[i].Payload);
            }
        }
    }

    private sealed class CountingSink : IEventSink
    {
        private readonly int[] _counts = new int[1_024];

        public int CountOf(EventKind kind) => _counts[(int)kind];

        public void Clear() => Array.Clear(_counts);

        public void Emit(in VenueEvent venueEvent) => _counts[(int)venueEvent.Header.Kind]++;
    }
}
