namespace HybridGpu.Kernels;

/// <summary>American options on spots side by side, and their prices. A forward has its rate as its yield.</summary>
/// <remarks>The inputs are read by <see cref="AmericanBatch"/>.</remarks>
public sealed class AmericanColumns : SpotOptionColumns
{
    /// <summary>Columns with room for so many options.</summary>
    public AmericanColumns(int capacity)
        : base(capacity)
    {
    }
}
