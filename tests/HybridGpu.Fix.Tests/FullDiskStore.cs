using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>A message store whose disk can be full: then it takes and saves nothing.</summary>
internal sealed class FullDiskStore(TimeProvider time) : IMessageStore
{
    private readonly MemoryMessageStore _store = new(time);

    public bool TakesNothing { get; set; }

    public bool SavesNothing { get; set; }

    public long NextSenderMsgSeqNum => _store.NextSenderMsgSeqNum;

    public long OldestMsgSeqNum => _store.OldestMsgSeqNum;

    public long NextTargetMsgSeqNum
    {
        get => _store.NextTargetMsgSeqNum;
        set => _store.NextTargetMsgSeqNum = value;
    }

    public long LastInboundCommandSeqNum
    {
        get => _store.LastInboundCommandSeqNum;
        set => _store.LastInboundCommandSeqNum = value;
    }

    public long CreationTimeNs => _store.CreationTimeNs;

    public ulong HighestCookie => _store.HighestCookie;

    public void Append(in StoredMessageInfo info, ReadOnlySpan<byte> message)
    {
        ThrowIf(TakesNothing);
        _store.Append(info, message);
    }

    public void AppendInbound(long msgSeqNum, long receivedNs, ReadOnlySpan<byte> message) =>
        _store.AppendInbound(msgSeqNum, receivedNs, message);

    public bool TryRead(long msgSeqNum, ref byte[] buffer, out StoredMessageInfo info) =>
        _store.TryRead(msgSeqNum, ref buffer, out info);

    public void Flush()
    {
        ThrowIf(SavesNothing);
        _store.Flush();
    }

    public void Reset(long nowNs) => _store.Reset(nowNs);

    public void SetNextSenderMsgSeqNum(long msgSeqNum) => _store.SetNextSenderMsgSeqNum(msgSeqNum);

    public void Dispose() => _store.Dispose();

    private static void ThrowIf(bool isFull)
    {
        if (isFull)
        {
            throw new IOException("No space left on device");
        }
    }
}
