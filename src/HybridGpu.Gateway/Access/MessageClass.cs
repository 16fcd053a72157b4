namespace HybridGpu.Gateway.Access;

/// <summary>Classes of messages, by which they are permitted and limited.</summary>
internal enum MessageClass
{
    /// <summary>None that the venue takes.</summary>
    Unknown = 0,

    /// <summary>Cancels: never limited.</summary>
    Cancel,

    /// <summary>Orders, replacements, requests for quote and what takes their answers.</summary>
    Order,

    /// <summary>Definitions of combos.</summary>
    Definition,

    /// <summary>Mass quotes, and answers to requests for quote.</summary>
    Quote,

    /// <summary>Protection of quotes.</summary>
    Protection,

    /// <summary>Questions.</summary>
    Inquiry,

    /// <summary>Market data requests.</summary>
    MarketData,
}
