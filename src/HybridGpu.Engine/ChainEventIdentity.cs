using System.Collections.Generic;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine;

/// <summary>Two opening credits are the same when chain, block hash and log index are.</summary>
internal sealed class ChainEventIdentity : IEqualityComparer<ChainEvent>
{
    public static readonly ChainEventIdentity Comparer = new();

    public bool Equals(ChainEvent x, ChainEvent y) =>
        x.ChainId == y.ChainId && x.LogIndex == y.LogIndex && x.BlockHash == y.BlockHash;

    public int GetHashCode(ChainEvent obj) => unchecked((int)StateDigest.OfChainEvent(in obj));
}
