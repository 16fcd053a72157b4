using System;
using System.Collections.Generic;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>Shows that an account is in a state: what an owner takes to the chain to withdraw or escape.</summary>
/// <param name="Account">The account.</param>
/// <param name="Leaf">Its leaf.</param>
/// <param name="PagesElement">Element of its pages in the tree that proofs see.</param>
/// <param name="Siblings">20 tree elements, lowest first.</param>
/// <param name="StateRoot">The root that it leads to.</param>
public sealed record AccountProof(
    uint Account, AccountLeaf Leaf, Hash32 PagesElement, IReadOnlyList<Hash32> Siblings, Hash32 StateRoot)
{
    /// <summary>Whether leaf, element and siblings lead to the root. About 0.5 ms.</summary>
    /// <returns>False also when a word isn't a field element.</returns>
    public bool IsValid()
    {
        var siblings = new FieldElement[Siblings.Count];
        Span<byte> word = stackalloc byte[FieldElement.Size];
        for (int i = 0; i < siblings.Length; i++)
        {
            Siblings[i].CopyTo(word);
            if (!FieldElement.TryRead(word, out siblings[i]))
            {
                return false;
            }
        }

        PagesElement.CopyTo(word);
        return siblings.Length == EmptyState.StateDepth && FieldElement.TryRead(word, out FieldElement pages)
            && PoseidonTree.RootOf(Account, Leaf.Element(in pages), siblings).ToHash32() == StateRoot;
    }
}
