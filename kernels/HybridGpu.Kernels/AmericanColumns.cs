namespace HybridGpu.Kernels;

/// <summary>American options on spots side by side, and their prices. A forward has its rate as its yield.</summary>
/// <remarks>The inputs are read by <see cref="AmericanBatch"/>.</remarks>
public sealed class AmericanColumns : OptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    public AmericanColumns(int capacity)
        : base(capacity)
    {
        Spot = NewColumn();
        Volatility = NewColumn();
        DividendYield = NewColumn();
        Price = NewColumn();
        Delta = NewColumn();
        Gamma = NewColumn();
    }

    /// <summary>Spot, USD.</summary>
    public double[] Spot { get; }

    /// <summary>Volatility per √year.</summary>
    public double[] Volatility { get; }

    /// <summary>What the spot pays away.</summary>
    public double[] DividendYield { get; }

    /// <summary>Output: price, USD; 0 unless the status is Ok.</summary>
    public double[] Price { get; }

    /// <summary>Output: ∂P/∂S.</summary>
    public double[] Delta { get; }

    /// <summary>Output: ∂²P/∂S², per USD.</summary>
    public double[] Gamma { get; }
}
