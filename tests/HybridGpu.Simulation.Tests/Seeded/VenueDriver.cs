using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>The venue's own commands: accounts, listings, prices, deposits, expiries, states, recorded
/// hashes.</summary>
/// <remarks>It keeps nothing that a crash would take: what is there it reads from the engine and from released
/// events.</remarks>
internal sealed class VenueDriver(Random random)
{
    private const int FirstInstruments = 5;
    private const long ExpiryStepNs = 60_000;
    private const long TickValue = 1_000;
    private const ulong ChainId = 31_337;

    private readonly SortedDictionary<uint, long> _markTicks = [];
    private readonly SortedDictionary<uint, ComboLeg[]> _combos = [];
    private readonly Queue<StateHashMark> _hashes = [];
    private readonly List<(AccountId Account, long Amount)> _deposits = [];
    private ClientView _market = new(default);
    private ulong _epoch;

    /// <summary>The wall clock that sources read.</summary>
    public long NowNs { get; private set; } = 1_000;

    /// <summary>Time of the market.</summary>
    public long MarketNs { get; private set; } = 1_000;

    public long MarkTicks(InstrumentId instrument) => _markTicks.GetValueOrDefault(instrument.Value, 1_000);

    /// <summary>Time goes on; the wall clock's jumps are in <see cref="Stamp"/>.</summary>
    public void Pass()
    {
        NowNs += random.Next(0, 100);
        MarketNs += random.Next(0, 50);
    }

    /// <summary>Both clocks as a source reads them: now and then one that was set back.</summary>
    public void Stamp(ref Command command)
    {
        command.Header.SequencedNs = NowNs - (random.Next(100) == 0 ? random.Next(10_000) : 0);
        command.Header.MarketNs = MarketNs;
    }

    public void Hear(in VenueEvent e)
    {
        if (ClientView.IsPublic(e.Header.Kind))
        {
            _market.Fold(in e);
        }
        else if (e.Header.Kind == EventKind.StateHashed)
        {
            _hashes.Enqueue(e.StateHash);
        }
        else if (e.Header.Kind == EventKind.StateHashChecked)
        {
            Assert.That(e.Outcome.Reason, Is.EqualTo(RejectCode.None), "a recorded state hash holds");
        }
    }

    /// <summary>A power cut took events back.</summary>
    public void Rewind(List<VenueEvent> released)
    {
        _market = new ClientView(default);
        _hashes.Clear();
        foreach (VenueEvent e in released.Where(e => ClientView.IsPublic(e.Header.Kind)))
        {
            _market.Fold(in e);
        }
    }

    /// <summary>The next command: first the venue is set up, then it lives.</summary>
    /// <param name="engine">The engine, which has applied all that entered.</param>
    /// <param name="clients">Whose accounts and sessions there are.</param>
    /// <param name="payload">The command's payload.</param>
    public Command Next(VenueEngine engine, Client[] clients, out byte[] payload)
    {
        payload = [];
        return SetUp(engine, clients) ?? random.Next(100) switch
        {
            _ when _hashes.TryDequeue(out StateHashMark mark) => Recorded(mark),
            < 30 => Reprice(out payload),
            < 45 => Command.Of(CommandKind.Clock),
            < 55 => Index(),
            < 63 => Deposit(clients),
            < 68 => Withdraw(engine, clients),
            < 71 => Command.Of(CommandKind.SweepFees),
            < 77 => State(),
            < 78 => Rules(),
            < 80 => Limits(clients),
            < 84 => Funding(),
            < 88 => ListCombo(engine, out payload),
            _ => Expire(engine),
        };
    }

    private Command? SetUp(VenueEngine engine, Client[] clients)
    {
        foreach (Client client in clients)
        {
            if (!engine.HasAccount(client.Account))
            {
                Command open = Command.Of(CommandKind.OpenAccount);
                open.OpenAccount.Account = client.Account;
                return open;
            }

            if (!engine.TryFindSession(client.CompId, out _, out _, out _))
            {
                Command register = Command.Of(CommandKind.RegisterSession);
                register.RegisterSession.CompId = client.CompId;
                register.RegisterSession.Account = client.Account;
                return register;
            }
        }

        if (_deposits.Count < clients.Length)
        {
            Client client = clients[_deposits.Count];
            _deposits.Add((client.Account, _deposits.Count % 3 == 0 ? 60_000_000 : 1_000_000_000_000));
            return Deposit(_deposits.Count - 1);
        }

        uint next = (uint)engine.InstrumentCount;
        return next < FirstInstruments ? List(next) : null;
    }

    /// <summary>Perpetuals, then calls, puts and futures of the next expiry.</summary>
    private Command List(uint id)
    {
        bool isPerpetual = id < 2;
        InstrumentKind kind = isPerpetual
            ? InstrumentKind.Perpetual
            : (id % 3) switch { 0 => InstrumentKind.Put, 1 => InstrumentKind.Future, _ => InstrumentKind.Call };
        InstrumentSpec spec = Terms(id, kind);
        spec.Underlying = new UnderlyingId((byte)(kind == InstrumentKind.Future || id == 1 ? 1 : 0));
        spec.ExpiryNs = isPerpetual ? long.MaxValue : ((MarketNs / ExpiryStepNs) + 2) * ExpiryStepNs;
        spec.StrikeMicros = spec.IsOption ? random.Next(8_000, 12_000) * 10_000L : 0;
        _markTicks[id] = spec.IsOption ? random.Next(200, 600) : random.Next(900, 1_100);
        Command command = Command.Of(CommandKind.ListInstrument);
        command.Instrument = spec;
        return command;
    }

    private static InstrumentSpec Terms(uint id, InstrumentKind kind) => new()
    {
        Id = new InstrumentId(id),
        Symbol = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"I{id}")),
        ExpiryNs = long.MaxValue,
        TickSizeMicros = 10_000,
        LotSizeMicros = 100_000,
        ReferencePriceMicros = 100_000_000,
        PriceTicksMax = 1_000_000,
        OrderLotsMax = 10_000,
        Kind = kind,
    };

    private static Command Recorded(StateHashMark mark)
    {
        Command command = Command.Of(CommandKind.StateHashMark);
        command.StateHashMark = mark;
        return command;
    }

    private Command Reprice(out byte[] payload)
    {
        var rows = new List<IntegerRisk.Row>();
        foreach (InstrumentSpec spec in _market.Alive)
        {
            uint id = spec.Id.Value;
            if (spec.Kind == InstrumentKind.Combo)
            {
                _markTicks[id] = _combos.TryGetValue(id, out ComboLeg[]? legs)
                    ? legs.Sum(leg => leg.Ratio * MarkTicks(leg.Instrument))
                    : 0;
                continue;
            }

            _markTicks[id] = Math.Max(20, MarkTicks(spec.Id) + random.Next(-6, 7));
            int slope = random.Next(4_000, 9_000);
            if (random.Next(25) != 0)
            {
                rows.Add(new IntegerRisk.Row
                {
                    Instrument = id,
                    MarkMicros = (_markTicks[id] * TickValue) + random.Next(-500, 500),
                    SlopeMicros = spec.Kind == InstrumentKind.Put ? -slope : slope,
                    CurveMicros = spec.IsOption ? random.Next(10, 60) : 0,
                });
            }
        }

        Command command = Command.Of(CommandKind.RiskEpoch);
        command.RiskEpoch.Epoch = ++_epoch;
        command.RiskEpoch.ContractCount = (uint)rows.Count;
        command.RiskEpoch.ScenarioSetVersion = Domain.Risk.ScenarioColumns.Version;
        payload = IntegerRisk.Encode(rows);
        return command;
    }

    private Command Index()
    {
        Command command = Command.Of(CommandKind.IndexPrice);
        command.IndexPrice.PriceMicros = random.NextInt64(80_000_000, 120_000_000);
        command.IndexPrice.Underlying = new UnderlyingId((byte)random.Next(2));
        return command;
    }

    /// <summary>A new one, or an old one again: it must count once.</summary>
    private Command Deposit(Client[] clients)
    {
        int which = random.Next(_deposits.Count + 2);
        if (which >= _deposits.Count)
        {
            which = _deposits.Count;
            _deposits.Add((clients[random.Next(clients.Length)].Account, random.Next(1, 5_000_000)));
        }

        return Deposit(which);
    }

    private Command Deposit(int which)
    {
        Command command = Command.Of(CommandKind.ChainEvent);
        command.ChainEvent.Kind = ChainEventKind.Deposit;
        command.ChainEvent.LogIndex = (uint)which;
        command.ChainEvent.Account = _deposits[which].Account;
        command.ChainEvent.AmountMicros = _deposits[which].Amount;
        return command;
    }

    private Command Withdraw(VenueEngine engine, Client[] clients)
    {
        Command command = Command.Of(CommandKind.ChainEvent);
        command.ChainEvent.Kind = ChainEventKind.WithdrawalRequest;
        command.ChainEvent.ChainId = ChainId;
        command.ChainEvent.Account = clients[random.Next(clients.Length)].Account;
        command.ChainEvent.AmountMicros = random.Next(1, 40_000_000);
        command.ChainEvent.LogIndex = 3;
        command.ChainEvent.QueueEntry = (uint)engine.QueueCursor;
        return command;
    }

    private Command State()
    {
        Command command = Command.Of(CommandKind.SetTradingState);
        command.SetTradingState.Scope = (TradingScope)random.Next(3);
        command.SetTradingState.Instrument = new InstrumentId((uint)random.Next(FirstInstruments));
        command.SetTradingState.Underlying = new UnderlyingId((byte)random.Next(2));
        command.SetTradingState.State = random.Next(5) != 0
            ? TradingState.Continuous
            : (TradingState)random.Next(5);
        return command;
    }

    private Command Rules()
    {
        Command command = Command.Of(CommandKind.SetTradingRules);
        ref SetTradingRules rules = ref command.SetTradingRules;
        rules.Scope = (TradingScope)random.Next(2);
        rules.Instrument = new InstrumentId((uint)random.Next(FirstInstruments));
        rules.Underlying = new UnderlyingId((byte)random.Next(2));
        rules.Kind = (InstrumentKind)random.Next(1, 6);
        rules.Allocation = (MatchAllocation)random.Next(3);
        rules.BandTicks = random.Next(2) * random.Next(8, 30);
        return command;
    }

    private Command Limits(Client[] clients)
    {
        Command command = Command.Of(CommandKind.SetAccountLimits);
        ref SetAccountLimits limits = ref command.SetAccountLimits;
        limits.Account = clients[random.Next(clients.Length)].Account;
        limits.Firm = (uint)random.Next(3);
        limits.OpenOrdersMax = (uint)(random.Next(2) * random.Next(8, 24));
        limits.SelfTrade = (SelfTradeAction)random.Next(6);
        limits.SelfTradeByFirm = (byte)random.Next(2);
        limits.MessagesPerTrade = (uint)(random.Next(2) * random.Next(3, 9));
        limits.MessagesFree = (uint)random.Next(5, 15);
        limits.WindowNs = random.Next(1, 20_000);
        return command;
    }

    private Command Funding()
    {
        Command command = Command.Of(CommandKind.ApplyFunding);
        command.ApplyFunding.Instrument = new InstrumentId((uint)random.Next(2));
        return command;
    }

    private Command ListCombo(VenueEngine engine, out byte[] payload)
    {
        InstrumentSpec[] legs = [.. _market.Alive.Where(spec => spec.Kind != InstrumentKind.Combo)];
        random.Shuffle(legs);
        if (legs.Length < 2)
        {
            payload = [];
            return Command.Of(CommandKind.Clock);
        }

        InstrumentSpec spec = Terms((uint)engine.InstrumentCount, InstrumentKind.Combo);
        spec.Underlying = legs[0].Underlying;
        spec.ExpiryNs = Math.Min(legs[0].ExpiryNs, legs[1].ExpiryNs);
        ComboLeg[] parts =
        [
            new ComboLeg { Instrument = legs[0].Id, Ratio = random.Next(2) == 0 ? 1 : -1 },
            new ComboLeg { Instrument = legs[1].Id, Ratio = random.Next(2) == 0 ? 1 : -2 },
        ];
        _combos[spec.Id.Value] = parts;
        payload = MemoryMarshal.AsBytes(parts.AsSpan()).ToArray();
        Command command = Command.Of(CommandKind.ListCombo);
        command.Instrument = spec;
        return command;
    }

    /// <summary>Settles what has come to its end, and lists what follows it.</summary>
    private Command Expire(VenueEngine engine)
    {
        foreach (InstrumentSpec spec in _market.Alive)
        {
            bool isDue = spec.ExpiryNs <= MarketNs || (spec.ExpiryNs != long.MaxValue && random.Next(50) == 0);
            if (isDue && spec.Kind != InstrumentKind.Combo)
            {
                Command settle = Command.Of(CommandKind.SettleExpiry);
                settle.SettleExpiry.ExpiryNs = spec.ExpiryNs;
                settle.SettleExpiry.PriceMicros = random.NextInt64(80_000_003, 120_000_000);
                settle.SettleExpiry.Underlying = spec.Underlying;
                return settle;
            }
        }

        return _market.Alive.Count(spec => spec.ExpiryNs != long.MaxValue) < FirstInstruments
            ? List((uint)engine.InstrumentCount)
            : Command.Of(CommandKind.Clock);
    }
}
