using System;

namespace HybridGpu.Gateway.Access;

/// <summary>What a session may do. Cancels are allowed to whoever may order or quote.</summary>
[Flags]
public enum SessionPermissions
{
    /// <summary>Nothing but being logged on.</summary>
    None = 0,

    /// <summary>Orders: D, G.</summary>
    Orders = 1,

    /// <summary>Quotes and their protection: i, U1.</summary>
    Quotes = 2,

    /// <summary>Questions about the account and the venue: H, AF, a, x, AN, BB.</summary>
    Inquiries = 4,

    /// <summary>Market data: V.</summary>
    MarketData = 8,

    /// <summary>All of it.</summary>
    All = Orders | Quotes | Inquiries | MarketData,
}
