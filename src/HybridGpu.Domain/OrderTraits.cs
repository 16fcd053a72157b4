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
}
