using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.Surfaces;

/// <summary>A listed option with its newest quote as volatilities.</summary>
/// <remarks>Between refits the volatilities stay while the forward moves. Thread: the market thread.</remarks>
internal sealed class QuotedOption(InstrumentId id)
{
    /// <summary>Volatilities of bid and ask farther apart than this say little about what lies between.</summary>
    private const double SpreadMax = 0.4;

    /// <summary>What a calibrator takes.</summary>
    private const double VolMin = 1e-3, VolMax = 50;

    public InstrumentId Id { get; } = id;

    /// <summary>Set when the instrument is seen in the catalogue.</summary>
    public double StrikeUsd { get; set; }

    public InstrumentKind Kind { get; set; }

    public OptionQuote Quote { get; private set; }

    /// <summary>True until <see cref="Resolve"/> has been told the quote's volatilities.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Volatility to fit; NaN when the quote gives none.</summary>
    public double Vol { get; private set; } = double.NaN;

    private double BidVol { get; set; } = double.NaN;

    private double AskVol { get; set; } = double.NaN;

    /// <summary>True while the quote holds and gives a volatility.</summary>
    public bool IsUsableAt(long marketNs) => IsVol(Vol) && Quote.ValidUntilNs > marketNs;

    public PayoffKind Payoff => Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;

    public void Take(in OptionQuote quote)
    {
        Quote = quote;
        IsPending = true;
    }

    /// <summary>Takes over what the quote comes to.</summary>
    /// <param name="bidVol">Volatility of the bid; NaN without one.</param>
    /// <param name="askVol">Volatility of the ask; NaN without one.</param>
    public QuoteDefect Resolve(double bidVol, double askVol)
    {
        IsPending = false;
        Vol = BidVol = AskVol = double.NaN;
        if (Quote.Bid > Quote.Ask && Quote.Ask > 0)
        {
            return QuoteDefect.Crossed;
        }

        if (IsVol(bidVol) && IsVol(askVol) && askVol >= bidVol)
        {
            (BidVol, AskVol) = (bidVol, askVol);
            Vol = askVol - bidVol <= SpreadMax || !IsVol(Quote.MarkVol) ? (bidVol + askVol) / 2 : Quote.MarkVol;
            return QuoteDefect.None;
        }

        bool hasMark = IsVol(Quote.MarkVol);
        Vol = hasMark ? Quote.MarkVol : double.NaN;
        bool isSided = Quote.Bid > 0 || Quote.Ask > 0;
        return isSided ? QuoteDefect.OneSided : hasMark ? QuoteDefect.None : QuoteDefect.Empty;
    }

    /// <summary>The quote for a calibrator, its prices on the present forward.</summary>
    public SurfaceQuote ToSurfaceQuote(double forwardUsd, double timeYears) => new(
        StrikeUsd, Kind, Vol, PriceUsd(BidVol, forwardUsd, timeYears), PriceUsd(AskVol, forwardUsd, timeYears));

    private static bool IsVol(double vol) => vol is >= VolMin and <= VolMax;

    private double PriceUsd(double vol, double forwardUsd, double timeYears) => IsVol(vol)
        ? BlackPricer.Price(Payoff, forwardUsd, StrikeUsd, timeYears, vol, rate: 0)
        : double.NaN;
}
