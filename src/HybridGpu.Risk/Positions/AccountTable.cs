using System;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Positions;

/// <summary>Balances of every account at one event, by account number.</summary>
/// <remarks>Allocated once; an account is overwritten when it changed. Thread: the risk thread's.</remarks>
internal sealed class AccountTable(int accountCapacity)
{
    private readonly AccountBalance[] _balances = new AccountBalance[accountCapacity];
    private int _end;

    /// <summary>Version of the book that was copied; 0 before the first copy.</summary>
    public long Version { get; set; }

    /// <summary>Ordinal of the last event in it.</summary>
    public ulong LastOrdinal { get; set; }

    /// <summary>Accounts that an event has named.</summary>
    public int KnownCount { get; private set; }

    /// <summary>Every account up to the last known, the unknown between them included.</summary>
    public ReadOnlySpan<AccountBalance> Balances => _balances.AsSpan(0, _end);

    /// <summary>Overwrites an account.</summary>
    public void Set(AccountId account, in AccountHolding holding, int unpricedCount)
    {
        ref AccountBalance balance = ref _balances[account.Value];
        KnownCount += balance.IsKnown ? 0 : 1;
        _end = Math.Max(_end, (int)account.Value + 1);
        balance = new AccountBalance
        {
            IsKnown = true,
            IsIncomplete = holding.IsIncomplete,
            CashMicros = holding.CashMicros,
            FeesMicros = holding.FeesMicros,
            PositionCount = holding.Count,
            UnpricedCount = unpricedCount,
        };
    }
}
