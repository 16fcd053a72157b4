namespace HybridGpu.Settlement.Hashing;

/// <summary>The node of every Poseidon tree: P(left, right).</summary>
/// <remarks>Source: docs/wire.md, section 11.</remarks>
public readonly struct PoseidonNodeHash : INodeHash<FieldElement>
{
    /// <inheritdoc/>
    public FieldElement Combine(in FieldElement left, in FieldElement right) => Poseidon.Hash(in left, in right);
}
