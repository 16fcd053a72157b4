using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>A published chunk as the chain remembers it; all zero where there is none.</summary>
/// <param name="Root">Root of its items, computed by the contract.</param>
/// <param name="Section">Its section.</param>
/// <param name="FirstItem">Number of its first item in the section.</param>
/// <param name="ItemCount">Items in it.</param>
public sealed record PostedChunk(Hash32 Root, byte Section, uint FirstItem, uint ItemCount);
