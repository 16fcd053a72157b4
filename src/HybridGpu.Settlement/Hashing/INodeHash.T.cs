namespace HybridGpu.Settlement.Hashing;

/// <summary>How a tree makes a node of two.</summary>
/// <remarks>Implemented by structs, so that the call is resolved at compile time.</remarks>
/// <typeparam name="TNode">A node.</typeparam>
public interface INodeHash<TNode>
{
    /// <summary>The node above two others.</summary>
    /// <param name="left">The one with the lower leaves.</param>
    /// <param name="right">The other.</param>
    /// <returns>The node.</returns>
    public TNode Combine(in TNode left, in TNode right);
}
