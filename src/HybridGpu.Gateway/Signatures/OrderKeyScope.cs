using System;

namespace HybridGpu.Gateway.Signatures;

/// <summary>What an order key may sign.</summary>
[Flags]
public enum OrderKeyScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Orders: D.</summary>
    Orders = 1,

    /// <summary>Mass quotes: i.</summary>
    Quotes = 2,

    /// <summary>Both.</summary>
    All = Orders | Quotes,
}
