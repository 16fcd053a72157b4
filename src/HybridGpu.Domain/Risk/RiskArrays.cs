using System;

namespace HybridGpu.Domain.Risk;

/// <summary>One epoch's integer risk arrays: what a lot of each contract is worth, and gains or loses in each
/// scenario.</summary>
/// <remarks>
/// Shape: contracts [C]; cells [C, 64] row-major, a contract's columns together. Units: micro-USD per lot.
/// Pooled and reused: after <see cref="Seal"/> nothing may change until the last holder has let go of it.
/// Thread: written by one thread before it is published, read-only afterwards.
/// </remarks>
public sealed class RiskArrays
{
    private readonly InstrumentId[] _instruments;
    private readonly long[] _marks;
    private readonly int[] _cells;
    private readonly int[] _rowOf;

    /// <summary>Arrays with room for a number of contracts.</summary>
    /// <param name="contractCapacity">Most contracts in one epoch.</param>
    /// <param name="instrumentCapacity">Most instruments ever listed; ids index a row table of this length.</param>
    public RiskArrays(int contractCapacity, int instrumentCapacity)
    {
        _instruments = new InstrumentId[contractCapacity];
        _marks = new long[contractCapacity];
        _cells = new int[contractCapacity * ScenarioColumns.Count];
        _rowOf = new int[instrumentCapacity];
    }

    /// <summary>Number of the epoch.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>Contracts priced.</summary>
    public int ContractCount { get; private set; }

    /// <summary>Most contracts.</summary>
    public int ContractCapacity => _instruments.Length;

    /// <summary>Instruments priced, ascending.</summary>
    public ReadOnlySpan<InstrumentId> Instruments => _instruments.AsSpan(0, ContractCount);

    /// <summary>Marks per lot.</summary>
    public ReadOnlySpan<long> Marks => _marks.AsSpan(0, ContractCount);

    /// <summary>All cells.</summary>
    public ReadOnlySpan<int> Cells => _cells.AsSpan(0, ContractCount * ScenarioColumns.Count);

    /// <summary>The buffers to fill before <see cref="Seal"/>.</summary>
    public (InstrumentId[] Instruments, long[] Marks, int[] Cells) Buffers => (_instruments, _marks, _cells);

    /// <summary>Declares the buffers filled.</summary>
    /// <param name="epoch">Number of the epoch.</param>
    /// <param name="contractCount">Rows filled, from the first.</param>
    /// <exception cref="ArgumentException">Ids out of range or not ascending: a bug of the producer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More rows than there is room for.</exception>
    public void Seal(ulong epoch, int contractCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contractCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(contractCount, ContractCapacity);

        // Rows of the last epoch need no clearing (RowOf checks back), and a refused epoch leaves no row readable.
        ContractCount = 0;
        for (int row = 0; row < contractCount; row++)
        {
            uint id = _instruments[row].Value;
            if (id >= (uint)_rowOf.Length || (row > 0 && id <= _instruments[row - 1].Value))
            {
                throw new ArgumentException(
                    $"Row {row} holds instrument {id}: ids must ascend within capacity.", nameof(contractCount));
            }

            _rowOf[id] = row;
        }

        Epoch = epoch;
        ContractCount = contractCount;
    }

    /// <summary>Row of an instrument, or -1 when this epoch doesn't price it. Hot path: two loads.</summary>
    /// <remarks>A sparse set: the row table keeps rows of earlier epochs, and a row counts only when the instrument
    /// that it holds now is the one asked for. So reuse costs nothing per instrument ever listed.</remarks>
    public int RowOf(InstrumentId instrument)
    {
        if (instrument.Value >= (uint)_rowOf.Length)
        {
            return -1;
        }

        int row = _rowOf[instrument.Value];
        return row < ContractCount && _instruments[row] == instrument ? row : -1;
    }

    /// <summary>Mark of a row in micro-USD per lot. Hot path.</summary>
    public long MarkAt(int row) => _marks[row];

    /// <summary>The 64 cells of a row. Hot path.</summary>
    public ReadOnlySpan<int> CellsAt(int row) => _cells.AsSpan(row * ScenarioColumns.Count, ScenarioColumns.Count);
}
