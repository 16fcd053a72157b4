using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>What nothing looks like: the empty trees and the leaf of an account never written.</summary>
/// <remarks>Computed once, at the first use. Source: docs/wire.md, sections 11.1 to 11.5.</remarks>
public static class EmptyState
{
    /// <summary>Depth of an account's trees of pages.</summary>
    public const int PagesDepth = 8;

    /// <summary>Depth of an account's tree of order slots.</summary>
    public const int SlotsDepth = 10;

    /// <summary>Depth of the tree of instruments.</summary>
    public const int InstrumentsDepth = 20;

    /// <summary>Depth of the state tree.</summary>
    public const int StateDepth = 20;

    internal static readonly Hash32[] PageHashes =
        KeccakTree.EmptyNodes(PagesDepth, new Page().Hash());

    internal static readonly FieldElement[] PageElements =
        PoseidonTree.EmptyNodes(PagesDepth, new Page().Element());

    internal static readonly Hash32[] InstrumentHashes = KeccakTree.EmptyNodes(InstrumentsDepth, default);

    /// <summary>Log root of an account's pages, all free.</summary>
    public static readonly Hash32 PagesRoot = PageHashes[PagesDepth];

    /// <summary>Element of an account's pages, all free.</summary>
    public static readonly FieldElement PagesElement = PageElements[PagesDepth];

    /// <summary>Root of an account's order slots, none used.</summary>
    public static readonly Hash32 SlotsRoot =
        KeccakTree.EmptyNodes(SlotsDepth, Keccak256.Hash(new byte[16]))[SlotsDepth];

    /// <summary>Root of the instruments, none listed.</summary>
    public static readonly Hash32 InstrumentsRoot = InstrumentHashes[InstrumentsDepth];

    /// <summary>The leaf of an account never written.</summary>
    public static readonly AccountLeaf Account = new() { PagesRoot = PagesRoot, SlotsRoot = SlotsRoot };

    /// <summary>Its leaf hash.</summary>
    public static readonly Hash32 AccountLeafHash = Account.Hash();

    /// <summary>Its tree element.</summary>
    public static readonly FieldElement AccountElement = Account.Element(PagesElement);

    internal static readonly FieldElement[] StateElements = PoseidonTree.EmptyNodes(StateDepth, AccountElement);
}
