using System.Collections.Generic;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Simulation.Listing;

/// <summary>A kind of contract on an underlying, and which of it are listed.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed class ListingProduct
{
    internal ListingProduct(InstrumentKind kind, long tickSizeMicros, long orderLotsMax, SetTradingRules[] rules)
    {
        Kind = kind;
        TickSizeMicros = tickSizeMicros;
        OrderLotsMax = orderLotsMax;
        Rules = rules;
    }

    /// <summary>Perpetual, future, or call, which stands for calls and puts.</summary>
    public InstrumentKind Kind { get; }

    /// <summary>Price increment in micro-USD.</summary>
    public long TickSizeMicros { get; }

    /// <summary>Largest order in lots.</summary>
    public long OrderLotsMax { get; }

    /// <summary>How the class trades: one command for each kind of instrument in it.</summary>
    public IReadOnlyList<SetTradingRules> Rules { get; }

    /// <summary>Expiries listed: rule and how many; none for a perpetual.</summary>
    public IReadOnlyList<(ExpiryRule Rule, int Count)> Expiries { get; internal init; } = [];

    /// <summary>Strikes listed; null for what has none.</summary>
    public StrikeLadder? Strikes { get; internal init; }
}
