namespace HybridGpu.Domain;

/// <summary>The venue's number of an order or of one side of a quote; 0 is none.</summary>
/// <param name="Value">Counted by the engine from 1, in acceptance order, and therefore also time priority.</param>
public readonly record struct OrderId(ulong Value)
{
    /// <summary>No order.</summary>
    public static readonly OrderId None;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
