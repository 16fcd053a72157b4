using System;
using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Kernels;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Risk.Tick;

/// <summary>Feeds the margin kernel: the book's positions by netting set, instruments replaced by rows of the current
/// arrays.</summary>
/// <remarks>
/// Set a · U + u holds the positions of account a in the underlying of row u. A fill changes the sets of its two
/// accounts; everything is laid out anew, each set with a quarter of slack, when the rows changed or a set has
/// outgrown its room. A position without a row is left out and counted. No allocation once the number of underlyings
/// has settled. Thread: the risk thread's.
/// </remarks>
internal sealed class AccountMargins : IHoldingReader
{
    private const int SlackMin = 2;

    private readonly RiskLimits _limits;
    private readonly int[] _rowOf;
    private readonly InstrumentId[] _instruments;
    private readonly byte[] _classes;
    private int[] _room = [];
    private int _instrumentCount;
    private bool _mustLay = true;

    public AccountMargins(RiskLimits limits)
    {
        _limits = limits;
        Table = new AccountTable(limits.AccountCapacity);
        _rowOf = new int[limits.InstrumentCapacity];
        _instruments = new InstrumentId[limits.ContractCapacity];
        _classes = new byte[limits.ContractCapacity];
        Array.Fill(_rowOf, -1);
    }

    /// <summary>The book's balances as last copied.</summary>
    public AccountTable Table { get; }

    /// <summary>Positions as the kernel saw them.</summary>
    public PositionColumns Columns { get; private set; } = new(0, 0);

    /// <summary>What the kernel found, by netting set.</summary>
    public MarginResult Result { get; private set; } = new(0);

    /// <summary>Underlyings, U.</summary>
    public int ClassCount { get; private set; }

    /// <summary>How often everything was laid out anew.</summary>
    public long LayoutCount { get; private set; }

    /// <summary>Takes over which instruments stand in which rows, and the row of each one's underlying.</summary>
    public void SetRows(ReadOnlySpan<InstrumentId> instruments, ReadOnlySpan<byte> riskClasses, int classCount)
    {
        if (classCount == ClassCount && instruments.SequenceEqual(_instruments.AsSpan(0, _instrumentCount))
            && riskClasses.SequenceEqual(_classes.AsSpan(0, _instrumentCount)))
        {
            return;
        }

        foreach (InstrumentId old in _instruments.AsSpan(0, _instrumentCount))
        {
            _rowOf[old.Value] = -1;
        }

        instruments.CopyTo(_instruments);
        riskClasses.CopyTo(_classes);
        _instrumentCount = instruments.Length;
        for (int row = 0; row < instruments.Length; row++)
        {
            _rowOf[instruments[row].Value] = row;
        }

        if (classCount != ClassCount)
        {
            ClassCount = classCount;
            int sets = checked(_limits.AccountCapacity * classCount);
            Columns = new PositionColumns(
                sets, checked(_limits.PositionCapacity + (_limits.PositionCapacity / 4) + (SlackMin * sets)));
            Result = new MarginResult(sets);
            _room = new int[sets];
        }

        _mustLay = true;
    }

    /// <summary>Computes every set's mark value and worst columns.</summary>
    public void Run(PositionBook book, IKernelBackend backend, ScenarioGridResult grid)
    {
        long version = 0;
        ulong lastOrdinal = 0;
        if (_mustLay || !book.TryCopyChanges(this, out version, out lastOrdinal))
        {
            LayoutCount++;
            Array.Clear(_room);
            Array.Clear(Columns.SetLength);
            book.CopyAll(this, out version, out lastOrdinal);
            _mustLay = false;
        }

        (Table.Version, Table.LastOrdinal) = (version, lastOrdinal);
        backend.Margin(Columns, grid, Result);
    }

    /// <summary>What an account holds of the contracts that have rows, as of the last <see cref="Run"/>. A
    /// copy.</summary>
    public Dictionary<InstrumentId, long> HoldingsOf(AccountId account)
    {
        Dictionary<InstrumentId, long> held = [];
        int first = (int)account.Value * ClassCount;
        for (int set = first; set < Math.Min(first + ClassCount, Columns.SetCount); set++)
        {
            for (int i = Columns.SetStart[set]; i < Columns.SetStart[set] + Columns.SetLength[set]; i++)
            {
                held[_instruments[Columns.ContractIndex[i]]] = Columns.Quantity[i];
            }
        }

        return held;
    }

    /// <inheritdoc/>
    void IHoldingReader.Measure(AccountId account, in AccountHolding holding)
    {
        int first = (int)account.Value * ClassCount;
        foreach (uint instrument in holding.Instruments)
        {
            int row = _rowOf[instrument];
            if (row >= 0)
            {
                _room[first + _classes[row]]++;
            }
        }

        int end = first + ClassCount;
        Columns.SetCount = Math.Max(Columns.SetCount, end);
    }

    /// <inheritdoc/>
    void IHoldingReader.Lay()
    {
        int at = 0;
        for (int set = 0; set < Columns.SetCount; set++)
        {
            Columns.SetStart[set] = at;
            _room[set] += Math.Max(SlackMin, _room[set] / 4);
            at += _room[set];
        }

        Columns.MarkAllChanged();
    }

    /// <inheritdoc/>
    bool IHoldingReader.TryTake(AccountId account, in AccountHolding holding)
    {
        int first = (int)account.Value * ClassCount;
        if (first >= Columns.SetCount)
        {
            return false;
        }

        int unpriced = 0;
        Columns.SetLength.AsSpan(first, ClassCount).Clear();
        for (int i = 0; i < holding.Count; i++)
        {
            int row = _rowOf[holding.Instruments[i]];
            if (row < 0)
            {
                unpriced++;
                continue;
            }

            int set = first + _classes[row];
            int length = Columns.SetLength[set];
            if (length == _room[set])
            {
                return false;
            }

            Columns.ContractIndex[Columns.SetStart[set] + length] = row;
            Columns.Quantity[Columns.SetStart[set] + length] = holding.Lots[i];
            Columns.SetLength[set] = length + 1;
        }

        for (int set = first; set < first + ClassCount; set++)
        {
            Columns.MarkChanged(set);
        }

        Table.Set(account, in holding, unpriced);
        return true;
    }
}
