using System;
using System.Threading;

namespace HybridGpu.Fix.Store;

/// <summary>A session's memory that ends with the process: for tests, tools and sessions that reset at logon.</summary>
/// <remarks>
/// Keeps the last messages within a bound of bytes and of count; older ones are gap-filled when asked for. Inbound
/// messages are not kept. Cost: no allocation after creation. Thread: as <see cref="IMessageStore"/>.
/// </remarks>
public sealed class MemoryMessageStore : IMessageStore
{
    private readonly byte[] _bytes;
    private readonly StoredMessageInfo[] _infos;
    private readonly int[] _offsets;
    private long _nextSender = 1;
    private long _nextTarget = 1;
    private long _lastCommand;
    private long _oldest = 1;
    private int _writeOffset;

    /// <summary>Creates an empty store.</summary>
    /// <param name="time">The clock, for the creation time.</param>
    /// <param name="byteCapacity">How many bytes of messages are kept.</param>
    /// <param name="messageCapacity">How many messages are kept.</param>
    public MemoryMessageStore(TimeProvider time, int byteCapacity = 1024 * 1024, int messageCapacity = 4096)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(byteCapacity, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(messageCapacity, 1);
        _bytes = new byte[byteCapacity];
        _infos = new StoredMessageInfo[messageCapacity];
        _offsets = new int[messageCapacity];
        CreationTimeNs = (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
    }

    /// <inheritdoc/>
    public long NextSenderMsgSeqNum => Volatile.Read(ref _nextSender);

    /// <inheritdoc/>
    public long OldestMsgSeqNum => _oldest;

    /// <inheritdoc/>
    public long NextTargetMsgSeqNum
    {
        get => Volatile.Read(ref _nextTarget);
        set => Volatile.Write(ref _nextTarget, value);
    }

    /// <inheritdoc/>
    public long LastInboundCommandSeqNum
    {
        get => Volatile.Read(ref _lastCommand);
        set => Volatile.Write(ref _lastCommand, value);
    }

    /// <inheritdoc/>
    public long CreationTimeNs { get; private set; }

    /// <inheritdoc/>
    public ulong HighestCookie { get; private set; }

    /// <inheritdoc/>
    public void Append(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        if (info.MsgSeqNum != _nextSender)
        {
            throw new ArgumentException($"Number {info.MsgSeqNum} is not the next, {_nextSender}.");
        }

        if (message.Length <= _bytes.Length)
        {
            Keep(info, message);
        }
        else
        {
            _oldest = _nextSender + 1;
        }

        HighestCookie = Math.Max(HighestCookie, info.Cookie);
        Volatile.Write(ref _nextSender, _nextSender + 1);
    }

    /// <inheritdoc/>
    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message)
    {
    }

    /// <inheritdoc/>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info)
    {
        info = default;
        if (msgSeqNum < _oldest || msgSeqNum >= _nextSender)
        {
            return false;
        }

        int slot = (int)(msgSeqNum % _infos.Length);
        info = _infos[slot];
        if (buffer.Length < info.Length)
        {
            buffer = new byte[info.Length];
        }

        _bytes.AsSpan(_offsets[slot], info.Length).CopyTo(buffer);
        return true;
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Reset(long nowNs)
    {
        Volatile.Write(ref _nextSender, 1);
        NextTargetMsgSeqNum = 1;
        LastInboundCommandSeqNum = 0;
        CreationTimeNs = nowNs;
        _oldest = 1;
        _writeOffset = 0;
    }

    /// <inheritdoc/>
    public void SetNextSenderMsgSeqNum(long msgSeqNum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(msgSeqNum, _nextSender);
        _oldest = msgSeqNum;
        _writeOffset = 0;
        Volatile.Write(ref _nextSender, msgSeqNum);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Keep(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        int start = _writeOffset;
        if (start + message.Length > _bytes.Length)
        {
            // Messages between here and the end are the oldest; the write below starts over at the front.
            DropOverlapping(start, _bytes.Length);
            start = 0;
        }

        DropOverlapping(start, start + message.Length);
        if (_nextSender - _oldest == _infos.Length)
        {
            _oldest++;
        }

        int slot = (int)(_nextSender % _infos.Length);
        _infos[slot] = info with { Length = message.Length };
        _offsets[slot] = start;
        message.CopyTo(_bytes.AsSpan(start));
        _writeOffset = start + message.Length;
    }

    private void DropOverlapping(int from, int to)
    {
        while (_oldest < _nextSender)
        {
            int slot = (int)(_oldest % _infos.Length);
            int offset = _offsets[slot];
            if (offset >= to || offset + _infos[slot].Length <= from)
            {
                return;
            }

            _oldest++;
        }
    }
}
