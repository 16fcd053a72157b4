namespace HybridGpu.Engine.Accounts;

/// <summary>What an account has sent and traded since its message window began.</summary>
/// <param name="StartNs">Begin in SequencedNs.</param>
/// <param name="Messages">Orders, replaces and quote entries.</param>
/// <param name="Trades">Trades.</param>
internal readonly record struct MessageWindow(long StartNs, uint Messages, uint Trades);
