using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;

namespace HybridGpu.Settlement.Chain;

/// <summary>Passes on the chain's queue, final entries only, in order, each index once.</summary>
/// <remarks>
/// An entry is its index and its content; its block may change. It reads from the contract's deployment at each start:
/// entries that the venue has are compared with what the venue knows of them, and skipped. A chain that lost entries
/// which were passed on is waited for: they may come back in other blocks. Memory: what the settings say. Thread: one
/// caller; <see cref="Status"/> from any.
/// </remarks>
public sealed class QueueFollower
{
    private static readonly AbiEvent Queued = RollupContract.Abi.Event("Queued");

    private readonly RollupContract _rollup;
    private readonly ChainDeployment _deployment;
    private readonly QueueFollowerSettings _settings;
    private readonly Func<ulong, QueueContent?>? _known;
    private readonly TimeProvider _time;
    private readonly Dictionary<ulong, QueueContent> _passed = [];
    private LogFollower _logs;
    private ulong _next;
    private volatile QueueFollowerStatus _status;

    /// <summary>Makes a follower; nothing is asked of the node yet.</summary>
    /// <param name="rollup">The contract.</param>
    /// <param name="deployment">Chain and block to start from.</param>
    /// <param name="first">The first index that the venue doesn't have.</param>
    /// <param name="known">What the venue knows of an entry below that; null, or null for an index, compares nothing.
    /// </param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public QueueFollower(
        RollupContract rollup,
        ChainDeployment deployment,
        ulong first,
        Func<ulong, QueueContent?>? known = null,
        QueueFollowerSettings? settings = null,
        TimeProvider? time = null)
    {
        _rollup = rollup;
        _deployment = deployment;
        _settings = settings ?? new QueueFollowerSettings();
        _known = known;
        _time = time ?? TimeProvider.System;
        _next = first;
        _logs = FromTheStart();
        _status = new QueueFollowerStatus(QueueFollowerState.Starting, first, 0, null);
    }

    /// <summary>How it stands.</summary>
    public QueueFollowerStatus Status => _status;

    /// <summary>Follows for ever; a node that is away is waited for.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The entries from the first on.</returns>
    /// <exception cref="ChainException">The chain has another entry than the venue where both have one, or it is
    /// another chain.</exception>
    public async IAsyncEnumerable<QueueEntry> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        int failures = 0;
        while (true)
        {
            IReadOnlyList<QueueEntry> found = [];
            try
            {
                found = await PollAsync(cancellation).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception failure) when (failure is JsonRpcTransportException or JsonRpcException)
            {
                failures++;
                SetStatus(QueueFollowerState.NodeAway, failure.Message);
            }

            foreach (QueueEntry entry in found)
            {
                yield return entry;
            }

            if (_status.State != QueueFollowerState.Behind)
            {
                TimeSpan pause = _settings.PollInterval * (1 << Math.Min(failures, 10));
                pause = pause > _settings.RetryDelayMax && failures > 0 ? _settings.RetryDelayMax : pause;
                await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks once.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>New final entries in order.</returns>
    /// <exception cref="ChainException">As <see cref="FollowAsync"/>.</exception>
    public async Task<IReadOnlyList<QueueEntry>> PollAsync(CancellationToken cancellation = default)
    {
        LogPoll poll;
        try
        {
            poll = await _logs.PollAsync(cancellation).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            throw new ChainException(exception.Message, exception);
        }

        if (poll.Status == LogFollowerStatus.HistoryLost)
        {
            // Nothing that was read is there any more: what is there now is read and compared from the start.
            _logs = FromTheStart();
            SetStatus(QueueFollowerState.Behind, null);
            return [];
        }

        var entries = new List<QueueEntry>();
        foreach (LogEvent item in poll.Events)
        {
            // What is reverted is either there again in another block, or missed when the lengths are compared.
            if (item.Kind == LogEventKind.Final && Take(Decode(item)) is QueueEntry entry)
            {
                entries.Add(entry);
            }
        }

        await CompareLengthAsync(poll.Status, cancellation).ConfigureAwait(false);
        return entries;
    }

    private LogFollower FromTheStart() => new(
        _rollup.Client,
        new LogFilter { Addresses = [_rollup.Address], Topics = [[Queued.Topic]] },
        LogCursor.StartingAt(_deployment.ChainId, _deployment.Block),
        _settings.Logs);

    private static QueueEntry Decode(LogEvent item)
    {
        object[] fields = Queued.Decode(item.Log.Topics, item.Log.Data.Span);
        var content = new QueueContent(
            (QueueEntryKind)(byte)(BigInteger)fields[1], (uint)(BigInteger)fields[2], (ulong)(BigInteger)fields[3]);
        return new QueueEntry(
            item.ChainId,
            (ulong)(BigInteger)fields[0],
            content,
            item.Log.BlockNumber,
            item.Log.BlockHash,
            item.Log.LogIndex);
    }

    /// <summary>The entry if it is the next; null if the venue has it.</summary>
    private QueueEntry? Take(QueueEntry entry)
    {
        if (entry.Index > _next)
        {
            throw new ChainException(FormattableString.Invariant(
                $"the chain's logs have entry {entry.Index} of the queue where {_next} is next: the node loses logs"));
        }

        if (entry.Index < _next)
        {
            Compare(entry);
            return null;
        }

        _next++;
        _passed[entry.Index] = entry.Content;
        if (_passed.Count > _settings.RememberedMax)
        {
            _passed.Remove(entry.Index - (ulong)_settings.RememberedMax);
        }

        return entry;
    }

    private void Compare(QueueEntry entry)
    {
        QueueContent? ours = _passed.TryGetValue(entry.Index, out QueueContent passed)
            ? passed
            : _known?.Invoke(entry.Index);
        if (ours is QueueContent known && known != entry.Content)
        {
            string trouble = FormattableString.Invariant(
                $"entry {entry.Index} of the queue is {entry.Content} on the chain and {known} at the venue");
            SetStatus(QueueFollowerState.Contradicted, trouble);
            throw new ChainException(trouble);
        }
    }

    private async Task CompareLengthAsync(LogFollowerStatus logs, CancellationToken cancellation)
    {
        RollupState chain;
        try
        {
            chain = await _rollup.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (ChainException exception)
        {
            // No contract: a chain that went back to its beginning.
            SetStatus(QueueFollowerState.QueueRegressed, exception.Message);
            return;
        }

        if (chain.QueueLength < _next)
        {
            _status = new QueueFollowerStatus(
                QueueFollowerState.QueueRegressed,
                _next,
                chain.QueueLength,
                FormattableString.Invariant(
                    $"the chain has {chain.QueueLength} entries of the queue, the venue has taken {_next}"));
            return;
        }

        QueueFollowerState state = logs is LogFollowerStatus.Behind or LogFollowerStatus.Reorganised
            ? QueueFollowerState.Behind
            : QueueFollowerState.CaughtUp;
        _status = new QueueFollowerStatus(state, _next, chain.QueueLength, null);
    }

    private void SetStatus(QueueFollowerState state, string? trouble) =>
        _status = _status with { State = state, Next = _next, Trouble = trouble };
}
