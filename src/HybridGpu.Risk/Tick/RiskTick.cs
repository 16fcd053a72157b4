using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;
using HybridGpu.Kernels;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Positions;
using HybridGpu.Risk.Scenarios;

namespace HybridGpu.Risk.Tick;

/// <summary>The risk tick: newest inputs and positions in; every account's risk, and epochs for the engine,
/// out.</summary>
/// <remarks>
/// Inputs coalesce: whatever came while a tick ran, the next one sees only the newest. Epochs come at most every
/// <see cref="RiskTickOptions.EpochIntervalMin"/>; inputs that fell between two are made an epoch once the interval is
/// over.
/// With all arrays in flight no epoch is made, which is counted, and the next turn tries again.
/// Allocation: the snapshot's tables at each tick (they belong to whoever holds the snapshot), nothing else.
/// Thread: <see cref="TryTick"/> and <see cref="Abandon"/> on the risk thread; <see cref="Latest"/> and
/// <see cref="Statistics"/> on any.
/// </remarks>
public sealed class RiskTick : IDisposable
{
    /// <summary>Questions waiting at most.</summary>
    public const int QuestionsMax = 256;

    private readonly RiskTickOptions _options;
    private readonly RiskArrayBuilder _builder;
    private readonly PositionBook _book;
    private readonly InputsMailbox _mailbox;
    private readonly RiskArraysPool _pool;
    private readonly RiskArrays _display;
    private readonly AccountMargins _margins;
    private readonly GreekRows _greekRows = new();
    private readonly byte[] _payload;
    private readonly ConcurrentQueue<MarginQuestion> _questions = new();
    private ContractRisk[] _contracts = [];
    private BadContract[] _badContracts = [];
    private ExpirySurface[] _surfaces = [];
    private RiskSnapshot? _latest;
    private ulong _nextEpoch;
    private long _lastEpochAt;
    private bool _hasEpochTime;
    private bool _hasInputs;
    private bool _isUnpublished;

    private RiskTick(
        RiskTickOptions options, RiskLimits limits, InstrumentCatalog catalog, PositionBook book, InputsMailbox mailbox,
        RiskArraysPool pool, IKernelBackend backend)
    {
        _options = options;
        _builder = new RiskArrayBuilder(limits, catalog, backend);
        _book = book;
        _mailbox = mailbox;
        _pool = pool;
        _display = new RiskArrays(limits.ContractCapacity, limits.InstrumentCapacity);
        _margins = new AccountMargins(limits);
        _payload = new byte[RiskInputs.EncodedLengthMax(limits)];
        _nextEpoch = options.FirstEpoch;
    }

    /// <summary>The newest snapshot; null before the first tick.</summary>
    public RiskSnapshot? Latest => Volatile.Read(ref _latest);

    /// <summary>Name of the backend, as it is chosen by: simd, reference, cuda.</summary>
    public string BackendName => _builder.Backend.Name;

    /// <summary>The backend with what it runs on, for people to read.</summary>
    public string BackendDescription => _builder.Backend.Description;

    /// <summary>Why another backend prices by now than the one chosen (its device was lost); null while that one
    /// does.</summary>
    public string? Fallback => _builder.Backend.Fallback;

    /// <summary>Counts and durations.</summary>
    public TickStatistics Statistics { get; } = new();

    /// <summary>Takes a question; the next turn answers it, from inputs as they are then. Any thread.</summary>
    /// <returns>False when <see cref="QuestionsMax"/> wait already.</returns>
    public bool TryAsk(MarginQuestion question)
    {
        if (_questions.Count >= QuestionsMax)
        {
            return false;
        }

        _questions.Enqueue(question);
        return true;
    }

    /// <summary>A tick on the backend named in the options.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="limits">Bounds; the same as the other parts'.</param>
    /// <param name="catalog">Listed instruments.</param>
    /// <param name="book">Positions.</param>
    /// <param name="mailbox">Where inputs arrive.</param>
    /// <param name="pool">Arrays for epochs.</param>
    /// <param name="problem">Why there is none (an unknown backend, no device), else empty.</param>
    /// <returns>Null with a problem.</returns>
    public static RiskTick? Create(
        RiskTickOptions options, RiskLimits limits, InstrumentCatalog catalog, PositionBook book, InputsMailbox mailbox,
        RiskArraysPool pool, out string problem)
    {
        ArgumentNullException.ThrowIfNull(options);
        BackendSelection selection = KernelBackends.Select(options.Backend, options.Threads);
        problem = selection.Error ?? string.Empty;
        return selection.Backend is null
            ? null
            : new RiskTick(options, limits.Checked(), catalog, book, mailbox, pool, selection.Backend);
    }

    /// <summary>Runs one tick when there is something new: inputs, positions, or an epoch that has become
    /// due.</summary>
    /// <returns>False when there was nothing to do.</returns>
    public bool TryTick(out TickResult result)
    {
        long start = Stopwatch.GetTimestamp();
        bool isFresh = _mailbox.TryTake();
        _hasInputs |= isFresh;
        _isUnpublished |= isFresh && _mailbox.Front.Contracts.Length > 0;
        RiskArrays? rented = _isUnpublished && IsEpochDue() ? Rent() : null;
        bool isPriced = isFresh || rented is not null || (_hasInputs && !_questions.IsEmpty);
        if (!isPriced && !(_hasInputs && _book.Version != _margins.Table.Version))
        {
            result = default;
            return false;
        }

        long hashNs = 0;
        RiskEpoch epoch = default;
        int payloadLength = 0;
        if (isPriced)
        {
            Reprice(rented ?? _display);
            if (rented is { ContractCount: 0 })
            {
                // An epoch that prices nothing would only take the engine's marks away.
                _pool.Return(rented);
                rented = null;
                _isUnpublished = false;
            }

            if (rented is not null)
            {
                long hashStart = Stopwatch.GetTimestamp();
                epoch = Describe(rented);
                payloadLength = _mailbox.Front.Encode(_payload);
                hashNs = ElapsedNs(hashStart);
            }
        }

        RiskSnapshot snapshot = MakeSnapshot(start, isPriced, hashNs);
        if (isPriced)
        {
            AnswerQuestions(snapshot, rented ?? _display);
        }

        result = new TickResult
        {
            Snapshot = snapshot,
            Epoch = epoch,
            Payload = _payload.AsMemory(0, payloadLength),
            Arrays = rented,
        };
        return true;
    }

    /// <summary>Takes back the epoch of the last tick, which could not be submitted: its arrays go back to the pool and
    /// its number to the next epoch, so that numbers have no gaps.</summary>
    /// <exception cref="InvalidOperationException">It isn't the newest epoch: numbers would come out of
    /// order.</exception>
    public void Abandon(in TickResult result)
    {
        if (result.Arrays is null || result.Epoch.Epoch + 1 != _nextEpoch)
        {
            throw new InvalidOperationException("Only the newest epoch can be abandoned.");
        }

        _pool.Return(result.Arrays);
        _nextEpoch--;
        _isUnpublished = true;
        Statistics.CountAbandonedEpoch();
    }

    /// <inheritdoc/>
    public void Dispose() => _builder.Dispose();

    private bool IsEpochDue() =>
        !_hasEpochTime || _options.Clock.GetElapsedTime(_lastEpochAt) >= _options.EpochIntervalMin;

    private RiskArrays? Rent()
    {
        RiskArrays? arrays = _pool.TryRent();
        if (arrays is null)
        {
            Statistics.CountSkippedEpoch();
        }

        return arrays;
    }

    private void Reprice(RiskArrays into)
    {
        RiskInputs inputs = _mailbox.Front;
        _builder.Build(inputs, _nextEpoch, into, withGreeks: true);
        _margins.SetRows(into.Instruments, _builder.RiskClasses, Math.Max(1, inputs.Underlyings.Length));
        _contracts = SnapshotTables.Contracts(inputs, into.Instruments, _builder);
        _greekRows.Fill(_contracts);
        _badContracts = _builder.BadContracts.ToArray();
        _surfaces = SnapshotTables.Surfaces(inputs);
    }

    private RiskEpoch Describe(RiskArrays arrays)
    {
        _nextEpoch++;
        _lastEpochAt = _options.Clock.GetTimestamp();
        _hasEpochTime = true;
        _isUnpublished = false;
        return new RiskEpoch
        {
            Epoch = arrays.Epoch,
            InputsMarketNs = _mailbox.Front.MarketNs,
            ContractCount = (uint)arrays.ContractCount,
            ScenarioSetVersion = ScenarioSet.Version1.Version,
            KernelHash = _builder.KernelHash,
            ArraysHash = _builder.HashOf(arrays),
        };
    }

    private RiskSnapshot MakeSnapshot(long start, bool isPriced, long hashNs)
    {
        long marginStart = Stopwatch.GetTimestamp();
        RiskInputs inputs = _mailbox.Front;
        _margins.Run(_book, _builder.Backend, _builder.Grid);
        (AccountRisk[] accounts, UnderlyingRisk[] byUnderlying) =
            SnapshotTables.Accounts(_margins, inputs.Underlyings, _greekRows);
        BuildTimings build = isPriced ? _builder.Timings : default;
        DeviceTimings device = build.Device + _builder.Backend.LastTimings;
        var timings = new TickTimings(
            build.VolsNs, build.PriceNs, hashNs, ElapsedNs(marginStart), ElapsedNs(start), device.UploadNs,
            device.DownloadNs);
        Statistics.CountTick(isPriced, in timings);
        Statistics.SetLayoutCount(_margins.LayoutCount);
        var snapshot = new RiskSnapshot(accounts, byUnderlying, _contracts, _badContracts, _surfaces)
        {
            Tick = (ulong)Statistics.TickCount,
            Epoch = _nextEpoch - 1,
            MarketNs = inputs.MarketNs,
            LastOrdinal = _margins.Table.LastOrdinal,
            Totals = SnapshotTables.Totals(accounts),
            Timings = timings,
        };
        Volatile.Write(ref _latest, snapshot);
        return snapshot;
    }

    private void AnswerQuestions(RiskSnapshot snapshot, RiskArrays arrays)
    {
        while (_questions.TryDequeue(out MarginQuestion? question))
        {
            bool isKnown = snapshot.TryGetAccount(question.Account, out AccountRisk before);
            question.Resolve(isKnown
                ? MarginWhatIf.Answer(
                    question, in before, _margins.HoldingsOf(question.Account), arrays, _contracts, snapshot.Epoch)
                : MarginWhatIf.NotPriced(InstrumentId.Unassigned));
        }
    }

    private static long ElapsedNs(long since) => Stopwatch.GetElapsedTime(since).Ticks * 100;
}
