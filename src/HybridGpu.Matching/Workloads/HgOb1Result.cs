namespace HybridGpu.Matching.Workloads;

/// <summary>What HG-OB-1 comes to; the same for every correct book.</summary>
/// <param name="Trades">Fills.</param>
/// <param name="Quantity">Lots filled.</param>
/// <param name="Digest">Folded over maker, taker, price and lots of each fill in order.</param>
/// <param name="Resting">Orders resting at the end.</param>
public readonly record struct HgOb1Result(long Trades, long Quantity, ulong Digest, int Resting);
