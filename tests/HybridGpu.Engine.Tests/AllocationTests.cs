using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>In steady state orders, cancels, quotes and the chain's entries allocate nothing.</summary>
public sealed class AllocationTests
{
    private readonly NullSink _sink = new();
    private readonly byte[] _quotes = new byte[2 * QuoteEntry.WireSize];
    private VenueEngine _engine = null!;

    [Test]
    public void Orders_trades_cancels_and_quotes_allocate_nothing()
    {
        TestVenue prepared = TestVenue.WithPerpetual();
        prepared.OpenAccount(TestVenue.Rich);
        prepared.OpenAccount(TestVenue.Rich);
        _engine = new VenueEngine(new EngineOptions(), _sink);
        foreach (RecordedCommand recorded in prepared.Recorded)
        {
            _engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        Command[] orders = [.. Enumerable.Range(0, 64).Select(Order)];
        Command[] cancels = [.. Enumerable.Range(0, 64).Select(Cancel)];
        Round(orders, cancels, rounds: 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ulong sequence = _engine.Sequence;
        ulong trades = _sink.Trades;
        Round(orders, cancels, rounds: 30);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero, $"{_engine.Sequence - sequence} commands");
        Assert.That(_sink.Trades - trades, Is.GreaterThan(100UL));
        Assert.That(_engine.CheckConservation(), Is.EqualTo("ok"));
    }

    [Test]
    public void Orders_of_an_account_without_a_position_and_entries_of_the_queue_allocate_nothing()
    {
        TestVenue prepared = TestVenue.WithPerpetual();
        prepared.OpenAccount(TestVenue.Rich);
        _engine = new VenueEngine(new EngineOptions(), _sink);
        foreach (RecordedCommand recorded in prepared.Recorded)
        {
            _engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        // Its entry in the table of positions, and so its group, comes and goes with each order.
        Command order = Order(1);
        Command cancel = Cancel(1);
        ComeAndGo(ref order, ref cancel, rounds: 500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ComeAndGo(ref order, ref cancel, rounds: 700);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(_engine.QueueCursor, Is.EqualTo(2_400UL));
        Assert.That(_engine.CheckConservation(), Is.EqualTo("ok"));
    }

    private void ComeAndGo(ref Command order, ref Command cancel, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            Apply(ref order, default);
            Apply(ref cancel, default);
            Entry(ChainEventKind.Deposit);
            Entry(ChainEventKind.WithdrawalRequest);
        }
    }

    private void Entry(ChainEventKind kind)
    {
        Command entry = TestVenue.QueueCommand(kind, AccountId.FirstOpen, 1_000, _engine.QueueCursor);
        Apply(ref entry, default);
    }

    private void Round(Command[] orders, Command[] cancels, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < orders.Length; i++)
            {
                Apply(ref orders[i], default);
                if (i % 4 == 0)
                {
                    Quote(990 + (i % 16));
                }
            }

            for (int i = 0; i < cancels.Length; i++)
            {
                Apply(ref cancels[i], default);
            }
        }
    }

    private void Quote(long bidTicks)
    {
        Span<QuoteEntry> entries = MemoryMarshal.Cast<byte, QuoteEntry>(_quotes.AsSpan());
        entries[0] = TestVenue.Entry(default, bidTicks, 3, bidTicks + 10, 3);
        entries[1] = TestVenue.Entry(default, bidTicks, 2, bidTicks + 10, 3);
        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote.Account = AccountId.FirstOpen;
        command.MassQuote.EntryCount = 2;
        Apply(ref command, _quotes);
    }

    private void Apply(ref Command command, ReadOnlySpan<byte> payload)
    {
        command.Header.Sequence = _engine.Sequence + 1;
        _engine.Apply(in command, payload);
    }

    private static Command Order(int i)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        AnOrder order = AnOrder.Of(i % 2 == 0 ? Side.Buy : Side.Sell, 1 + (i % 7))
            .At(995 + (i * 7 % 11))
            .Named(NameOf(i))
            .Until(i % 3 == 0 ? 1L << 60 : long.MaxValue);
        command.NewOrder = order.Terms;
        command.NewOrder.Account = new AccountId(AccountId.FirstOpen.Value + (uint)(i / 2 % 2));
        return command;
    }

    private static string NameOf(int i) => string.Create(CultureInfo.InvariantCulture, $"o{i}");

    private static Command Cancel(int i)
    {
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.OrigClOrdId = Text40.Create(NameOf(i));
        command.CancelOrder.Account = new AccountId(AccountId.FirstOpen.Value + (uint)(i / 2 % 2));
        return command;
    }

    private sealed class NullSink : IEventSink
    {
        public ulong Trades { get; private set; }

        public void Emit(in VenueEvent venueEvent) => Trades += venueEvent.Header.Kind == EventKind.Trade ? 1UL : 0;
    }
}
