namespace HybridGpu.Gateway.Access;

/// <summary>Classes of messages, by which they are permitted and limited.</summary>
internal enum MessageClass
{
    /// <summary>None that the venue takes.</summary>
    Unknown = 0,

    /// <summary>Cancels: never limited.</summary>
    Cancel,

    /// <summary>Orders and replacements.</summary>
    Order,

    /// <summary>Mass quotes.</summary>
    Quote,

    /// <summary>Protection of quotes.</summary>
    Protection,

    /// <summary>Questions.</summary>
    Inquiry,

    /// <summary>Market data requests.</summary>
    MarketData,
}
