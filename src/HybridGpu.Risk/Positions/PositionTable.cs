using System;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Positions;

/// <summary>A copy of the book at one event, sorted by account and then instrument (compressed sparse rows).</summary>
/// <remarks>Allocated once, overwritten at each copy. Thread: the risk thread's.</remarks>
internal sealed class PositionTable
{
    private readonly AccountId[] _accounts;
    private readonly long[] _cash;
    private readonly long[] _fees;
    private readonly bool[] _isIncomplete;
    private readonly int[] _start;
    private readonly uint[] _instruments;
    private readonly long[] _lots;
    private int _accountCount;

    public PositionTable(RiskLimits limits)
    {
        _accounts = new AccountId[limits.Checked().AccountCapacity];
        _cash = new long[limits.AccountCapacity];
        _fees = new long[limits.AccountCapacity];
        _isIncomplete = new bool[limits.AccountCapacity];
        _start = new int[limits.AccountCapacity + 1];
        _instruments = new uint[limits.PositionCapacity];
        _lots = new long[limits.PositionCapacity];
    }

    /// <summary>Version of the book that was copied; 0 before the first copy.</summary>
    public long Version { get; set; }

    /// <summary>Ordinal of the last event in it.</summary>
    public ulong LastOrdinal { get; set; }

    public ReadOnlySpan<AccountId> Accounts => _accounts.AsSpan(0, _accountCount);

    public ReadOnlySpan<long> CashMicros => _cash.AsSpan(0, _accountCount);

    public ReadOnlySpan<long> FeesMicros => _fees.AsSpan(0, _accountCount);

    public ReadOnlySpan<bool> IsIncomplete => _isIncomplete.AsSpan(0, _accountCount);

    /// <summary>Positions of account a are [Start[a], Start[a + 1]).</summary>
    public ReadOnlySpan<int> Start => _start.AsSpan(0, _accountCount + 1);

    public ReadOnlySpan<uint> Instruments => _instruments.AsSpan(0, _start[_accountCount]);

    public ReadOnlySpan<long> Lots => _lots.AsSpan(0, _start[_accountCount]);

    public void Clear() => _accountCount = 0;

    public void Append(AccountId account, in AccountHolding holding)
    {
        int at = _accountCount++;
        _accounts[at] = account;
        _cash[at] = holding.CashMicros;
        _fees[at] = holding.FeesMicros;
        _isIncomplete[at] = holding.IsIncomplete;
        holding.Instruments.CopyTo(_instruments.AsSpan(_start[at]));
        holding.Lots.CopyTo(_lots.AsSpan(_start[at]));
        _start[at + 1] = _start[at] + holding.Count;
    }
}
