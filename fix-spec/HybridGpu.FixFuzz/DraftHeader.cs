namespace HybridGpu.FixFuzz;

/// <summary>What a peer would put into the header at this moment.</summary>
/// <param name="MsgSeqNum">MsgSeqNum(34).</param>
/// <param name="Expected">The number that the peer expects next: what it would ask to be sent again is below.</param>
/// <param name="Sender">SenderCompID(49).</param>
/// <param name="Target">TargetCompID(56).</param>
/// <param name="SendingTime">SendingTime(52).</param>
/// <param name="PossDup">Whether it is sent again: 43=Y with 122.</param>
internal readonly record struct DraftHeader(
    long MsgSeqNum, long Expected, byte[] Sender, byte[] Target, byte[] SendingTime, bool PossDup);
