using System;

namespace HybridGpu.Gateway.Access;

/// <summary>What a session may do. Cancels are allowed to whoever may order or quote.</summary>
[Flags]
public enum SessionPermissions
{
    /// <summary>Nothing but being logged on.</summary>
    None = 0,

    /// <summary>Orders, requests for quote, combos: D, G, AB, AC, R, AJ, c.</summary>
    Orders = 1,

    /// <summary>Quotes and their protection, answers to requests for quote: i, U1, S.</summary>
    Quotes = 2,

    /// <summary>Questions about the account and the venue: H, AF, a, x, AN, BB, AD, BE, U3.</summary>
    Inquiries = 4,

    /// <summary>Market data and trading states: V, e.</summary>
    MarketData = 8,

    /// <summary>All of it.</summary>
    All = Orders | Quotes | Inquiries | MarketData,
}
