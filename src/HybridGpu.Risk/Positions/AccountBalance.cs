namespace HybridGpu.Risk.Positions;

/// <summary>An account in <see cref="AccountTable"/>.</summary>
internal struct AccountBalance
{
    /// <summary>True once an event has named the account.</summary>
    public bool IsKnown;

    /// <summary>True when something of this account could not be taken in.</summary>
    public bool IsIncomplete;

    /// <summary>Cash in micro-USD, fees not taken off.</summary>
    public long CashMicros;

    /// <summary>Fees owed in micro-USD.</summary>
    public long FeesMicros;

    /// <summary>Open positions.</summary>
    public int PositionCount;

    /// <summary>Those of them without a price.</summary>
    public int UnpricedCount;
}
