namespace HybridGpu.Kernels;

/// <summary>The value and worst scenarios of every netting set of <see cref="PositionColumns"/>.</summary>
/// <remarks>
/// Shape: [set]. Units: micro-USD. The worst is the minimum over columns of Σ quantity·cell, positive when every column
/// gains; zero, column 0, where the set is empty. Of equal columns the lowest counts. Owned and reused by the caller.
/// </remarks>
public sealed class MarginResult
{
    /// <summary>Σ quantity·mark.</summary>
    public readonly long[] MarkValue;

    /// <summary>The worst over the settlement grid, columns 0 to 15.</summary>
    public readonly long[] WorstGrid;

    /// <summary>Its column.</summary>
    public readonly byte[] WorstGridColumn;

    /// <summary>The worst over all 64 columns.</summary>
    public readonly long[] WorstAll;

    /// <summary>Its column.</summary>
    public readonly byte[] WorstAllColumn;

    /// <summary>Allocates room for so many sets.</summary>
    public MarginResult(int setCapacity)
    {
        MarkValue = Padded.Pinned<long>(setCapacity);
        WorstGrid = Padded.Pinned<long>(setCapacity);
        WorstGridColumn = Padded.Pinned<byte>(setCapacity);
        WorstAll = Padded.Pinned<long>(setCapacity);
        WorstAllColumn = Padded.Pinned<byte>(setCapacity);
    }

    /// <summary>The most sets that fit.</summary>
    public int SetCapacity => MarkValue.Length;
}
