using System;
using HybridGpu.Domain;
using HybridGpu.Risk.Arrays;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Risk.Tick;

/// <summary>The whole venue's risk as one tick saw it.</summary>
/// <remarks>Immutable, replaced by reference: hold on to one as long as you like. Thread: any.</remarks>
public sealed class RiskSnapshot
{
    private readonly AccountRisk[] _accounts;
    private readonly UnderlyingRisk[] _byUnderlying;
    private readonly ContractRisk[] _contracts;
    private readonly BadContract[] _badContracts;
    private readonly ExpirySurface[] _surfaces;
    private readonly int _underlyingCount;

    internal RiskSnapshot(
        AccountRisk[] accounts, UnderlyingRisk[] byUnderlying, ContractRisk[] contracts, BadContract[] badContracts,
        ExpirySurface[] surfaces)
    {
        _accounts = accounts;
        _byUnderlying = byUnderlying;
        _contracts = contracts;
        _badContracts = badContracts;
        _surfaces = surfaces;
        _underlyingCount = accounts.Length == 0 ? 0 : byUnderlying.Length / accounts.Length;
    }

    /// <summary>Number of the tick, from 1.</summary>
    public required ulong Tick { get; init; }

    /// <summary>The newest epoch made when this tick ended; 0 before the first.</summary>
    public required ulong Epoch { get; init; }

    /// <summary>Market time of the inputs.</summary>
    public required long MarketNs { get; init; }

    /// <summary>Ordinal of the last venue event counted in.</summary>
    public required ulong LastOrdinal { get; init; }

    /// <summary>Sums.</summary>
    public required RiskTotals Totals { get; init; }

    /// <summary>Where the time went.</summary>
    public required TickTimings Timings { get; init; }

    /// <summary>Accounts, ascending.</summary>
    public ReadOnlySpan<AccountRisk> Accounts => _accounts;

    /// <summary>Contracts priced, ascending.</summary>
    public ReadOnlySpan<ContractRisk> Contracts => _contracts;

    /// <summary>Contracts that could not be priced, ascending.</summary>
    public ReadOnlySpan<BadContract> BadContracts => _badContracts;

    /// <summary>How well volatilities are known, by underlying and expiry; empty where no surface was
    /// fitted.</summary>
    public ReadOnlySpan<ExpirySurface> Surfaces => _surfaces;

    /// <summary>Risk by underlying of the account at a row of <see cref="Accounts"/>; one entry an underlying,
    /// ascending.</summary>
    public ReadOnlySpan<UnderlyingRisk> UnderlyingsAt(int accountRow) =>
        _byUnderlying.AsSpan(accountRow * _underlyingCount, _underlyingCount);

    /// <summary>Row of an account in <see cref="Accounts"/>, or -1.</summary>
    public int RowOf(AccountId account)
    {
        int low = 0;
        int high = _accounts.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _accounts[middle].Account.Value.CompareTo(account.Value);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>An account's risk; false when it isn't in the snapshot.</summary>
    public bool TryGetAccount(AccountId account, out AccountRisk risk)
    {
        int row = RowOf(account);
        risk = row < 0 ? default : _accounts[row];
        return row >= 0;
    }

    /// <summary>A contract's mark and Greeks; false when this tick didn't price it.</summary>
    public bool TryGetContract(InstrumentId instrument, out ContractRisk contract)
    {
        int low = 0;
        int high = _contracts.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _contracts[middle].Instrument.Value.CompareTo(instrument.Value);
            if (order == 0)
            {
                contract = _contracts[middle];
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        contract = default;
        return false;
    }
}
