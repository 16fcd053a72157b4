using HybridGpu.Domain;

namespace HybridGpu.Engine.Accounts;

/// <summary>A registered client session.</summary>
internal struct Session
{
    public Text40 CompId;
    public AccountId Account;
    public ulong LastMsgSeqNum;
}
