using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Host.Bench;

/// <summary>What clients send in the replay bench, drawn from a seed: makers quote, traders rest, cancel and
/// take.</summary>
/// <remarks>
/// Of sixteen commands one is a mass quote of ten instruments round their marks, seven are orders that rest near the
/// mark, six cancel the oldest of some thousands that came to rest (those that have traded by then are refused, as in
/// life), two take. Each account has a session of its own. Makers quote in a group whose protection trips at a burst of
/// fills and opens again by itself.
/// </remarks>
internal sealed class ReplayFlow
{
    private const int Makers = 16;
    private const int Traders = 48;
    private const long CreditMicros = 1_000_000_000_000_000;
    private const int QuoteEntries = 10;
    private const ushort QuoteGroup = 1;
    private const int OpenOrders = 8_000;
    private const int EpochCommands = 10_000;
    private const int IndexCommands = 100_000;
    private const ulong QuoteSixteenths = 1;
    private const ulong CancelSixteenths = 6;
    private const ulong TakeSixteenths = 2;

    private readonly ReplayRecorder _venue;
    private readonly SplitMix _draws;
    private readonly SessionId[] _sessions = new SessionId[Makers + Traders];
    private readonly ulong[] _messages = new ulong[Makers + Traders];
    private readonly Queue<(int Trader, Text40 Name)> _resting = new();
    private readonly QuoteEntry[] _entries = new QuoteEntry[QuoteEntries];
    private long _named;

    /// <summary>A flow into a venue.</summary>
    public ReplayFlow(ReplayRecorder venue, ulong seed)
    {
        _venue = venue;
        _draws = new SplitMix(seed);
    }

    /// <summary>Lists, opens and credits, then sends so many commands with risk epochs and index samples between
    /// them.</summary>
    public void Run(int commands)
    {
        Prepare();
        for (int i = 0; i < commands; i++)
        {
            if (i % IndexCommands == 0)
            {
                SampleIndices();
            }

            if (i % EpochCommands == 0)
            {
                _venue.EnterEpoch(_draws);
            }

            Next();
        }
    }

    private void Prepare()
    {
        foreach (InstrumentSpec spec in _venue.Market.Instruments)
        {
            Command list = Command.Of(CommandKind.ListInstrument);
            list.Instrument = spec;
            _venue.Enter(in list);
        }

        for (int i = 0; i < _sessions.Length; i++)
        {
            Command open = Command.Of(CommandKind.OpenAccount);
            open.OpenAccount.Account = Account(i);
            open.OpenAccount.Delegates = 1;
            _venue.Enter(in open);
            Command deposit = Command.Of(CommandKind.ChainEvent);
            deposit.ChainEvent.Kind = ChainEventKind.Deposit;
            deposit.ChainEvent.Account = Account(i);
            deposit.ChainEvent.LogIndex = (uint)i;
            deposit.ChainEvent.AmountMicros = CreditMicros;
            _venue.Enter(in deposit);
            Command register = Command.Of(CommandKind.RegisterSession);
            register.RegisterSession.CompId = Text40.Create(Name("CLIENT", i));
            register.RegisterSession.Account = Account(i);
            _venue.Enter(in register);
            _sessions[i] = _venue.LastSession;
        }

        for (int maker = 0; maker < Makers; maker++)
        {
            Command protect = Command.Of(CommandKind.SetQuoteProtection);
            protect.SetQuoteProtection.Account = Account(maker);
            protect.SetQuoteProtection.QuoteGroup = QuoteGroup;
            protect.SetQuoteProtection.WindowNs = 100 * 1_000_000;
            protect.SetQuoteProtection.FreezeNs = 10 * 1_000_000;
            protect.SetQuoteProtection.TradesMax = 100;
            Send(maker, ref protect);
        }
    }

    private void SampleIndices()
    {
        for (int underlying = 0; underlying < ReplayMarket.UnderlyingCount; underlying++)
        {
            Command sample = Command.Of(CommandKind.IndexPrice);
            sample.IndexPrice.Underlying = new UnderlyingId((byte)underlying);
            sample.IndexPrice.PriceMicros = _venue.Market.IndexMicros(underlying);
            _venue.Enter(in sample);
        }
    }

    private void Next()
    {
        ulong kind = _draws.Below(16);
        if (kind < QuoteSixteenths)
        {
            Quote((int)_draws.Below(Makers));
        }
        else if (kind < QuoteSixteenths + CancelSixteenths && _resting.Count > OpenOrders)
        {
            Cancel();
        }
        else
        {
            bool takes = kind >= 16 - TakeSixteenths;
            Order(Makers + (int)_draws.Below(Traders), takes);
        }
    }

    /// <summary>Neighbouring instruments round their marks; a side that the mark leaves no room for is taken
    /// out.</summary>
    private void Quote(int maker)
    {
        int first = (int)_draws.Below((ulong)(_venue.Market.Instruments.Count - QuoteEntries + 1));
        for (int i = 0; i < QuoteEntries; i++)
        {
            long mark = _venue.Market.MarkTicks(first + i);
            long half = 5 + (mark / 500) + (long)_draws.Below(5);
            _entries[i] = new QuoteEntry
            {
                Instrument = new InstrumentId((uint)(first + i)),
                BidTicks = Math.Max(1, mark - half),
                BidLots = mark > half ? 1 + (long)_draws.Below(20) : 0,
                AskTicks = mark + half,
                AskLots = 1 + (long)_draws.Below(20),
            };
        }

        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote.QuoteId = NextName();
        command.MassQuote.Account = Account(maker);
        command.MassQuote.EntryCount = QuoteEntries;
        command.MassQuote.QuoteGroup = QuoteGroup;
        Send(maker, ref command, MemoryMarshal.AsBytes(_entries.AsSpan()));
    }

    private void Order(int trader, bool takes)
    {
        int instrument = (int)_draws.Below((ulong)_venue.Market.Instruments.Count);
        long mark = _venue.Market.MarkTicks(instrument);
        Side side = _draws.Below(2) == 0 ? Side.Buy : Side.Sell;
        long distance = takes ? -(20 + (mark / 400)) : 1 + (long)_draws.Below((ulong)(20 + (mark / 400)));
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder.ClOrdId = NextName();
        command.NewOrder.Account = Account(trader);
        command.NewOrder.Instrument = new InstrumentId((uint)instrument);
        command.NewOrder.Side = side;
        command.NewOrder.PriceTicks = Math.Max(1, mark - (side.Sign() * distance));
        command.NewOrder.Lots = 1 + (long)_draws.Below(10);
        command.NewOrder.TimeInForce = takes ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
        command.NewOrder.Slot = NewOrder.AnySlot;
        command.NewOrder.ExpiryNs = long.MaxValue;
        if (!takes)
        {
            _resting.Enqueue((trader, command.NewOrder.ClOrdId));
        }

        Send(trader, ref command);
    }

    private void Cancel()
    {
        (int trader, Text40 name) = _resting.Dequeue();
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.ClOrdId = NextName();
        command.CancelOrder.OrigClOrdId = name;
        command.CancelOrder.Account = Account(trader);
        Send(trader, ref command);
    }

    private void Send(int client, ref Command command, ReadOnlySpan<byte> payload = default)
    {
        command.Header.Session = _sessions[client];
        command.Header.MsgSeqNum = ++_messages[client];
        _venue.Enter(in command, payload);
    }

    private static AccountId Account(int client) => new(AccountId.FirstOpen.Value + (uint)client);

    private Text40 NextName() => Text40.Create(Name("C", ++_named));

    private static string Name(string prefix, long number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
