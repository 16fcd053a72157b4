using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;

namespace HybridGpu.Ethereum.Logs;

/// <summary>Reads the logs of a chain's final blocks, each once, and says which were reverted after all.</summary>
/// <remarks>
/// Blocks above the finality depth aren't looked at, so an ordinary reorganisation is never seen. The newest final
/// blocks are remembered by hash, linked by parent hashes: one that is deeper is noticed, and the logs that were
/// reported
/// of its blocks are reported again as reverted, newest first. Bounds: one eth_getLogs a look, and what the settings
/// say. Thread: one caller at a time. Errors: those of <see cref="EthereumClient"/>, after which nothing has moved.
/// </remarks>
public sealed class LogFollower
{
    private readonly EthereumClient _client;
    private readonly LogFilter _filter;
    private readonly LogFollowerSettings _settings;
    private ulong _range;
    private bool _isChainChecked;

    /// <summary>Makes a follower; nothing is asked of the node yet.</summary>
    /// <param name="client">The node.</param>
    /// <param name="filter">Which logs.</param>
    /// <param name="cursor">From where: a stored cursor, or a new one.</param>
    /// <param name="settings">Null for the defaults.</param>
    public LogFollower(
        EthereumClient client, LogFilter filter, LogCursor cursor, LogFollowerSettings? settings = null)
    {
        _client = client;
        _filter = filter;
        _settings = settings ?? new LogFollowerSettings();
        ArgumentOutOfRangeException.ThrowIfZero(_settings.RangeMax, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(_settings.RememberedMax, 1, nameof(settings));
        _range = _settings.RangeMax;
        Cursor = cursor;
    }

    /// <summary>How far it has come.</summary>
    public LogCursor Cursor { get; private set; }

    /// <summary>Looks once.</summary>
    /// <param name="cancellation">Ends the call; nothing has moved then.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="InvalidOperationException">The node is on another chain than the cursor.</exception>
    public async Task<LogPoll> PollAsync(CancellationToken cancellation = default)
    {
        await CheckChainAsync(cancellation).ConfigureAwait(false);
        LogPoll? disturbance = await CheckRememberedAsync(cancellation).ConfigureAwait(false);
        if (disturbance is not null)
        {
            return disturbance;
        }

        ulong? final = await FinalBlockAsync(cancellation).ConfigureAwait(false);
        if (final is not ulong target || target < Cursor.NextBlock)
        {
            return Found(LogFollowerStatus.CaughtUp, []);
        }

        ulong last = Math.Min(target, Cursor.NextBlock + _range - 1);
        IReadOnlyList<LogEntry>? logs = await ReadLogsAsync(Cursor.NextBlock, last, cancellation)
            .ConfigureAwait(false);
        return logs is null
            ? Found(LogFollowerStatus.Behind, [])
            : await AdvanceAsync(logs, last, target, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks for ever, at once while there is more and otherwise at an interval.</summary>
    /// <param name="interval">The pause when there is nothing more.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Looks that found events, or a status that needs attention.</returns>
    /// <exception cref="JsonRpcTransportException">The node is away beyond the client's retries: an outage is the
    /// caller's to show; following again continues where this ended.</exception>
    public async IAsyncEnumerable<LogPoll> FollowAsync(
        TimeSpan interval,
        TimeProvider? time = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (true)
        {
            LogPoll poll = await PollAsync(cancellation).ConfigureAwait(false);
            if (poll.Events.Count > 0 || poll.Status is LogFollowerStatus.ChainShorter or LogFollowerStatus.HistoryLost)
            {
                yield return poll;
            }

            if (poll.Status is not (LogFollowerStatus.Behind or LogFollowerStatus.Reorganised))
            {
                await Task.Delay(interval, time ?? TimeProvider.System, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task CheckChainAsync(CancellationToken cancellation)
    {
        if (!_isChainChecked)
        {
            ulong chainId = await _client.GetChainIdAsync(cancellation).ConfigureAwait(false);
            if (chainId != Cursor.ChainId)
            {
                throw new InvalidOperationException($"the node is on chain {chainId}, the cursor on {Cursor.ChainId}");
            }

            _isChainChecked = true;
        }
    }

    /// <summary>Whether the newest remembered block is still part of the chain; null if so.</summary>
    private async Task<LogPoll?> CheckRememberedAsync(CancellationToken cancellation)
    {
        if (Cursor.Remembered.Count == 0)
        {
            return null;
        }

        FollowedBlock newest = Cursor.Remembered[^1];
        BlockHeader? now = await _client.GetBlockAsync(BlockTag.At(newest.Number), cancellation).ConfigureAwait(false);
        if (now is null)
        {
            return Found(LogFollowerStatus.ChainShorter, []);
        }

        return now.Hash == newest.Hash ? null : await UndoAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Goes back to the newest remembered block that the chain still has.</summary>
    private async Task<LogPoll> UndoAsync(CancellationToken cancellation)
    {
        IReadOnlyList<FollowedBlock> remembered = Cursor.Remembered;
        IReadOnlyList<BlockHeader?> now = await _client
            .GetBlocksAsync([.. remembered.Select(block => block.Number)], cancellation).ConfigureAwait(false);
        int common = remembered.Count - 1;
        while (common >= 0 && now[common]?.Hash != remembered[common].Hash)
        {
            common--;
        }

        if (common == remembered.Count - 1)
        {
            return Found(LogFollowerStatus.Unstable, []);
        }

        if (common < 0)
        {
            return Found(LogFollowerStatus.HistoryLost, []);
        }

        LogEvent[] reverted =
        [
            .. remembered.Skip(common + 1).SelectMany(block => block.Logs).Reverse()
                .Select(log => new LogEvent(Cursor.ChainId, LogEventKind.Reverted, log)),
        ];
        Cursor = Cursor with
        {
            NextBlock = remembered[common].Number + 1,
            Remembered = [.. remembered.Take(common + 1)],
        };
        return Found(LogFollowerStatus.Reorganised, reverted);
    }

    private async Task<ulong?> FinalBlockAsync(CancellationToken cancellation)
    {
        if (_settings.UsesFinalizedTag)
        {
            BlockHeader? block = await _client.GetBlockAsync(BlockTag.Finalized, cancellation).ConfigureAwait(false);
            return block?.Number;
        }

        ulong head = await _client.GetBlockNumberAsync(cancellation).ConfigureAwait(false);
        return head >= _settings.FinalityDepth ? head - _settings.FinalityDepth : null;
    }

    /// <summary>Null if the node found the range too much: it is halved for the next look.</summary>
    private async Task<IReadOnlyList<LogEntry>?> ReadLogsAsync(
        ulong first, ulong last, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<LogEntry> logs =
                await _client.GetLogsAsync(_filter, first, last, cancellation).ConfigureAwait(false);
            _range = Math.Min(_settings.RangeMax, _range * 2);
            return logs;
        }
        catch (Exception failure) when (last > first && IsTooMuch(failure))
        {
            _range = Math.Max(1, (last - first + 1) / 2);
            return null;
        }
    }

    private static bool IsTooMuch(Exception failure) => failure switch
    {
        JsonRpcTransportException transport => transport.IsTooLarge,
        JsonRpcException refusal => refusal.Code == -32005 || refusal.Says(
            "too many", "more than", "limit exceeded", "range", "too large", "response size", "timeout"),
        _ => false,
    };

    private async Task<LogPoll> AdvanceAsync(
        IReadOnlyList<LogEntry> logs, ulong last, ulong target, CancellationToken cancellation)
    {
        IReadOnlyList<FollowedBlock>? read = await LinkAsync(logs, last, cancellation).ConfigureAwait(false);
        if (read is null)
        {
            return Found(LogFollowerStatus.Unstable, []);
        }

        LogEvent[] events =
        [
            .. logs.OrderBy(log => log.BlockNumber).ThenBy(log => log.LogIndex)
                .Select(log => new LogEvent(Cursor.ChainId, LogEventKind.Final, log)),
        ];
        Cursor = Cursor with
        {
            NextBlock = last + 1,
            Remembered = [.. Cursor.Remembered.Concat(read).TakeLast(_settings.RememberedMax)],
        };
        return Found(last == target ? LogFollowerStatus.CaughtUp : LogFollowerStatus.Behind, events);
    }

    /// <summary>
    /// The blocks to remember of a range, checked to be one chain with those before and to hold the logs; null if not.
    /// </summary>
    private async Task<IReadOnlyList<FollowedBlock>?> LinkAsync(
        IReadOnlyList<LogEntry> logs, ulong last, CancellationToken cancellation)
    {
        ulong first = Cursor.NextBlock;
        ulong remembered = (ulong)_settings.RememberedMax;
        ulong from = last - first >= remembered ? last - remembered + 1 : first;
        ulong[] numbers = [.. Enumerable.Range(0, (int)(last - from + 1)).Select(i => from + (ulong)i)];
        IReadOnlyList<BlockHeader?> headers =
            await _client.GetBlocksAsync(numbers, cancellation).ConfigureAwait(false);

        ILookup<ulong, LogEntry> byBlock = logs.ToLookup(log => log.BlockNumber);
        var blocks = new List<FollowedBlock>(numbers.Length);
        FollowedBlock? parent = Cursor.Remembered.Count > 0 ? Cursor.Remembered[^1] : null;
        foreach (BlockHeader? header in headers)
        {
            bool isLinked = header is not null
                && (parent is null || parent.Number + 1 != header.Number || parent.Hash == header.ParentHash);
            if (!isLinked || byBlock[header!.Number].Any(log => log.BlockHash != header.Hash))
            {
                return null;
            }

            parent = new FollowedBlock(
                header.Number, header.Hash, [.. byBlock[header.Number].OrderBy(log => log.LogIndex)]);
            blocks.Add(parent);
        }

        bool isWhole = logs.All(log => !log.IsRemoved && log.BlockNumber >= first && log.BlockNumber <= last)
            && logs.Select(log => (log.BlockHash, log.LogIndex)).Distinct().Count() == logs.Count;
        return isWhole ? blocks : null;
    }

    private LogPoll Found(LogFollowerStatus status, IReadOnlyList<LogEvent> events) => new(status, events, Cursor);
}
