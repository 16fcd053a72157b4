using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using HybridGpu.Domain.Events;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Snapshots;
using HybridGpu.Risk;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Tick;
using HybridGpu.Sequencing;

namespace HybridGpu.Venue;

/// <summary>The whole venue, in the order in which a command passes through it.</summary>
/// <remarks>
/// <code>
///  1 CommandGate     sequence number, both clocks          any thread
///  2 inbound ring    RingBuffer of InboundSlot
///  3 JournalStage    frame, fdatasync, opens the gate      thread "journal"  (3 and 4 side by side)
///  4 EngineStage     VenueEngine.Apply                     thread "engine"
///  5 outbound ring   RingBuffer of VenueEvent
///  6 ReadSide        directory, statistics, positions      thread "read-side"
///  7 handlers        FIX egress and others, durable only   a thread each
///  8 RiskLoop        tick: arrays, margins, RiskEpoch → 1  thread "risk"
/// </code>
/// What closes the circle (8 → 1, state-hash marks 6 → 1) never waits for room on the inbound ring, so it can't
/// deadlock. A fault in any stage halts all of them and is kept in <see cref="Fault"/>.
/// </remarks>
public sealed class VenuePipeline : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly JournalWriter _journal;
    private readonly VenueOptions _options;
    private readonly VenueImage _image;
    private readonly VenueEngine _engine;
    private readonly DurabilityGate _durable = new();
    private readonly DurabilityGate _released;
    private readonly Disruptor<InboundSlot> _inbound;
    private readonly Disruptor<VenueEvent> _outbound;
    private readonly EpochReplay _epochs;
    private readonly RiskTick _tick;
    private readonly RiskLoop _riskLoop;
    private readonly JournalHousekeeper _housekeeper;
    private Exception? _fault;
    private bool _isRunning;
    private bool _isStopped;
    private bool _isCleanStop;

    private VenuePipeline(
        JournalWriter journal,
        VenueOptions options,
        IVenueClock clock,
        VenueDirectory directory,
        IReadOnlyList<IVenueObserver> handlers)
    {
        // What is known, and where it is folded from events.
        Directory = directory;
        Catalog = new InstrumentCatalog(options.RiskLimits);
        var positions = new PositionBook(options.RiskLimits, Catalog);
        var readSide = new ReadSide(Directory, Statistics, positions);
        IVenueObserver[] all = [readSide, .. handlers];
        var fanout = new EventFanout(all);

        // Recovery: the journal through the same engine, before anything can enter.
        _journal = journal;
        _options = options;
        EpochAdopted? onEpoch = options.EpochObserver is { } observer ? observer.OnEpoch : null;
        _engine = new VenueEngine(options.Engine, fanout, onEpoch);
        var pool = new RiskArraysPool(options.RiskLimits);
        var engineStage = new EngineStage(_engine, pool);
        _epochs = EpochReplay.Create(
                options.RiskLimits, Catalog, options.Backend, out string problem, options.RiskThreads)
            ?? throw new ArgumentException(problem);
        _image = new VenueImage(_engine, engineStage, Directory, Statistics, positions, Catalog);
        Recover(all, fanout, new JournalReplay(engineStage, _epochs, pool));

        // 1, 2: the way in.
        var inboundRing = RingBuffer<InboundSlot>.CreateMultiProducer(options.InboundRingSize);
        Gate = new CommandGate(inboundRing, clock, _engine.Sequence + 1);

        // 3, 4: journal and engine side by side; what leaves is gated on both.
        _inbound = new Disruptor<InboundSlot>(inboundRing, OnHandlerFault);
        _durable.Open(_engine.Sequence);
        _released = options.Journal.Durability == Durability.Sync ? _durable : new DurabilityGate();
        _released.Open(_engine.Sequence);
        _inbound.HandleEventsWith(
            _inbound.Consumer(
                "journal",
                new JournalStage(_journal, _released, _durable, options.Journal.Durability),
                default(BlockingWait)),
            _inbound.Consumer("engine", engineStage, default(BlockingWait)));

        // 5, 6, 7: the way out.
        var outboundRing = RingBuffer<VenueEvent>.CreateSingleProducer(options.OutboundRingSize);
        _outbound = new Disruptor<VenueEvent>(outboundRing, OnHandlerFault);
        foreach (IVenueObserver handler in all)
        {
            _outbound.HandleEventsWith(
                _outbound.Consumer(
                    handler.Name, new OutboundStage(handler, _released, _durable), default(BlockingWait)));
        }

        fanout.GoLive(outboundRing);
        readSide.GoLive(Gate);

        // Beside them, off the hot path.
        _housekeeper = new JournalHousekeeper(_journal, _durable, options.Journal.Durability, OnFault);

        // 8: the tick.
        MarketInputs = new InputsMailbox(options.RiskLimits);
        var tickOptions = new RiskTickOptions
        {
            Backend = options.Backend,
            Threads = options.RiskThreads,
            EpochIntervalMin = options.EpochIntervalMin,
            FirstEpoch = (_engine.Arrays?.Epoch ?? 0) + 1,
        };
        _tick = RiskTick.Create(tickOptions, options.RiskLimits, Catalog, positions, MarketInputs, pool, out problem)
            ?? throw new ArgumentException(problem);
        _riskLoop = new RiskLoop(_tick, Gate, _durable, OnFault);
    }

    /// <summary>The way in.</summary>
    public CommandGate Gate { get; }

    /// <summary>Who and what is there.</summary>
    public VenueDirectory Directory { get; }

    /// <summary>What has happened.</summary>
    public VenueStatistics Statistics { get; } = new();

    /// <summary>Terms of instruments, for those who prepare market inputs.</summary>
    public InstrumentCatalog Catalog { get; }

    /// <summary>Where market inputs for the tick go; newest wins.</summary>
    public InputsMailbox MarketInputs { get; }

    /// <summary>The last tick's picture of every account; null before the first.</summary>
    public RiskSnapshot? Risk => _tick.Latest;

    /// <summary>Asks what an account's margin would be. Any thread; the tick answers.</summary>
    /// <returns>False when too many questions wait.</returns>
    public bool TryAsk(MarginQuestion question) => _tick.TryAsk(question);

    /// <summary>How long ticks take.</summary>
    public TickStatistics TickStatistics => _tick.Statistics;

    /// <summary>How long epochs take from entering the venue until the disk has them.</summary>
    public LatencyHistogram EpochSequencing => _riskLoop.Sequencing;

    /// <summary>Who computes the risk arrays.</summary>
    public string BackendName => _tick.BackendName;

    /// <summary>The backend with what it runs on, for people to read.</summary>
    public string BackendDescription => _tick.BackendDescription;

    /// <summary>Why another backend computes them by now than the one chosen; null while that one does.</summary>
    public string? BackendFallback => _tick.Fallback;

    /// <summary>Commands replayed when the venue opened, those in its snapshot not among them.</summary>
    public ulong RecoveredCommands { get; private set; }

    /// <summary>Last command in the snapshot that the venue opened from; 0 when it replayed everything.</summary>
    public ulong SnapshotSequence { get; private set; }

    /// <summary>State of the journal; anything but Ok means that new orders should be refused.</summary>
    public JournalStatus JournalStatus => _journal.Status;

    /// <summary>Commands that have entered but are not yet safe in the journal.</summary>
    public ulong JournalLag => Gate.LastSequence - Math.Min(Gate.LastSequence, _released.SafeSequence);

    /// <summary>Number of the last command that is safe, as the venue's durability has it: reports of it may
    /// leave.</summary>
    public ulong SafeSequence => _released.SafeSequence;

    /// <summary>Number of the last command that a power cut can't take back.</summary>
    public ulong DurableSequence => _durable.SafeSequence;

    /// <summary>Waits until a command is safe in the journal. Any thread but the venue's own.</summary>
    /// <returns>False when the venue stopped before, or time was up.</returns>
    public bool WaitUntilSafe(ulong sequence, TimeSpan timeout) => _released.WaitFor(sequence, timeout);

    /// <summary>Slots free on the inbound ring.</summary>
    public long InboundRoom => _inbound.RingBuffer.RemainingCapacity;

    /// <summary>What stopped the venue; null while all is well.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>The engine, to be looked at before <see cref="Start"/> and after <see cref="Stop"/> only.</summary>
    /// <exception cref="InvalidOperationException">The venue is running: its engine belongs to its thread.</exception>
    public VenueEngine Engine =>
        !IsRunning
            ? _engine
            : throw new InvalidOperationException("The engine belongs to its thread while the venue runs.");

    /// <summary>True between <see cref="Start"/> and <see cref="Stop"/>.</summary>
    public bool IsRunning
    {
        get => Volatile.Read(ref _isRunning);
        private set => Volatile.Write(ref _isRunning, value);
    }

    /// <summary>Opens the journal, recovers, and wires the stages. Nothing runs yet.</summary>
    /// <param name="options">How it is built.</param>
    /// <param name="clock">Stamps commands.</param>
    /// <param name="directory">Filled by the venue; made by the caller, since handlers need it too.</param>
    /// <param name="handlers">Those who follow events; they see the replayed ones during this call.</param>
    /// <exception cref="JournalDamagedException">The journal is damaged: file, offset and what to do are
    /// said.</exception>
    /// <exception cref="ReplayDivergedException">The journal can't be replayed to the state it records.</exception>
    public static VenuePipeline Open(
        VenueOptions options,
        IVenueClock clock,
        VenueDirectory directory,
        params IReadOnlyList<IVenueObserver> handlers)
    {
        JournalWriter journal = options.OpenWriter();
        try
        {
            return new VenuePipeline(journal, options, clock, directory, handlers);
        }
        catch
        {
            // Whoever corrects what was wrong must be able to open the journal again in this process.
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Starts all threads, last stage first.</summary>
    public void Start()
    {
        IsRunning = true;
        _outbound.Start();
        _inbound.Start();
        _housekeeper.Start();
        _riskLoop.Start();
    }

    /// <summary>Ends the tick, so that no more risk epochs enter: whoever closes his books on the events wants a last
    /// one.</summary>
    public void StopTicks() => _riskLoop.Stop();

    /// <summary>Stops in order: no more ticks, everything published is applied, journaled and told, the journal is
    /// closed.</summary>
    /// <remarks>Publishers must have stopped before.</remarks>
    /// <returns>False when a stage did not finish in time or a fault stopped the venue.</returns>
    public bool Stop()
    {
        if (!IsRunning || _isStopped)
        {
            return _isStopped ? _isCleanStop : Fault is null;
        }

        _isStopped = true;
        _riskLoop.Stop();
        bool isDrained = _inbound.Drain(StopTimeout) && _outbound.Drain(StopTimeout);
        // A state hash told during the drain may have put one more mark on the inbound ring.
        isDrained = isDrained && _inbound.Shutdown(StopTimeout) && _outbound.Shutdown(StopTimeout);
        _inbound.Halt();
        _outbound.Halt();
        bool isJoined = _inbound.Join(StopTimeout) && _outbound.Join(StopTimeout);
        _housekeeper.Stop();
        IsRunning = !isJoined;
        if (isJoined && isDrained && Fault is null)
        {
            SaveSnapshot();
        }

        bool isClosed = isJoined && TryCloseJournal();
        _isCleanStop = isDrained && isClosed && Fault is null;
        return _isCleanStop;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _riskLoop.Dispose();
        _housekeeper.Dispose();
        _tick.Dispose();
        _epochs.Dispose();
        _journal.Dispose();
    }

    /// <summary>A snapshot serves only where every observer can start behind it; with one that can't, all of the
    /// journal is replayed to all.</summary>
    private static Func<Snapshot, bool> CanStart(VenueOptions options, IVenueObserver[] observers) => snapshot =>
    {
        (ulong sequence, ulong ordinal) = (snapshot.Mark.Sequence, snapshot.Mark.EventOrdinal);
        return options.EngineImage is not null
            && options.EpochObserver?.CanStartBehind(sequence, ordinal) != false
            && Array.TrueForAll(observers, observer => observer.CanStartBehind(sequence, ordinal));
    };

    /// <summary>From the newest snapshot that serves, or the first command, through the same engine.</summary>
    private void Recover(IVenueObserver[] observers, EventFanout fanout, JournalReplay replay)
    {
        using (RecoveryStart start = RecoveryStart.Find(
            _options.Files, CanStart(_options, observers), _options.Tell))
        {
            ReadSnapshot(start.Snapshot, fanout, replay);
            RecoveredCommands = replay.Run(start.Tail);
        }

        if (_engine.Sequence != _journal.Recovery.LastSequence || Statistics.HashesDiffering != 0)
        {
            throw new ReplayDivergedException(
                $"The journal ends at command {_journal.Recovery.LastSequence}, its replay at {_engine.Sequence}, with "
                + $"{Statistics.HashesDiffering} state hashes that differ from the recorded ones.");
        }

        if (RecoveredCommands >= _options.SnapshotAfterCommands)
        {
            SaveSnapshot();
        }
    }

    private void ReadSnapshot(Snapshot? snapshot, EventFanout fanout, JournalReplay replay)
    {
        if (snapshot is null)
        {
            return;
        }

        fanout.IsMuted = true;
        _image.Read(_options.EngineImage!, snapshot, _options.OpenReader, replay);
        fanout.IsMuted = false;
        SnapshotSequence = snapshot.Mark.Sequence;
    }

    /// <summary>Saves the state as it is, while nothing runs. Without it the next opening only takes longer.</summary>
    private void SaveSnapshot()
    {
        if (_options.EngineImage is not { } image || _engine.Sequence == 0)
        {
            return;
        }

        try
        {
            _journal.Flush();
            new SnapshotStore(_options.Files).Save(
                new SnapshotMark(_engine.Sequence, _journal.ChainHash, _engine.EventCount),
                into => _image.Write(image, into));
        }
        catch (IOException problem)
        {
            _options.Tell($"No snapshot of command {_engine.Sequence} was saved: {problem.Message}");
        }
        catch (JournalFailedException fault)
        {
            OnFault(fault);
        }
    }

    /// <summary>A journal that failed can't be closed cleanly; the next opening finds what is durable.</summary>
    private bool TryCloseJournal()
    {
        try
        {
            _journal.Close();
            return true;
        }
        catch (JournalFailedException fault)
        {
            OnFault(fault);
            return false;
        }
    }

    private void OnHandlerFault(HandlerFault fault)
    {
        if (fault.Exception is RingHaltedException)
        {
            // A consequence: whatever halted the ring ahead of this stage reports itself, perhaps a moment later.
            HaltAll();
            return;
        }

        OnFault(new InvalidOperationException(
            $"Stage '{fault.Consumer}' stopped at slot {fault.Sequence}: {fault.Exception.Message}", fault.Exception));
    }

    private void OnFault(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        HaltAll();
    }

    private void HaltAll()
    {
        _released.Close();
        _durable.Close();
        _inbound.Halt();
        _outbound.Halt();
    }
}
