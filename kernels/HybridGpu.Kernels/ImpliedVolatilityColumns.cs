namespace HybridGpu.Kernels;

/// <summary>Prices of European options on forwards side by side, and the volatilities that they imply.</summary>
/// <remarks>The inputs and <see cref="Price"/> are read by <see cref="ImpliedVolatilityBatch"/>.</remarks>
public sealed class ImpliedVolatilityColumns : OptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    public ImpliedVolatilityColumns(int capacity)
        : base(capacity)
    {
        Forward = NewColumn();
        Price = NewColumn();
        Volatility = NewColumn();
    }

    /// <summary>Forward, USD.</summary>
    public double[] Forward { get; }

    /// <summary>Discounted price, USD.</summary>
    public double[] Price { get; }

    /// <summary>Output: volatility per √year; 0 unless the status is Ok.</summary>
    public double[] Volatility { get; }
}
