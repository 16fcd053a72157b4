using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Tick;
using HybridGpu.Venue;

namespace HybridGpu.Host.Bench;

/// <summary>A venue on one thread that writes a journal: engine, journal and risk tick take turns, and time goes on by
/// the command, so that one seed gives the same bytes everywhere.</summary>
internal sealed class ReplayRecorder : IEventSink, IDisposable
{
    /// <summary>Time between two commands in both clocks: 100,000 a second.</summary>
    public const long CommandNs = 10_000;

    private const int CommitCommands = 1_024;

    private readonly JournalWriter _journal;
    private readonly VenueEngine _engine;
    private readonly RiskArraysPool _pool;
    private readonly PositionBook _positions;
    private readonly RiskTick _tick;
    private readonly Queue<StateHashMark> _marks = [];

    /// <summary>A recorder of an empty journal.</summary>
    /// <param name="options">As the journal will be replayed.</param>
    /// <exception cref="BenchFailedException">The risk backend isn't there, or the journal isn't empty.</exception>
    public ReplayRecorder(VenueOptions options)
    {
        var catalog = new InstrumentCatalog(options.RiskLimits);
        var mailbox = new InputsMailbox(options.RiskLimits);
        var tickOptions = new RiskTickOptions
        {
            Backend = options.Backend,
            Threads = options.RiskThreads,
            EpochIntervalMin = TimeSpan.Zero,
        };
        _positions = new PositionBook(options.RiskLimits, catalog);
        _pool = new RiskArraysPool(options.RiskLimits);
        _tick = RiskTick.Create(
            tickOptions, options.RiskLimits, catalog, _positions, mailbox, _pool, out string problem)
            ?? throw new BenchFailedException(problem);
        _engine = new VenueEngine(options.Engine, this);
        _journal = JournalWriter.Open(options.JournalDirectory, options.Journal);
        Market = new ReplayMarket(options.RiskLimits, catalog, mailbox);
        if (_journal.NextSequence != 1)
        {
            throw new BenchFailedException($"{options.JournalDirectory} holds a journal already.");
        }
    }

    /// <summary>What is traded.</summary>
    public ReplayMarket Market { get; }

    /// <summary>Market time of the next command.</summary>
    public long NowNs => ReplayMarket.StartNs + ((long)_journal.NextSequence * CommandNs);

    /// <summary>Number of the last command.</summary>
    public ulong Sequence => _engine.Sequence;

    /// <summary>Events so far.</summary>
    public ulong Events => _engine.EventCount;

    /// <summary>Hash of the state after the last command.</summary>
    public StateHash StateHash => _engine.StateHash;

    /// <summary>The session that was registered last.</summary>
    public SessionId LastSession { get; private set; }

    /// <summary>Numbers, stamps, journals and applies a command, and then the state-hash mark that it may have led
    /// to.</summary>
    public void Enter(in Command command, ReadOnlySpan<byte> payload = default) => Enter(command, payload, null);

    /// <summary>Moves the market and lets a risk epoch follow.</summary>
    /// <exception cref="BenchFailedException">There is no epoch.</exception>
    public void EnterEpoch(SplitMix draws)
    {
        Market.Step(draws, NowNs);
        if (!_tick.TryTick(out TickResult result) || result.Arrays is not { } arrays)
        {
            throw new BenchFailedException("The risk tick made no epoch.");
        }

        Command command = Command.Of(CommandKind.RiskEpoch);
        command.RiskEpoch = result.Epoch;
        Enter(command, result.Payload.Span, arrays);
        if (!ReferenceEquals(_engine.Arrays, arrays))
        {
            throw new BenchFailedException("The engine refused a risk epoch.");
        }

        Market.Read(arrays);
    }

    /// <summary>Ends the journal.</summary>
    public void Close()
    {
        _journal.Commit();
        _journal.Close();
    }

    /// <inheritdoc/>
    public void Emit(in VenueEvent venueEvent)
    {
        _positions.Apply(in venueEvent);
        if (venueEvent.Header.Kind == EventKind.StateHashed)
        {
            _marks.Enqueue(venueEvent.StateHash);
        }
        else if (venueEvent.Header.Kind == EventKind.SessionRegistered)
        {
            LastSession = venueEvent.Session.Session;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tick.Dispose();
        _journal.Dispose();
    }

    private void Enter(Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        EnterOne(command, payload, arrays);
        while (_marks.TryDequeue(out StateHashMark taken))
        {
            Command mark = Command.Of(CommandKind.StateHashMark);
            mark.StateHashMark = taken;
            EnterOne(mark, [], null);
        }
    }

    private void EnterOne(Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        command.Header.SequencedNs = NowNs;
        command.Header.MarketNs = NowNs;
        command.Header.Sequence = _journal.NextSequence;
        command.Header.PayloadLength = (uint)payload.Length;
        if (_journal.Append(in command, payload) != JournalStatus.Ok)
        {
            throw new BenchFailedException("The disk is full: the journal of the replay bench doesn't fit.");
        }

        RiskArrays? before = _engine.Arrays;
        _engine.Apply(in command, payload, arrays);
        if (arrays is not null && (ReferenceEquals(_engine.Arrays, arrays) ? before : arrays) is { } released)
        {
            _pool.Return(released);
        }

        if (command.Header.Sequence % CommitCommands == 0)
        {
            _journal.Commit();
        }
    }
}
