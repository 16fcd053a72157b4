namespace HybridGpu.Risk.Surfaces;

/// <summary>What somebody bids and asks for one option, in prices or in volatilities, and what they think it is
/// worth.</summary>
/// <remarks>Any number may be NaN or not positive: it is then missing. Prices hold for the forward and the moment that
/// come with them. Thread: immutable.</remarks>
public readonly record struct OptionQuote
{
    private OptionQuote(bool isInPrices, double mark, double bid, double ask, double forwardUsd, long marketNs)
    {
        IsInPrices = isInPrices;
        MarkVol = mark;
        Bid = bid;
        Ask = ask;
        ForwardUsd = forwardUsd;
        MarketNs = marketNs;
        ValidUntilNs = long.MaxValue;
    }

    /// <summary>True when bid and ask are prices, false when they are volatilities.</summary>
    public bool IsInPrices { get; }

    /// <summary>The quoter's own volatility, a fraction per sqrt(year): it stands in where bid and ask say
    /// none.</summary>
    public double MarkVol { get; }

    /// <summary>Bid: USD per unit of the underlying, or a volatility.</summary>
    public double Bid { get; }

    /// <summary>Ask, likewise.</summary>
    public double Ask { get; }

    /// <summary>Forward for which prices were quoted, USD.</summary>
    public double ForwardUsd { get; }

    /// <summary>When it was quoted.</summary>
    public long MarketNs { get; }

    /// <summary>Market time from which it is no quote any more; the largest number unless the quoter says
    /// less.</summary>
    public long ValidUntilNs { get; init; }

    /// <summary>No quote any more.</summary>
    public static OptionQuote None(long marketNs) =>
        new(false, double.NaN, double.NaN, double.NaN, double.NaN, marketNs);

    /// <summary>A quote in USD per unit of the underlying, undiscounted.</summary>
    public static OptionQuote OfPrices(
        double bidUsd, double askUsd, double markVol, double forwardUsd, long marketNs) =>
        new(true, markVol, bidUsd, askUsd, forwardUsd, marketNs);

    /// <summary>A quote in volatilities, fractions per sqrt(year).</summary>
    public static OptionQuote OfVolatilities(double bidVol, double askVol, double markVol, long marketNs) =>
        new(false, markVol, bidVol, askVol, double.NaN, marketNs);
}
