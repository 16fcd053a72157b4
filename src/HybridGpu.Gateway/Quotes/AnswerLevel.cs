namespace HybridGpu.Gateway.Quotes;

/// <summary>QuoteResponseLevel(301): which answers a quoter wants.</summary>
internal enum AnswerLevel : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Only where something was refused.</summary>
    Refusals = 1,

    /// <summary>One for each message; also where the field is absent.</summary>
    Every = 2,
}
