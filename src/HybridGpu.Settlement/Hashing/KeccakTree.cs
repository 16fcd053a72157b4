using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Hashing;

/// <summary>A sparse Merkle tree of Keccak-256 nodes: pages as the log commits to them, instruments, slots.</summary>
/// <remarks>As <see cref="SparseTree{TNode, THash}"/>; a hash is one permutation.</remarks>
public sealed class KeccakTree : SparseTree<Hash32, KeccakNodeHash>
{
    /// <summary>A tree of empty leaves.</summary>
    /// <param name="empty">The empty tree's nodes by height.</param>
    public KeccakTree(Hash32[] empty)
        : base(empty)
    {
    }
}
