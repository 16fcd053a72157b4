using System;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>An account's margin as it is and as it would be. Money in micro-USD.</summary>
public readonly record struct MarginAnswer
{
    /// <summary>False when the question could not be answered: an instrument isn't priced, or the account has no
    /// figures.</summary>
    public required bool IsDone { get; init; }

    /// <summary>The instrument that isn't priced, where that is why; else
    /// <see cref="InstrumentId.Unassigned"/>.</summary>
    public required InstrumentId Unpriced { get; init; }

    /// <summary>The account before.</summary>
    public AccountRisk Before { get; init; }

    /// <summary>Equity after: trades away from the mark gain or lose at once; fees not counted.</summary>
    public long EquityMicros { get; init; }

    /// <summary>Initial margin after, with the confidence charge.</summary>
    public long InitialMarginMicros { get; init; }

    /// <summary>Maintenance margin after.</summary>
    public long MaintenanceMarginMicros { get; init; }

    /// <summary>Column of the largest loss of any one underlying after.</summary>
    public byte WorstColumn { get; init; }

    /// <summary>The newest epoch made when it was computed.</summary>
    public ulong Epoch { get; init; }

    /// <summary>Equity less initial margin, after.</summary>
    public long HeadroomMicros => GreekSums.Saturate((Int128)EquityMicros - InitialMarginMicros);
}
