namespace HybridGpu.Settlement.Chain;

/// <summary>What became of sending again what a chain has lost.</summary>
/// <param name="Sent">Transactions that the node took, or had already.</param>
/// <param name="Missing">Transactions that the chain doesn't count and the node didn't take.</param>
/// <param name="Error">Why it didn't take the first of those; null if there are none.</param>
public sealed record RebroadcastResult(int Sent, int Missing, string? Error);
