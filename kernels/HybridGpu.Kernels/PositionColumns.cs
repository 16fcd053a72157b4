using System;

namespace HybridGpu.Kernels;

/// <summary>Positions by netting set (compressed sparse rows with slack), filled by the caller and reused.</summary>
/// <remarks>
/// A netting set is the positions of one account in one risk class (underlying): what nets under a scenario. Those of
/// set i are [SetStart[i], SetStart[i] + SetLength[i]), in any order; between two sets there may be room for positions
/// to come. A backend on a device keeps its own copy and takes over what was marked as changed since it last looked,
/// so that a tick sends fills, not the book. Thread: one writer, not while a kernel runs.
/// </remarks>
public sealed class PositionColumns
{
    /// <summary>Where each set's positions begin.</summary>
    public readonly int[] SetStart;

    /// <summary>How many positions each set has.</summary>
    public readonly int[] SetLength;

    /// <summary>The contract of each position.</summary>
    public readonly int[] ContractIndex;

    /// <summary>Signed lots of each position.</summary>
    public readonly long[] Quantity;

    private readonly int[] _changedSets;
    private readonly bool[] _isChanged;
    private int _changedCount;
    private int _setCount;

    /// <summary>Allocates room for so many sets and positions, slack included.</summary>
    public PositionColumns(int setCapacity, int positionCapacity)
    {
        SetStart = Padded.Pinned<int>(setCapacity);
        SetLength = Padded.Pinned<int>(setCapacity);
        ContractIndex = Padded.Pinned<int>(positionCapacity);
        Quantity = Padded.Pinned<long>(positionCapacity);
        _changedSets = new int[setCapacity];
        _isChanged = new bool[setCapacity];
    }

    /// <summary>The most sets that fit.</summary>
    public int SetCapacity => SetStart.Length;

    /// <summary>The most positions that fit, slack included.</summary>
    public int PositionCapacity => Quantity.Length;

    /// <summary>Sets in use.</summary>
    public int SetCount
    {
        get => _setCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, SetCapacity);
            _setCount = value;
            MarkAllChanged();
        }
    }

    /// <summary>Sets changed one by one since the last <see cref="ClearChanges"/>, each once.</summary>
    public ReadOnlySpan<int> ChangedSets => _changedSets.AsSpan(0, _changedCount);

    /// <summary>Whether everything may have changed; <see cref="ChangedSets"/> then says nothing.</summary>
    public bool AllChanged { get; private set; } = true;

    /// <summary>Tells that positions or the length of a set changed, not its start.</summary>
    public void MarkChanged(int set)
    {
        if (!_isChanged[set])
        {
            _isChanged[set] = true;
            _changedSets[_changedCount++] = set;
        }
    }

    /// <summary>Tells that anything may have changed, starts and the number of sets included.</summary>
    public void MarkAllChanged() => AllChanged = true;

    /// <summary>Called by the one that keeps a copy, once it has taken the changes over.</summary>
    internal void ClearChanges()
    {
        foreach (int set in ChangedSets)
        {
            _isChanged[set] = false;
        }

        _changedCount = 0;
        AllChanged = false;
    }
}
