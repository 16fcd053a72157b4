using System;
using System.Collections.Generic;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Chains;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Quotes of a recorded chain as a surface takes them: the mark's volatility, and the book's prices.</summary>
/// <remarks>
/// Of a strike the option out of the money is taken (the put below the forward, the call from there on): it trades, and
/// both have the same mark volatility. Coin prices become USD on the expiry's parity forward. Thread: any.
/// </remarks>
public static class ChainQuotes
{
    private const double NsPerYear = 365.0 * 86_400 * 1e9;

    /// <summary>Years of 365 days from a moment to an expiry.</summary>
    public static double TimeYears(long expiryNs, long momentNs) => (expiryNs - momentNs) / NsPerYear;

    /// <summary>Appends an expiry's quotes.</summary>
    public static void Append(ChainExpiry expiry, List<SurfaceQuote> quotes)
    {
        ArgumentNullException.ThrowIfNull(expiry);
        ArgumentNullException.ThrowIfNull(quotes);
        foreach (ChainRow row in expiry.Rows)
        {
            InstrumentKind outside = row.StrikeUsd < expiry.ForwardUsd ? InstrumentKind.Put : InstrumentKind.Call;
            if (row.Kind == outside)
            {
                quotes.Add(new SurfaceQuote(
                    row.StrikeUsd, row.Kind, row.MarkVol, ToUsd(expiry, row.BidCoin), ToUsd(expiry, row.AskCoin)));
            }
        }
    }

    private static double ToUsd(ChainExpiry expiry, double? coin) =>
        coin is { } price ? expiry.ToUsd(price) : double.NaN;
}
