namespace HybridGpu.Simulation.Markets;

/// <summary>What a market maker needs to quote one instrument.</summary>
/// <param name="Instrument">The contract.</param>
/// <param name="FairUsd">Black-76 value on the present forward and volatility; the forward itself for a
/// perpetual.</param>
/// <param name="BidOffsetUsd">Bid less fair; NaN when nobody bids.</param>
/// <param name="AskOffsetUsd">Ask less fair; NaN when nobody offers.</param>
/// <param name="SizeLots">Size that suits the contract.</param>
/// <param name="IsClosing">About to expire: quotes should be withdrawn.</param>
public readonly record struct QuoteGuide(
    MarketInstrument Instrument,
    double FairUsd,
    double BidOffsetUsd,
    double AskOffsetUsd,
    int SizeLots,
    bool IsClosing);
