namespace HybridGpu.Fix.Store;

/// <summary>What a store keeps beside an outbound message's bytes.</summary>
/// <param name="MsgSeqNum">MsgSeqNum(34).</param>
/// <param name="SendingTimeNs">SendingTime(52), which becomes OrigSendingTime(122) of a resend.</param>
/// <param name="Cookie">The application's mark, 0 for none.</param>
/// <param name="BodyOffset">Where the body begins: what follows the header.</param>
/// <param name="Length">Bytes of the whole message.</param>
/// <param name="MayResend">False for administrative and stale messages, which are gap-filled.</param>
public readonly record struct StoredMessageInfo(
    long MsgSeqNum, long SendingTimeNs, ulong Cookie, int BodyOffset, int Length, bool MayResend);
