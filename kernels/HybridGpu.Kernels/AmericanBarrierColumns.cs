using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels;

/// <summary>American options with a barrier side by side, and their prices.</summary>
/// <remarks>The inputs are read by <see cref="AmericanBarrierBatch"/>.</remarks>
public sealed class AmericanBarrierColumns : SpotOptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    public AmericanBarrierColumns(int capacity)
        : base(capacity)
    {
        Style = new OptionStyle[Capacity];
        Barrier = NewColumn();
        Rebate = NewColumn();
        Down = NewColumn();
        IsIn = NewColumn();
    }

    /// <summary>One of the four from <see cref="OptionStyle.AmericanDownAndIn"/> on; another is a bad style.</summary>
    public OptionStyle[] Style { get; }

    /// <summary>Barrier, USD, watched all the time.</summary>
    public double[] Barrier { get; }

    /// <summary>Paid when a knock-out dies (at once), or when a knock-in has not come to life (at expiry), USD.
    /// </summary>
    public double[] Rebate { get; }

    /// <summary>Room for +1, −1 or, for a bad style, 0.</summary>
    internal double[] Down { get; }

    /// <summary>Room for 1 or 0.</summary>
    internal double[] IsIn { get; }

    /// <summary>Takes the styles of the options in use apart.</summary>
    internal void FillStyles()
    {
        int padded = Padded.Length(Count);
        for (int i = 0; i < padded; i++)
        {
            Down[i] = BarrierStyles.IsAmerican(Style[i]) ? BarrierStyles.Down(Style[i]) : 0.0;
            IsIn[i] = BarrierStyles.IsIn(Style[i]);
        }
    }
}
