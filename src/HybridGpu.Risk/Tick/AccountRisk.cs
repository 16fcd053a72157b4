using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>What one account has, owes and risks, positions only: open orders are the engine's to add.</summary>
/// <remarks>Money in micro-USD. Immutable.</remarks>
public readonly record struct AccountRisk
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }

    /// <summary>Cash, fees not taken off.</summary>
    public long CashMicros { get; init; }

    /// <summary>Fees owed.</summary>
    public long FeesMicros { get; init; }

    /// <summary>Positions at mark.</summary>
    public long MarkValueMicros { get; init; }

    /// <summary>Cash less fees plus positions at mark.</summary>
    public long EquityMicros { get; init; }

    /// <summary>Initial margin: the worst loss over all 64 columns, summed over underlyings, and
    /// <see cref="ConfidenceMicros"/>.</summary>
    public long InitialMarginMicros { get; init; }

    /// <summary>The confidence charge: Σ over positions |lots x vega| x uncertainty of the volatility
    /// (<see cref="Inputs.ExpirySurface"/>), rounded up; 0 where volatilities are certain.</summary>
    public long ConfidenceMicros { get; init; }

    /// <summary>Maintenance margin: 0.8 of the worst loss over the settlement grid, summed over underlyings, rounded
    /// up.</summary>
    public long MaintenanceMarginMicros { get; init; }

    /// <summary>Equity less initial margin.</summary>
    public long HeadroomMicros { get; init; }

    /// <summary>Delta in micro-USD: sum of lots x delta x forward.</summary>
    public long DeltaUsdMicros { get; init; }

    /// <summary>Vega in nano-USD per volatility point.</summary>
    public long VegaNano { get; init; }

    /// <summary>Theta in nano-USD per calendar day.</summary>
    public long ThetaNano { get; init; }

    /// <summary>Column of the largest loss of any one underlying.</summary>
    public byte WorstColumn { get; init; }

    /// <summary>Open positions.</summary>
    public int PositionCount { get; init; }

    /// <summary>Positions in contracts that this tick could not price; they count nowhere above.</summary>
    public int UnpricedCount { get; init; }

    /// <summary>True when the position book lost something of this account: the numbers can't be relied on.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>True when equity doesn't cover maintenance margin.</summary>
    public bool IsBelowMaintenance => EquityMicros < MaintenanceMarginMicros;
}
