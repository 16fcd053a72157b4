using System;

namespace HybridGpu.Domain;

/// <summary>Instructions and properties of an order.</summary>
[Flags]
public enum OrderTraits : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The order must rest; it is rejected if it would trade on arrival.</summary>
    PostOnly = 1,

    /// <summary>The order is one side of a quote. Set by the engine only.</summary>
    Quote = 2,

    /// <summary>The order may only take its account out of a position; its quantity is cut to that.</summary>
    ReduceOnly = 4,

    /// <summary>The order must rest: where it would trade its price moves behind the best of the other
    /// side.</summary>
    PostOnlySlide = 8,

    /// <summary>In reports: the party's order is one in a combo, whose quantities these are. Set by the engine
    /// only.</summary>
    Combo = 16,

    /// <summary>In reports: the trade came from a request for quote. Set by the engine only.</summary>
    Negotiated = 32,
}
