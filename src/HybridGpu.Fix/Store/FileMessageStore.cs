using System;
using System.IO;
using HybridGpu.Fix.Sessions;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>A session's memory in files: an append-only log of messages, in segments, and a small mapped
/// state.</summary>
/// <remarks>
/// The log is audit and resend source at once: records with checksums, outbound ones indexed by number. Appends gather
/// in memory and reach the operating system in one write at <see cref="Flush"/>, which the transport calls before the
/// bytes go to the socket: what the peer may have seen is in the log, even after a kill. The next outbound number and
/// the highest cookie are read from the log itself, so they cannot disagree with it.
/// The log is bounded (<see cref="StoreLimits"/>): its oldest segments are deleted, and each segment begins with what
/// must be known of those before it. Only its owner may read the files (<see cref="PrivateFiles"/>).
/// At opening a torn last record is cut off; damage before the end is refused (<see cref="InvalidDataException"/>).
/// Durability: against a kill of the process, not against a power loss of the last moments; segments that are complete
/// are on the disk.
/// Thread: outbound members under the session's outbound lock, inbound numbers by its inbound owner.
/// </remarks>
public sealed class FileMessageStore : IMessageStore
{
    private readonly SafeFileHandle _lock;
    private readonly SegmentedLog _log;
    private readonly StateFile _state;

    private FileMessageStore(SafeFileHandle lockFile, SegmentedLog log, StateFile state)
    {
        _lock = lockFile;
        _log = log;
        _state = state;
    }

    /// <inheritdoc/>
    public long NextSenderMsgSeqNum => _log.Numbers.NextSender;

    /// <inheritdoc/>
    public long OldestMsgSeqNum => _log.OldestMsgSeqNum;

    /// <inheritdoc/>
    public long NextTargetMsgSeqNum
    {
        get => _state.NextTargetMsgSeqNum;
        set => _state.NextTargetMsgSeqNum = value;
    }

    /// <inheritdoc/>
    public long LastInboundCommandSeqNum
    {
        get => _state.LastInboundCommandSeqNum;
        set => _state.LastInboundCommandSeqNum = value;
    }

    /// <inheritdoc/>
    public long CreationTimeNs => _state.CreationTimeNs;

    /// <inheritdoc/>
    public ulong HighestCookie => _log.Numbers.HighestCookie;

    /// <summary>How many bytes of a torn last record were cut off when the store was opened.</summary>
    public long TornByteCount => _log.TornByteCount;

    /// <summary>Opens a session's store, or creates it. Cost: one read of all that is kept.</summary>
    /// <param name="folder">The folder; created if it is not there.</param>
    /// <param name="id">Whose store it is; names the files.</param>
    /// <param name="time">The clock, for the creation time of a new store.</param>
    /// <param name="limits">How much is kept; null for the default. A lower bound than before takes effect at
    /// once.</param>
    /// <exception cref="InvalidDataException">The log is damaged before its end.</exception>
    /// <exception cref="IOException">The files cannot be opened, or another process has them.</exception>
    /// <exception cref="ArgumentException">The session has no name for a file, or the limits don't go
    /// together.</exception>
    public static FileMessageStore Open(string folder, SessionId id, TimeProvider time, StoreLimits? limits = null)
    {
        limits ??= StoreLimits.Default;
        limits.ThrowIfInvalid();
        id.ThrowIfInvalid();
        PrivateFiles.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{id.BeginString}-{id.SenderCompId}-{id.TargetCompId}");

        // A file of its own carries the lock, so that others may read the log while the session runs.
        SafeFileHandle lockFile = PrivateFiles.Open(name + ".lock", FileShare.None);
        SegmentedLog? log = null;
        StateFile? state = null;
        try
        {
            log = SegmentedLog.Open(name, limits);
            state = new StateFile(name + ".state");
            var store = new FileMessageStore(lockFile, log, state);
            store.Agree((time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100);
            return store;
        }
        catch
        {
            state?.Dispose();
            log?.Dispose();
            lockFile.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Append(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        if (info.MsgSeqNum != _log.Numbers.NextSender)
        {
            throw new ArgumentException($"Number {info.MsgSeqNum} is not the next, {_log.Numbers.NextSender}.");
        }

        var header = new RecordHeader(
            RecordKind.Outbound,
            info.MayResend,
            info.BodyOffset,
            message.Length,
            info.MsgSeqNum,
            info.SendingTimeNs,
            info.Cookie);
        _log.Append(header, message);
    }

    /// <inheritdoc/>
    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message) => _log.Append(
        new RecordHeader(RecordKind.Inbound, false, 0, message.Length, msgSeqNum, receivedNs, 0), message);

    /// <inheritdoc/>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info)
    {
        bool found = _log.TryRead(msgSeqNum, ref buffer, out RecordHeader header);
        info = !found ? default : new StoredMessageInfo(
            msgSeqNum, header.TimeNs, header.Cookie, header.BodyOffset, header.MessageLength, header.MayResend);
        return found;
    }

    /// <inheritdoc/>
    public void Flush() => _log.Flush();

    /// <inheritdoc/>
    public void Reset(long nowNs)
    {
        // The log first: a crash in between is seen at opening, where creation times disagree, and completed.
        _log.Append(new RecordHeader(RecordKind.Reset, false, 0, 0, 1, nowNs, 0), default);
        _log.Flush();
        TakeFromLog();
    }

    /// <inheritdoc/>
    public void SetNextSenderMsgSeqNum(long msgSeqNum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(msgSeqNum, NextSenderMsgSeqNum);
        _log.Append(new RecordHeader(RecordKind.NextSender, false, 0, 0, msgSeqNum, 0, 0), default);
        _log.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _log.Dispose();
        }
        finally
        {
            _state.Dispose();
            _lock.Dispose();
        }
    }

    /// <summary>Makes log and state agree at opening.</summary>
    private void Agree(long nowNs)
    {
        if (_log.IsEmpty)
        {
            Reset(nowNs);
        }
        else if (_state.IsNew || _state.CreationTimeNs != _log.Numbers.CreationTimeNs)
        {
            // The state was lost, or a reset interrupted: the audited inbound messages are the next best witness.
            TakeFromLog();
        }
    }

    private void TakeFromLog()
    {
        _state.NextTargetMsgSeqNum = _log.Numbers.NextTarget;
        _state.LastInboundCommandSeqNum = 0;
        _state.CreationTimeNs = _log.Numbers.CreationTimeNs;
    }
}
