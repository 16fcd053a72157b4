using System.Diagnostics;
using HybridGpu.Risk.Chains;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Host.Surfaces;

/// <summary>A snapshot as the calibrator takes it: quotes made once, surfaces fitted as often as wanted.</summary>
internal sealed class PreparedChain
{
    private readonly List<(string Currency, List<Expiry> Expiries)> _currencies = [];

    public PreparedChain(ChainSnapshot snapshot)
    {
        File = Path.GetFileName(snapshot.Path);
        TakenUtc = ToUtc(snapshot.TakenNs);
        foreach (ChainCurrency currency in snapshot.Currencies)
        {
            var expiries = new List<Expiry>();
            foreach (ChainExpiry expiry in currency.Expiries)
            {
                var quotes = new List<SurfaceQuote>();
                ChainQuotes.Append(expiry, quotes);
                expiries.Add(new Expiry(
                    ToUtc(expiry.ExpiryNs),
                    ChainQuotes.TimeYears(expiry.ExpiryNs, snapshot.TakenNs),
                    expiry.ForwardUsd,
                    [.. quotes]));
            }

            _currencies.Add((currency.Name, expiries));
        }
    }

    /// <summary>File name.</summary>
    public string File { get; }

    /// <summary>When the snapshot was taken.</summary>
    public DateTime TakenUtc { get; }

    /// <summary>Fits all currencies and keeps the results.</summary>
    public List<SurfaceRow> Fit(SurfaceCalibrator calibrator)
    {
        var rows = new List<SurfaceRow>();
        foreach ((string currency, List<Expiry> expiries) in _currencies)
        {
            calibrator.Begin();
            foreach (Expiry expiry in expiries)
            {
                SurfaceFit fit = calibrator.Add(expiry.TimeYears, expiry.ForwardUsd, expiry.Quotes);
                rows.Add(new SurfaceRow(File, TakenUtc, currency, expiry.ExpiryUtc, fit));
            }
        }

        return rows;
    }

    /// <summary>Fits all currencies, one after the other on this thread, and takes the time.</summary>
    public TimeSpan Time(SurfaceCalibrator calibrator)
    {
        long begun = Stopwatch.GetTimestamp();
        foreach ((_, List<Expiry> expiries) in _currencies)
        {
            calibrator.Begin();
            foreach (Expiry expiry in expiries)
            {
                calibrator.Add(expiry.TimeYears, expiry.ForwardUsd, expiry.Quotes);
            }
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    private static DateTime ToUtc(long unixNs) => DateTime.UnixEpoch.AddTicks(unixNs / TimeSpan.NanosecondsPerTick);

    private sealed record Expiry(DateTime ExpiryUtc, double TimeYears, double ForwardUsd, SurfaceQuote[] Quotes);
}
