using System;
using HybridGpu.Fix.Store;

namespace HybridGpu.FixFuzz;

/// <summary>A bounded store in memory that counts what is asked of it. Thread: one.</summary>
/// <param name="time">The clock.</param>
internal sealed class CountingStore(TimeProvider time) : IMessageStore
{
    private const int ByteCapacity = 32 * 1024;
    private const int MessageCapacity = 256;

    private readonly MemoryMessageStore _store = new(time, ByteCapacity, MessageCapacity);

    /// <summary>How many messages were appended or read.</summary>
    public long CallCount { get; private set; }

    /// <summary>How often both sequences began again.</summary>
    public long ResetCount { get; private set; }

    /// <inheritdoc/>
    public long NextSenderMsgSeqNum => _store.NextSenderMsgSeqNum;

    /// <inheritdoc/>
    public long OldestMsgSeqNum => _store.OldestMsgSeqNum;

    /// <inheritdoc/>
    public long NextTargetMsgSeqNum
    {
        get => _store.NextTargetMsgSeqNum;
        set => _store.NextTargetMsgSeqNum = value;
    }

    /// <inheritdoc/>
    public long LastInboundCommandSeqNum
    {
        get => _store.LastInboundCommandSeqNum;
        set => _store.LastInboundCommandSeqNum = value;
    }

    /// <inheritdoc/>
    public long CreationTimeNs => _store.CreationTimeNs;

    /// <inheritdoc/>
    public ulong HighestCookie => _store.HighestCookie;

    /// <inheritdoc/>
    public void Append(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        CallCount++;
        _store.Append(info, message);
    }

    /// <inheritdoc/>
    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message) => CallCount++;

    /// <inheritdoc/>
    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info)
    {
        CallCount++;
        return _store.TryRead(msgSeqNum, ref buffer, out info);
    }

    /// <inheritdoc/>
    public void Flush() => _store.Flush();

    /// <inheritdoc/>
    public void Reset(long nowNs)
    {
        ResetCount++;
        _store.Reset(nowNs);
    }

    /// <inheritdoc/>
    public void SetNextSenderMsgSeqNum(long msgSeqNum) => _store.SetNextSenderMsgSeqNum(msgSeqNum);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();
}
