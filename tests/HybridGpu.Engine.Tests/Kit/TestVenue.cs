using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A venue under test: gives commands their numbers and clocks, and keeps what is needed to replay
/// them.</summary>
internal sealed class TestVenue
{
    /// <summary>A deposit that no test of something else exhausts.</summary>
    public const long Rich = 1_000_000_000_000;

    private readonly List<RecordedCommand> _recorded = [];
    private uint _accounts = AccountId.FirstOpen.Value;
    private uint _deposits;
    private int _names;
    private ulong _epoch;

    public TestVenue(EngineOptions? options = null)
    {
        Events = new EventLog();
        Options = options ?? new EngineOptions();
        Engine = new VenueEngine(Options, Events);
    }

    public VenueEngine Engine { get; }

    /// <summary>The bounds under which the venue, and its replays, run.</summary>
    public EngineOptions Options { get; }

    public EventLog Events { get; }

    public IReadOnlyList<RecordedCommand> Recorded => _recorded;

    public long NowNs { get; set; } = 1_000;

    public long MarketNs { get; set; } = 1_000;

    /// <summary>The rows of each epoch applied.</summary>
    public Dictionary<ulong, IReadOnlyDictionary<InstrumentId, RiskRow>> Epochs { get; } = [];

    /// <summary>A venue with a priced perpetual (id 0, mark 1,000 ticks, 10,000 micro-USD a lot and move).</summary>
    public static TestVenue WithPerpetual(EngineOptions? options = null)
    {
        var venue = new TestVenue(options);
        InstrumentId perpetual = venue.List(AnInstrument.Perpetual());
        venue.Price((perpetual, RiskRow.Linear(1_000 * AnInstrument.TickValue, 10_000)));
        return venue;
    }

    public VenueEvent[] Apply(Command command, ReadOnlySpan<byte> payload = default, RiskArrays? arrays = null)
    {
        command.Header.Sequence = Engine.Sequence + 1;
        command.Header.SequencedNs = NowNs;
        command.Header.MarketNs = MarketNs;
        command.Header.PayloadLength = (uint)payload.Length;
        int before = Events.Count;
        _recorded.Add(new RecordedCommand(command, payload.ToArray(), arrays));
        Engine.Apply(in command, payload, arrays);
        return Events.Since(before);
    }

    public AccountId OpenAccount(long depositMicros = 0)
    {
        var account = new AccountId(_accounts++);
        Command command = Command.Of(CommandKind.OpenAccount);
        command.OpenAccount.Account = account;
        Apply(command);
        if (depositMicros > 0)
        {
            Deposit(account, depositMicros);
        }

        return account;
    }

    public VenueEvent[] Deposit(AccountId account, long amountMicros) =>
        Apply(DepositCommand(account, amountMicros, _deposits++));

    /// <summary>A credit from the venue's own book, by its index there.</summary>
    public static Command DepositCommand(AccountId account, long amountMicros, uint logIndex)
    {
        Command command = Command.Of(CommandKind.ChainEvent);
        command.ChainEvent.Kind = ChainEventKind.Deposit;
        command.ChainEvent.LogIndex = logIndex;
        command.ChainEvent.Account = account;
        command.ChainEvent.AmountMicros = amountMicros;
        return command;
    }

    /// <summary>An entry of the attached chain's queue.</summary>
    public static Command QueueCommand(ChainEventKind kind, AccountId account, long amountMicros, ulong entry)
    {
        Command command = DepositCommand(account, amountMicros, logIndex: 3);
        command.ChainEvent.Kind = kind;
        command.ChainEvent.ChainId = 31337;
        command.ChainEvent.QueueEntry = (uint)entry;
        return command;
    }

    /// <summary>The next entry of the queue asks for cash.</summary>
    public VenueEvent[] Withdraw(AccountId account, long amountMicros) =>
        Apply(QueueCommand(ChainEventKind.WithdrawalRequest, account, amountMicros, Engine.QueueCursor));

    public VenueEvent[] Sweep() => Apply(Command.Of(CommandKind.SweepFees));

    public VenueEvent[] RegisterAs(string compId, AccountId account)
    {
        Command command = Command.Of(CommandKind.RegisterSession);
        command.RegisterSession.CompId = Text40.Create(compId);
        command.RegisterSession.Account = account;
        return Apply(command);
    }

    public SessionId Register(string compId, AccountId account) => RegisterAs(compId, account)[0].Session.Session;

    /// <summary>Lists under the next id, with a symbol made from it unless the terms have one.</summary>
    public InstrumentId List(InstrumentSpec terms)
    {
        terms.Id = new InstrumentId((uint)Engine.InstrumentCount);
        if (terms.Symbol.IsEmpty)
        {
            terms.Symbol = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"I{terms.Id.Value}"));
        }

        VenueEvent listed = ListAs(terms)[0];
        Assert.That(
            listed.Header.Kind,
            Is.EqualTo(EventKind.InstrumentListed),
            () => $"{listed.Outcome.Reason}, {terms.ExpiryNs}");
        return terms.Id;
    }

    public VenueEvent[] ListAs(InstrumentSpec terms)
    {
        Command command = Command.Of(CommandKind.ListInstrument);
        command.Instrument = terms;
        return Apply(command);
    }

    /// <summary>Applies the next risk epoch with these rows and no others.</summary>
    public VenueEvent[] Price(params (InstrumentId Instrument, RiskRow Row)[] rows)
    {
        RiskArrays arrays = ArraysOf(++_epoch, rows);
        Epochs[_epoch] = rows.ToDictionary(row => row.Instrument, row => row.Row);
        return Apply(EpochCommand(arrays), default, arrays);
    }

    public static Command EpochCommand(RiskArrays arrays)
    {
        Command command = Command.Of(CommandKind.RiskEpoch);
        command.RiskEpoch.Epoch = arrays.Epoch;
        command.RiskEpoch.ContractCount = (uint)arrays.ContractCount;
        command.RiskEpoch.ScenarioSetVersion = ScenarioColumns.Version;
        return command;
    }

    public static RiskArrays ArraysOf(ulong epoch, params (InstrumentId Instrument, RiskRow Row)[] rows)
    {
        var arrays = new RiskArrays(Math.Max(1, rows.Length), 8_192);
        int at = 0;
        foreach ((InstrumentId instrument, RiskRow row) in rows.OrderBy(row => row.Instrument.Value))
        {
            arrays.Buffers.Instruments[at] = instrument;
            arrays.Buffers.Marks[at] = row.MarkMicros;
            row.Cells.CopyTo(arrays.Buffers.Cells, at * ScenarioColumns.Count);
            at++;
        }

        arrays.Seal(epoch, rows.Length);
        return arrays;
    }

    public VenueEvent[] Submit(AccountId account, AnOrder order, SessionId session = default, ulong msgSeqNum = 0)
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder = order.Terms;
        command.NewOrder.Account = account;
        if (order.Terms.ClOrdId.IsEmpty)
        {
            command.NewOrder.ClOrdId = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"order-{++_names}"));
        }

        command.Header.Session = session;
        command.Header.MsgSeqNum = msgSeqNum;
        return Apply(command);
    }

    /// <summary>Submits an order that must end up in the book whole.</summary>
    public OrderId Rest(AccountId account, AnOrder order)
    {
        VenueEvent[] events = Submit(account, order);
        Assert.That(
            events.Select(e => e.Header.Kind).Except([EventKind.StateHashed]),
            Is.EqualTo([EventKind.OrderAccepted, EventKind.OrderRested]), "a resting order");
        return events[1].Order.OrderId;
    }

    public VenueEvent[] Cancel(AccountId account, string origClOrdId, SessionId session = default, ulong msgSeqNum = 0)
    {
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.Account = account;
        command.CancelOrder.ClOrdId = Text40.Create("cancel");
        command.CancelOrder.OrigClOrdId = Text40.Create(origClOrdId);
        command.Header.Session = session;
        command.Header.MsgSeqNum = msgSeqNum;
        return Apply(command);
    }

    public VenueEvent[] Cancel(AccountId account, OrderId order)
    {
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.Account = account;
        command.CancelOrder.ClOrdId = Text40.Create("cancel");
        command.CancelOrder.OrderId = order;
        return Apply(command);
    }

    public VenueEvent[] Quote(AccountId account, params QuoteEntry[] entries) =>
        Apply(QuoteCommand(account, (uint)entries.Length), MemoryMarshal.AsBytes(entries.AsSpan()));

    public static Command QuoteCommand(AccountId account, uint entryCount)
    {
        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote.QuoteId = Text40.Create("quote");
        command.MassQuote.Account = account;
        command.MassQuote.EntryCount = entryCount;
        return command;
    }

    public static QuoteEntry Entry(
        InstrumentId instrument, long bidTicks, long bidLots, long askTicks, long askLots) => new()
        {
            Instrument = instrument,
            BidTicks = bidTicks,
            BidLots = bidLots,
            AskTicks = askTicks,
            AskLots = askLots,
        };

    public VenueEvent[] Clock() => Apply(Command.Of(CommandKind.Clock));

    public VenueEvent[] Settle(long expiryNs, long priceMicros, byte underlying = 0)
    {
        Command command = Command.Of(CommandKind.SettleExpiry);
        command.SettleExpiry.ExpiryNs = expiryNs;
        command.SettleExpiry.PriceMicros = priceMicros;
        command.SettleExpiry.Underlying = new UnderlyingId(underlying);
        return Apply(command);
    }

    public VenueEvent[] Index(long priceMicros, byte underlying = 0)
    {
        Command command = Command.Of(CommandKind.IndexPrice);
        command.IndexPrice.PriceMicros = priceMicros;
        command.IndexPrice.Underlying = new UnderlyingId(underlying);
        return Apply(command);
    }

    public static Command SettleAtAverage(long expiryNs, byte underlying = 0)
    {
        Command command = Command.Of(CommandKind.SettleExpiry);
        command.SettleExpiry.ExpiryNs = expiryNs;
        command.SettleExpiry.UseAverage = 1;
        command.SettleExpiry.Underlying = new UnderlyingId(underlying);
        return command;
    }

    public static Command FundingOf(InstrumentId instrument)
    {
        Command command = Command.Of(CommandKind.ApplyFunding);
        command.ApplyFunding.Instrument = instrument;
        return command;
    }

    public static Command DelistingOf(InstrumentId instrument)
    {
        Command command = Command.Of(CommandKind.DelistInstrument);
        command.DelistInstrument.Instrument = instrument;
        return command;
    }

    /// <summary>Another engine that was given the same commands.</summary>
    public static (VenueEngine Engine, EventLog Events) Replay(
        IEnumerable<RecordedCommand> commands, EngineOptions? options = null)
    {
        var events = new EventLog();
        var engine = new VenueEngine(options ?? new EngineOptions(), events);
        foreach (RecordedCommand recorded in commands)
        {
            engine.Apply(in recorded.Command, recorded.Payload, recorded.Arrays);
        }

        return (engine, events);
    }

    /// <summary>Applies a command that must be refused and must leave the state as a plain tick of the clock
    /// would.</summary>
    public VenueEvent[] ApplyInVain(Command command, ReadOnlySpan<byte> payload = default, RiskArrays? arrays = null)
    {
        (VenueEngine twin, _) = Replay(_recorded, Options);
        VenueEvent[] events = Apply(command, payload, arrays);
        Command nothing = Command.Of(CommandKind.Clock);
        nothing.Header = _recorded[^1].Command.Header with { Kind = CommandKind.Clock, Session = SessionId.Venue };
        twin.Apply(in nothing, default);
        Assert.That(Engine.StateHash, Is.EqualTo(twin.StateHash), "the refused command left something behind");
        Assert.That(Engine.CheckConservation(), Is.EqualTo("ok"));
        return events;
    }
}
