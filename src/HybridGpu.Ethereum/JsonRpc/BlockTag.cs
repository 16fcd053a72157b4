using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>A block by number or by its standing.</summary>
/// <param name="Text">As it goes to the node.</param>
/// <remarks>Source: Ethereum execution APIs, schema "BlockNumberOrTag".</remarks>
public readonly record struct BlockTag(string Text)
{
    /// <summary>The newest block.</summary>
    public static readonly BlockTag Latest = new("latest");

    /// <summary>The newest block and what waits to be in the next.</summary>
    public static readonly BlockTag Pending = new("pending");

    /// <summary>The newest block that an honest majority has attested.</summary>
    public static readonly BlockTag Safe = new("safe");

    /// <summary>The newest block that can't be reverted without burning a third of the stake.</summary>
    public static readonly BlockTag Finalized = new("finalized");

    /// <summary>The first block.</summary>
    public static readonly BlockTag Earliest = new("earliest");

    /// <summary>The block of a number.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The tag.</returns>
    public static BlockTag At(ulong number) => new(Hex.Quantity(number));

    /// <summary>As it goes to the node.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
