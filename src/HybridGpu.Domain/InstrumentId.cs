namespace HybridGpu.Domain;

/// <summary>A listed contract. Ids are given in listing order and never reused, so they index arrays
/// directly.</summary>
/// <param name="Value">Listing index, below <see cref="Capacity"/>.</param>
public readonly record struct InstrumentId(uint Value)
{
    /// <summary>Number of instruments that one journal can list, expired ones included.</summary>
    public const uint Capacity = 1u << 20;

    /// <summary>In a listing: the engine gives the next number. Nothing listed has it.</summary>
    public static readonly InstrumentId Unassigned = new(uint.MaxValue);

    /// <summary>Number of consecutive instruments that share a page of the state tree.</summary>
    public const int GroupSize = 16;

    /// <summary>The page group of this instrument.</summary>
    public uint Group => Value / GroupSize;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
