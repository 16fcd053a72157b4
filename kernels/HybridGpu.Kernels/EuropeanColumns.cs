namespace HybridGpu.Kernels;

/// <summary>European options on spots and forwards side by side, with price and eight sensitivities.</summary>
/// <remarks>
/// The inputs are read by <see cref="EuropeanBatch"/>. Units of the outputs: as in
/// <see cref="OptionSensitivities"/>; all are 0 unless the status is Ok.
/// </remarks>
public sealed class EuropeanColumns : OptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    public EuropeanColumns(int capacity)
        : base(capacity)
    {
        IsForward = new bool[Capacity];
        Underlying = NewColumn();
        Volatility = NewColumn();
        DividendYield = NewColumn();
        Price = NewColumn();
        Delta = NewColumn();
        Gamma = NewColumn();
        Vega = NewColumn();
        Theta = NewColumn();
        Rho = NewColumn();
        Vanna = NewColumn();
        Volga = NewColumn();
        Charm = NewColumn();
        SpotFlag = NewColumn();
    }

    /// <summary>Whether <see cref="Underlying"/> is a forward; else it is a spot price.</summary>
    public bool[] IsForward { get; }

    /// <summary>Spot or forward, USD.</summary>
    public double[] Underlying { get; }

    /// <summary>Volatility per √year.</summary>
    public double[] Volatility { get; }

    /// <summary>What the spot pays away; ignored with a forward.</summary>
    public double[] DividendYield { get; }

    /// <summary>Output: price, USD.</summary>
    public double[] Price { get; }

    /// <summary>Output: ∂P/∂S.</summary>
    public double[] Delta { get; }

    /// <summary>Output: ∂²P/∂S².</summary>
    public double[] Gamma { get; }

    /// <summary>Output: ∂P/∂σ.</summary>
    public double[] Vega { get; }

    /// <summary>Output: −∂P/∂T.</summary>
    public double[] Theta { get; }

    /// <summary>Output: ∂P/∂r.</summary>
    public double[] Rho { get; }

    /// <summary>Output: ∂²P/∂S∂σ.</summary>
    public double[] Vanna { get; }

    /// <summary>Output: ∂²P/∂σ².</summary>
    public double[] Volga { get; }

    /// <summary>Output: −∂²P/∂S∂T.</summary>
    public double[] Charm { get; }

    /// <summary>Room for the flags that the kernel makes of <see cref="IsForward"/>.</summary>
    internal double[] SpotFlag { get; }
}
