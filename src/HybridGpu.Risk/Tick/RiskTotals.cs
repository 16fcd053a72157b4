namespace HybridGpu.Risk.Tick;

/// <summary>Sums over all accounts; money in micro-USD, saturated at a long.</summary>
public readonly record struct RiskTotals
{
    /// <summary>Accounts.</summary>
    public int AccountCount { get; init; }

    /// <summary>Open positions.</summary>
    public int PositionCount { get; init; }

    /// <summary>Accounts whose equity doesn't cover initial margin.</summary>
    public int BelowInitialCount { get; init; }

    /// <summary>Accounts whose equity doesn't cover maintenance margin.</summary>
    public int BelowMaintenanceCount { get; init; }

    /// <summary>Accounts with unpriced positions or lost events.</summary>
    public int DoubtfulCount { get; init; }

    /// <summary>Equity.</summary>
    public long EquityMicros { get; init; }

    /// <summary>Initial margin.</summary>
    public long InitialMarginMicros { get; init; }

    /// <summary>Confidence charge, a part of initial margin.</summary>
    public long ConfidenceMicros { get; init; }

    /// <summary>Maintenance margin.</summary>
    public long MaintenanceMarginMicros { get; init; }
}
