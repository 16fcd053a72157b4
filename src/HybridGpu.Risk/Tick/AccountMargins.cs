using System;
using HybridGpu.Domain;
using HybridGpu.Kernels;
using HybridGpu.Risk.Positions;

namespace HybridGpu.Risk.Tick;

/// <summary>Feeds the margin kernel: the position book's copy with instruments replaced by rows of the current
/// arrays.</summary>
/// <remarks>Rebuilt only when the book or the rows changed. A position without a row is left out and counted. No
/// allocation
/// once the number of underlyings has settled. Thread: the risk thread's.</remarks>
internal sealed class AccountMargins
{
    private readonly PositionColumns _columns;
    private readonly int[] _rowOf;
    private readonly int[] _unpriced;
    private readonly int _accountCapacity;
    private readonly InstrumentId[] _instruments;
    private int _instrumentCount;

    public AccountMargins(RiskLimits limits)
    {
        Table = new PositionTable(limits);
        _columns = new PositionColumns(limits.AccountCapacity, limits.PositionCapacity);
        _unpriced = new int[limits.AccountCapacity];
        _rowOf = new int[limits.InstrumentCapacity];
        _instruments = new InstrumentId[limits.ContractCapacity];
        _accountCapacity = limits.AccountCapacity;
        Array.Fill(_rowOf, -1);
    }

    /// <summary>The book as last copied.</summary>
    public PositionTable Table { get; }

    /// <summary>Positions with rows, as the kernel saw them; accounts as in <see cref="Table"/>.</summary>
    public PositionColumns Columns => _columns;

    /// <summary>What the kernel found.</summary>
    public AccountMarginResult Result { get; private set; } = new(0, 1);

    /// <summary>Positions without a row, by account.</summary>
    public ReadOnlySpan<int> Unpriced => _unpriced.AsSpan(0, _columns.AccountCount);

    /// <summary>Takes over which instruments stand in which rows.</summary>
    /// <returns>True when they differ from before.</returns>
    public bool SetRows(ReadOnlySpan<InstrumentId> instruments)
    {
        if (instruments.SequenceEqual(_instruments.AsSpan(0, _instrumentCount)))
        {
            return false;
        }

        foreach (InstrumentId old in _instruments.AsSpan(0, _instrumentCount))
        {
            _rowOf[old.Value] = -1;
        }

        instruments.CopyTo(_instruments);
        _instrumentCount = instruments.Length;
        for (int row = 0; row < instruments.Length; row++)
        {
            _rowOf[instruments[row].Value] = row;
        }

        return true;
    }

    /// <summary>Computes every account's mark value and worst columns.</summary>
    public void Run(
        PositionBook book, bool rowsChanged, IKernelBackend backend, ReadOnlySpan<byte> riskClasses, int classCount,
        ScenarioGridResult grid)
    {
        if (book.CopyTo(Table) || rowsChanged)
        {
            FillColumns();
        }

        if (Result.RiskClassCount != classCount || Result.AccountCapacity != _accountCapacity)
        {
            Result = new AccountMarginResult(_accountCapacity, classCount);
        }

        backend.AccountMargin(_columns, riskClasses, grid, Result);
    }

    private void FillColumns()
    {
        ReadOnlySpan<int> start = Table.Start;
        ReadOnlySpan<uint> instruments = Table.Instruments;
        ReadOnlySpan<long> lots = Table.Lots;
        int at = 0;
        for (int account = 0; account < Table.Accounts.Length; account++)
        {
            _columns.AccountStart[account] = at;
            int unpriced = 0;
            for (int i = start[account]; i < start[account + 1]; i++)
            {
                int row = _rowOf[instruments[i]];
                if (row < 0)
                {
                    unpriced++;
                    continue;
                }

                _columns.ContractIndex[at] = row;
                _columns.Quantity[at] = lots[i];
                at++;
            }

            _unpriced[account] = unpriced;
        }

        _columns.AccountStart[Table.Accounts.Length] = at;
        _columns.AccountCount = Table.Accounts.Length;
    }
}
