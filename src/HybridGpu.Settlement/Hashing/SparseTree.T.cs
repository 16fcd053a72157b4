using System;
using System.Collections.Generic;

namespace HybridGpu.Settlement.Hashing;

/// <summary>A Merkle tree of fixed depth, most of whose leaves are the empty one: only nodes that differ from an
/// empty tree's are kept.</summary>
/// <remarks>
/// Cost: an update hashes once a level; memory is a dictionary entry for each node above a leaf ever set, at most
/// depth + 1 a leaf. Thread: one at a time. Errors: an index outside the tree throws.
/// </remarks>
/// <typeparam name="TNode">A node.</typeparam>
/// <typeparam name="THash">How nodes combine.</typeparam>
public abstract class SparseTree<TNode, THash>
    where TNode : struct, IEquatable<TNode>
    where THash : struct, INodeHash<TNode>
{
    private readonly TNode[] _empty;
    private readonly Dictionary<ulong, TNode> _nodes = [];

    /// <summary>A tree of empty leaves.</summary>
    /// <param name="empty">Nodes of the empty tree by height, the leaf first (<see cref="EmptyNodes"/>); shared, never
    /// written.</param>
    protected SparseTree(TNode[] empty)
    {
        _empty = empty;
    }

    /// <summary>Levels above the leaves.</summary>
    public int Depth => _empty.Length - 1;

    /// <summary>The root.</summary>
    public TNode Root => Node(Depth, 0);

    /// <summary>A leaf.</summary>
    /// <param name="index">Below 2^depth.</param>
    public TNode this[uint index]
    {
        get
        {
            CheckIndex(index);
            return Node(0, index);
        }
    }

    /// <summary>The nodes of an empty tree by height.</summary>
    /// <param name="depth">Levels above the leaves, at most 31.</param>
    /// <param name="leaf">The empty leaf.</param>
    /// <returns>depth + 1 nodes, the leaf first.</returns>
    public static TNode[] EmptyNodes(int depth, TNode leaf)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 31);
        var empty = new TNode[depth + 1];
        empty[0] = leaf;
        for (int height = 0; height < depth; height++)
        {
            empty[height + 1] = default(THash).Combine(in empty[height], in empty[height]);
        }

        return empty;
    }

    /// <summary>Sets a leaf and rehashes its path.</summary>
    /// <param name="index">Below 2^depth.</param>
    /// <param name="leaf">The leaf.</param>
    /// <returns>The new root.</returns>
    public TNode Set(uint index, TNode leaf)
    {
        CheckIndex(index);
        TNode node = leaf;
        for (int height = 0; height < Depth; height++)
        {
            _nodes[Key(height, index)] = node;
            TNode sibling = Node(height, index ^ 1);
            node = (index & 1) == 0
                ? default(THash).Combine(in node, in sibling)
                : default(THash).Combine(in sibling, in node);
            index >>= 1;
        }

        _nodes[Key(Depth, 0)] = node;
        return node;
    }

    /// <summary>Sets many leaves and hashes each node above any of them once.</summary>
    /// <param name="indices">Strictly ascending.</param>
    /// <param name="leaves">As many.</param>
    public void SetMany(ReadOnlySpan<uint> indices, ReadOnlySpan<TNode> leaves)
    {
        CheckIndices(indices, leaves.Length);
        uint[] above = indices.ToArray();
        int count = above.Length;
        for (int i = 0; i < count; i++)
        {
            _nodes[Key(0, above[i])] = leaves[i];
        }

        for (int height = 0; height < Depth; height++)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                uint parent = above[i] >> 1;
                if (kept > 0 && above[kept - 1] == parent)
                {
                    continue;
                }

                above[kept++] = parent;
                TNode left = Node(height, 2 * parent);
                TNode right = Node(height, (2 * parent) + 1);
                _nodes[Key(height + 1, parent)] = default(THash).Combine(in left, in right);
            }

            count = kept;
        }
    }

    /// <summary>Sets many leaves one after the other and gives the root after each.</summary>
    /// <remarks>The roots are those of so many calls of <see cref="Set"/>, found level by level: on its level an entry
    /// needs the left neighbour as the entries before it left it, and the right one as it was, as the entries ascend.
    /// So a level's hashes don't depend on each other, and nodes are written once.</remarks>
    /// <param name="indices">Strictly ascending.</param>
    /// <param name="leaves">As many.</param>
    /// <param name="roots">As many: the root with this leaf and all before it set.</param>
    public void SetChained(ReadOnlySpan<uint> indices, ReadOnlySpan<TNode> leaves, Span<TNode> roots)
    {
        CheckIndices(indices, leaves.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(roots.Length, indices.Length, nameof(roots));
        leaves.CopyTo(roots);
        int count = indices.Length;
        TNode[] siblings = new TNode[count];
        for (int height = 0; height < Depth; height++)
        {
            CollectSiblings(height, indices, roots, siblings);
            for (int i = 0; i < count; i++)
            {
                uint index = indices[i] >> height;
                bool isLastOfNode = i + 1 == count || indices[i + 1] >> height != index;
                if (isLastOfNode)
                {
                    _nodes[Key(height, index)] = roots[i];
                }
            }

            for (int i = 0; i < count; i++)
            {
                roots[i] = ((indices[i] >> height) & 1) == 0
                    ? default(THash).Combine(in roots[i], in siblings[i])
                    : default(THash).Combine(in siblings[i], in roots[i]);
            }
        }

        if (count > 0)
        {
            _nodes[Key(Depth, 0)] = roots[count - 1];
        }
    }

    /// <summary>The siblings on a leaf's way to the root, lowest first.</summary>
    /// <param name="index">Below 2^depth.</param>
    /// <returns>As many as the depth.</returns>
    public TNode[] Prove(uint index)
    {
        CheckIndex(index);
        var siblings = new TNode[Depth];
        for (int height = 0; height < Depth; height++)
        {
            siblings[height] = Node(height, (index >> height) ^ 1);
        }

        return siblings;
    }

    /// <summary>The root that a leaf and its siblings lead to.</summary>
    /// <param name="index">The leaf's place.</param>
    /// <param name="leaf">The leaf.</param>
    /// <param name="siblings">Lowest first.</param>
    /// <returns>The root.</returns>
    public static TNode RootOf(uint index, TNode leaf, ReadOnlySpan<TNode> siblings)
    {
        TNode node = leaf;
        foreach (TNode sibling in siblings)
        {
            node = (index & 1) == 0
                ? default(THash).Combine(in node, in sibling)
                : default(THash).Combine(in sibling, in node);
            index >>= 1;
        }

        return node;
    }

    private static ulong Key(int height, uint index) => ((ulong)height << 32) | index;

    private void CollectSiblings(
        int height, ReadOnlySpan<uint> indices, ReadOnlySpan<TNode> values, Span<TNode> siblings)
    {
        // The place, among the entries, of the last one that changed the node before the current one.
        int lastOfPrevious = -1;
        for (int i = 0; i < indices.Length; i++)
        {
            uint index = indices[i] >> height;
            if (i > 0 && indices[i - 1] >> height != index)
            {
                lastOfPrevious = i - 1;
            }

            bool isLeftFresh = (index & 1) != 0 && lastOfPrevious >= 0
                && indices[lastOfPrevious] >> height == (index ^ 1);
            siblings[i] = isLeftFresh ? values[lastOfPrevious] : Node(height, index ^ 1);
        }
    }

    private TNode Node(int height, uint index) =>
        _nodes.TryGetValue(Key(height, index), out TNode node) ? node : _empty[height];

    private void CheckIndex(uint index) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1u << Depth, nameof(index));

    private void CheckIndices(ReadOnlySpan<uint> indices, int leafCount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(leafCount, indices.Length, nameof(leafCount));
        for (int i = 0; i < indices.Length; i++)
        {
            CheckIndex(indices[i]);
            if (i > 0 && indices[i] <= indices[i - 1])
            {
                throw new ArgumentException("leaves must be given in ascending order, each once", nameof(indices));
            }
        }
    }
}
