namespace HybridGpu.Domain;

/// <summary>An underlying asset; losses of one are never netted against gains of another.</summary>
/// <param name="Value">Index below <see cref="Capacity"/>.</param>
public readonly record struct UnderlyingId(byte Value)
{
    /// <summary>Number of underlyings that a venue can carry.</summary>
    public const int Capacity = 16;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
