using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Simulation.Markets;

/// <summary>Replays recorded option chains, so that all files fit a given wall time.</summary>
/// <remarks>
/// Of N files each is in effect for duration/N; meanwhile market time runs linearly to the next file's, the index is
/// interpolated linearly in market time, forwards keep their ratio to it as the file's put-call parity has it, and
/// volatilities and quotes are the file's. An expiry on the way is settled at the index interpolated to its very moment
/// (08:00 UTC): that stands in for the recorded exchange's 30-minute average. Contracts that were listed and expired
/// between two files are unknown. After the last file has had its share, market time goes on in real time.
/// Resumed at a market time, what is left of the files is spread over the duration. A contract that the journal has and
/// the present file has not borrows the volatility of the nearest strike and is not quoted.
/// Errors: a file that can't be used is skipped, its share going to the one before, and noted in
/// <see cref="Problems"/>.
/// Memory: two files at a time. Thread: as <see cref="IMarket"/>.
/// </remarks>
public sealed class RecordedChainMarket : IMarket
{
    private const int ProblemsKept = 100;
    private const int OptionLots = 100;
    private const int PerpetualLots = 500;

    /// <summary>Half the perpetual's spread as a fraction of the index; perpetuals are not in the recordings.</summary>
    private const double PerpetualHalfSpread = 1e-4;

    private const long ViewIntervalNs = 100_000_000;
    private const long ClosingWallNs = 250_000_000;

    private readonly IReadOnlyList<ChainFileEntry> _files;
    private readonly TimeSpan _duration;
    private readonly List<string> _problems = [];
    private readonly double[] _fromIndex = new double[UnderlyingId.Capacity];
    private readonly double[] _toIndex = new double[UnderlyingId.Capacity];
    private MarketBoard? _board;
    private int _nextFile;
    private ChainSnapshot? _next;

    // The stretch between two files: its ends in market time, where in it this run began, and its wall time.
    private long _fromNs;
    private long _toNs;
    private long _beganNs;
    private long _stretchWallNs;
    private long _stretchElapsedNs;
    private long _slotNs;
    private long _sinceViewNs;
    private int _filesReached;
    private long _marketNs;
    private MarketView _latest = MarketView.Empty;
    private string _progress = string.Empty;
    private bool _isFinished;

    private RecordedChainMarket(
        IReadOnlyList<ChainFileEntry> files, IReadOnlyList<MarketUnderlying> underlyings, TimeSpan duration)
    {
        _files = files;
        Underlyings = underlyings;
        _duration = duration;
    }

    /// <inheritdoc/>
    public IReadOnlyList<MarketUnderlying> Underlyings { get; }

    /// <inheritdoc/>
    public MarketView Latest => Volatile.Read(ref _latest);

    /// <inheritdoc/>
    public long MarketNs => Interlocked.Read(ref _marketNs);

    /// <inheritdoc/>
    public bool IsFinished => Volatile.Read(ref _isFinished);

    /// <inheritdoc/>
    public string Progress => Volatile.Read(ref _progress);

    /// <summary>Files in the directory.</summary>
    public int FileCount => _files.Count;

    /// <summary>Number of files that have been reached or passed, skipped ones included.</summary>
    public int FilesReached => Volatile.Read(ref _filesReached);

    /// <summary>What was wrong with files, up to 100 entries. Thread: the market thread.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Opens a directory of recorded chains.</summary>
    /// <param name="directory">Files named chain_yyyyMMddTHHmmssZ.csv.gz.</param>
    /// <param name="currency">BTC or ETH; null for both.</param>
    /// <param name="duration">Wall time that all files shall take.</param>
    /// <param name="problem">Why there is no market, else empty.</param>
    /// <returns>Null when nothing can be replayed; then <paramref name="problem"/> says why.</returns>
    public static RecordedChainMarket? Open(string directory, string? currency, TimeSpan duration, out string problem)
    {
        IReadOnlyList<MarketUnderlying>? underlyings = currency switch
        {
            null => [MarketUnderlying.Btc, MarketUnderlying.Eth],
            "BTC" => [MarketUnderlying.Btc],
            "ETH" => [MarketUnderlying.Eth],
            _ => null,
        };
        if (underlyings is null)
        {
            problem = $"Currency '{currency}' is not known: BTC or ETH.";
            return null;
        }

        ChainDirectory chains = ChainDirectory.Open(directory);
        problem = chains.Problem
            ?? (duration.Ticks < chains.Files.Count
                ? $"A duration of {duration} is too short for {chains.Files.Count} files."
                : string.Empty);
        if (problem.Length > 0)
        {
            return null;
        }

        var market = new RecordedChainMarket(chains.Files, underlyings, duration);
        if (market.LoadFrom(0) is null)
        {
            problem = $"No chain file in {directory} can be used: {string.Join("; ", market._problems)}";
            return null;
        }

        return market;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start(IMarketSink sink, long? resumeMarketNs = null)
    {
        if (_board is not null)
        {
            throw new InvalidOperationException("A market starts once.");
        }

        _problems.Clear();
        int file = LastFileAt(resumeMarketNs ?? 0);
        ChainSnapshot first = LoadFrom(file) ?? LoadBackFrom(file);
        long startNs = Math.Max(resumeMarketNs ?? 0, _files[_nextFile - 1].TakenNs);
        _slotNs = _duration.Ticks * 100 / (_files.Count - file);
        _board = new MarketBoard(sink, Underlyings, startNs);
        Enter(first, startNs);
        Publish();
        ShowView();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public void Advance(long elapsedWallNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elapsedWallNs);
        MarketBoard board = _board ?? throw new InvalidOperationException("The market has not started.");
        _sinceViewNs += elapsedWallNs;
        // A late step may span files: each is still reached, listed and settled in its turn.
        while (elapsedWallNs >= _stretchWallNs - _stretchElapsedNs && _next is not null)
        {
            elapsedWallNs -= _stretchWallNs - _stretchElapsedNs;
            board.AdvanceTo(_toNs, IndexAt);
            Enter(_next, _toNs);
        }

        _stretchElapsedNs += elapsedWallNs;
        board.AdvanceTo(TimeInStretch(), IndexAt);
        Volatile.Write(ref _isFinished, _next is null && _stretchElapsedNs >= _stretchWallNs);
        Publish();
        if (_sinceViewNs >= ViewIntervalNs)
        {
            ShowView();
        }
    }

    private long TimeInStretch()
    {
        if (_next is null)
        {
            return _beganNs + _stretchElapsedNs;
        }

        return _beganNs + (long)((Int128)(_toNs - _beganNs) * _stretchElapsedNs / _stretchWallNs);
    }

    /// <summary>The index at a moment of the stretch, in USD; before and after it, the value at its end.</summary>
    private double IndexAt(UnderlyingId underlying, long marketNs)
    {
        double from = _fromIndex[underlying.Value];
        double to = _toIndex[underlying.Value];
        double share = _toNs > _fromNs ? Math.Clamp((marketNs - _fromNs) / (double)(_toNs - _fromNs), 0, 1) : 0;
        return from + ((to - from) * share);
    }

    /// <summary>Brings a file into effect: lists what it holds, takes its values, and looks ahead to the
    /// next.</summary>
    private void Enter(ChainSnapshot file, long startNs)
    {
        int reached = _nextFile;
        _fromNs = _files[reached - 1].TakenNs;
        _next = LoadFrom(reached);
        _toNs = _next is null ? _fromNs : _files[_nextFile - 1].TakenNs;
        _beganNs = startNs;
        _stretchElapsedNs = 0;
        _stretchWallNs = _slotNs * ((_next is null ? _files.Count + 1 : _nextFile) - reached);
        foreach (MarketUnderlying underlying in Underlyings)
        {
            int u = underlying.Id.Value;
            _fromIndex[u] = file.Find(underlying.Symbol)?.IndexUsd ?? _toIndex[u];
            _toIndex[u] = _next?.Find(underlying.Symbol)?.IndexUsd ?? _fromIndex[u];
        }

        // What the journal knows and fell due by now goes first, so that nothing expired is valued.
        _board!.AdvanceTo(startNs, IndexAt);
        foreach (MarketUnderlying underlying in Underlyings)
        {
            if (file.Find(underlying.Symbol) is { } chain)
            {
                new ChainBoarding(_board, underlying, chain, _fromNs)
                    .Apply(OptionLots, PerpetualLots, PerpetualHalfSpread);
            }
        }

        Volatile.Write(ref _filesReached, reached);
    }

    private void Publish()
    {
        foreach (MarketUnderlying underlying in Underlyings)
        {
            double index = IndexAt(underlying.Id, _board!.MarketNs);
            if (index > 0)
            {
                _board.SetIndex(underlying.Id, index);
            }
        }

        _board!.Publish();
        Interlocked.Exchange(ref _marketNs, _board.MarketNs);
    }

    private void ShowView()
    {
        _sinceViewNs = 0;
        double marketPerWall = _next is null ? 1 : (_toNs - _beganNs) / (double)_stretchWallNs;
        Volatile.Write(ref _latest, _board!.DrawView((long)(ClosingWallNs * marketPerWall)));
        string utc = MarketTime.ToUtc(_board.MarketNs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Volatile.Write(ref _progress, $"file {_filesReached}/{_files.Count}, {utc}, {_board.LiveCount} listed");
    }

    private int LastFileAt(long marketNs)
    {
        int file = 0;
        while (file + 1 < _files.Count && _files[file + 1].TakenNs <= marketNs)
        {
            file++;
        }

        return file;
    }

    /// <summary>The first usable file from an index on; null when there is none. <see cref="_nextFile"/> comes after
    /// it.</summary>
    private ChainSnapshot? LoadFrom(int file)
    {
        for (; file < _files.Count; file++)
        {
            if (Load(file) is { } usable)
            {
                return usable;
            }
        }

        return null;
    }

    /// <summary>The last usable file before an index; one is there, because <see cref="Open"/> found it.</summary>
    private ChainSnapshot LoadBackFrom(int file)
    {
        for (file--; file >= 0; file--)
        {
            if (Load(file) is { } usable)
            {
                return usable;
            }
        }

        throw new InvalidOperationException("The chain files have gone since the market was opened.");
    }

    private ChainSnapshot? Load(int file)
    {
        ChainSnapshot snapshot = ChainFile.Read(_files[file].Path);
        if (snapshot.FaultCount > 0 && _problems.Count < ProblemsKept)
        {
            string others = snapshot.FaultCount > 1 ? $" ({snapshot.FaultCount - 1} more like it in this file)" : "";
            _problems.Add(snapshot.Faults[0] + others);
        }

        bool hasCurrency = false;
        foreach (MarketUnderlying underlying in Underlyings)
        {
            hasCurrency |= snapshot.Find(underlying.Symbol) is not null;
        }

        if (!snapshot.IsUsable || !hasCurrency)
        {
            return null;
        }

        _nextFile = file + 1;
        return snapshot;
    }
}
