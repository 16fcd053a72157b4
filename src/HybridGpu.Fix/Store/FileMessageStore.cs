using System;
using System.IO;
using System.Threading;
using HybridGpu.Fix.Sessions;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>A session's memory in two files: an append-only log of messages and a small mapped state.</summary>
/// <remarks>
/// The log is audit and resend source at once: records with checksums, outbound ones indexed by number. Appends gather
/// in memory and reach the operating system in one write at <see cref="Flush"/>, which the transport calls before the
/// bytes go to the socket: what the peer may have seen is in the log, even after a kill. The next outbound number and
/// the highest cookie are read from the log itself, so they cannot disagree with it.
/// At opening a torn last record is cut off; damage before the end is refused (<see cref="InvalidDataException"/>).
/// Durability: against a kill of the process, not against a power loss of the last moments.
/// Thread: outbound members under the session's outbound lock, inbound numbers by its inbound owner.
/// </remarks>
public sealed class FileMessageStore : IMessageStore
{
    private const int WriteBufferBytes = 256 * 1024;

    private readonly SafeFileHandle _lock;
    private readonly SafeFileHandle _log;
    private readonly StateFile _state;
    private readonly SequenceIndex _index = new();
    private readonly LogReader _reader;
    private readonly byte[] _pending = new byte[WriteBufferBytes];
    private int _pendingLength;
    private long _flushedLength;
    private long _nextSender = 1;
    private ulong _highestCookie;

    // Where the message after the last one read begins: resends walk on from there.
    private long _cursorSeqNum;
    private long _cursorOffset;

    private FileMessageStore(SafeFileHandle lockFile, SafeFileHandle log, StateFile state)
    {
        _lock = lockFile;
        _log = log;
        _state = state;
        _reader = new LogReader(log);
    }

    /// <inheritdoc/>
    public long NextSenderMsgSeqNum => Volatile.Read(ref _nextSender);

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
    public ulong HighestCookie => _highestCookie;

    /// <summary>How many bytes of a torn last record were cut off when the store was opened.</summary>
    public long TornByteCount { get; private set; }

    /// <summary>Opens a session's store, or creates it.</summary>
    /// <param name="folder">The folder; created if it is not there.</param>
    /// <param name="id">Whose store it is; names the files.</param>
    /// <param name="time">The clock, for the creation time of a new store.</param>
    /// <exception cref="InvalidDataException">The log is damaged before its end.</exception>
    /// <exception cref="IOException">The files cannot be opened, or another process has them.</exception>
    public static FileMessageStore Open(string folder, SessionId id, TimeProvider time)
    {
        id.ThrowIfInvalid();
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, $"{id.BeginString}-{id.SenderCompId}-{id.TargetCompId}");

        // A file of its own carries the lock, so that others may read the log while the session runs.
        SafeFileHandle lockFile = File.OpenHandle(
            name + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        SafeFileHandle? log = null;
        StateFile? state = null;
        try
        {
            log = File.OpenHandle(name + ".log", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            state = new StateFile(name + ".state");
            var store = new FileMessageStore(lockFile, log, state);
            store.Recover(name + ".log", (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100);
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
        if (info.MsgSeqNum != _nextSender)
        {
            throw new ArgumentException($"Number {info.MsgSeqNum} is not the next, {_nextSender}.");
        }

        var header = new RecordHeader(
            RecordKind.Outbound,
            info.MayResend,
            info.BodyOffset,
            message.Length,
            info.MsgSeqNum,
            info.SendingTimeNs,
            info.Cookie);
        long offset = AppendRecord(header, message);
        Apply(header, offset);
    }

    /// <inheritdoc/>
    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message) => AppendRecord(
        new RecordHeader(RecordKind.Inbound, false, 0, message.Length, msgSeqNum, receivedNs, 0), message);

    /// <inheritdoc/>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info)
    {
        info = default;
        if (!_index.TryFind(msgSeqNum, out long offset))
        {
            return false;
        }

        Flush();
        if (_cursorSeqNum != 0 && _cursorSeqNum <= msgSeqNum && _cursorOffset > offset)
        {
            offset = _cursorOffset;
        }

        while (_reader.TryReadHeader(offset, _flushedLength, out RecordHeader header))
        {
            if (header.Kind == RecordKind.Outbound && header.MsgSeqNum == msgSeqNum)
            {
                info = new StoredMessageInfo(
                    msgSeqNum, header.TimeNs, header.Cookie, header.BodyOffset, header.MessageLength, header.MayResend);
                _cursorSeqNum = msgSeqNum + 1;
                _cursorOffset = offset + header.RecordLength;
                return _reader.TryReadRecord(offset, header, ref buffer);
            }

            offset += header.RecordLength;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_pendingLength > 0)
        {
            RandomAccess.Write(_log, _pending.AsSpan(0, _pendingLength), _flushedLength);
            _flushedLength += _pendingLength;
            _pendingLength = 0;
        }
    }

    /// <inheritdoc/>
    public void Reset(long nowNs)
    {
        // The log first: a crash in between is seen at opening, where creation times disagree, and completed.
        var header = new RecordHeader(RecordKind.Reset, false, 0, 0, 1, nowNs, 0);
        Apply(header, AppendRecord(header, default));
        Flush();
        CompleteReset(nowNs);
    }

    /// <inheritdoc/>
    public void SetNextSenderMsgSeqNum(long msgSeqNum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(msgSeqNum, _nextSender);
        var header = new RecordHeader(RecordKind.NextSender, false, 0, 0, msgSeqNum, 0, 0);
        Apply(header, AppendRecord(header, default));
        Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_log.IsClosed)
        {
            Flush();
            _log.Dispose();
            _state.Dispose();
            _lock.Dispose();
        }
    }

    private void CompleteReset(long creationNs)
    {
        _state.NextTargetMsgSeqNum = 1;
        _state.LastInboundCommandSeqNum = 0;
        _state.CreationTimeNs = creationNs;
    }

    private long AppendRecord(in RecordHeader header, ReadOnlySpan<byte> message)
    {
        int length = header.RecordLength;
        if (_pendingLength + length > _pending.Length)
        {
            Flush();
        }

        long offset = _flushedLength + _pendingLength;
        if (length > _pending.Length)
        {
            byte[] record = new byte[length];
            header.Write(record, message);
            RandomAccess.Write(_log, record, offset);
            _flushedLength += length;
            return offset;
        }

        header.Write(_pending.AsSpan(_pendingLength), message);
        _pendingLength += length;
        return offset;
    }

    /// <summary>What a record means; the same when it is written and when it is read at opening.</summary>
    private void Apply(in RecordHeader header, long offset)
    {
        switch (header.Kind)
        {
            case RecordKind.Outbound:
                _index.Add(header.MsgSeqNum, offset);
                Volatile.Write(ref _nextSender, header.MsgSeqNum + 1);
                _highestCookie = Math.Max(_highestCookie, header.Cookie);
                break;
            case RecordKind.Reset:
            case RecordKind.NextSender:
                _index.Clear(header.MsgSeqNum);
                _cursorSeqNum = 0;
                Volatile.Write(ref _nextSender, header.MsgSeqNum);
                break;
            default:
                break;
        }
    }

    private void Recover(string path, long nowNs)
    {
        long length = RandomAccess.GetLength(_log);
        long offset = 0;
        long creationNs = 0;
        long nextTarget = 1;
        byte[] buffer = new byte[4096];
        while (_reader.TryReadHeader(offset, length, out RecordHeader header)
            && _reader.TryReadRecord(offset, header, ref buffer))
        {
            Apply(header, offset);
            if (header.Kind == RecordKind.Reset)
            {
                creationNs = header.TimeNs;
                nextTarget = 1;
            }
            else if (header.Kind == RecordKind.Inbound)
            {
                nextTarget = Math.Max(nextTarget, header.MsgSeqNum + 1);
            }

            offset += header.RecordLength;
        }

        // The first record is flushed by itself when the log is made: a longer log without it was overwritten, not
        // torn.
        bool lostItsBeginning = offset == 0 && length > RecordHeader.Size;
        if (lostItsBeginning || (offset < length && !_reader.IsTornTail(offset, length)))
        {
            throw new InvalidDataException(
                $"{path} is damaged at offset {offset} of {length}; restore it or move it away.");
        }

        TornByteCount = length - offset;
        RandomAccess.SetLength(_log, offset);
        _reader.Forget();
        _flushedLength = offset;
        if (offset == 0)
        {
            Reset(nowNs);
        }
        else if (_state.IsNew)
        {
            // The state was lost: the audited inbound messages are the next best witness.
            CompleteReset(creationNs);
            _state.NextTargetMsgSeqNum = nextTarget;
        }
        else if (_state.CreationTimeNs != creationNs)
        {
            CompleteReset(creationNs);
        }
    }
}
