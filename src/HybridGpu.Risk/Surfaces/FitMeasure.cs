using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Measures a slice against its quotes.</summary>
/// <remarks>No allocation. Thread: any.</remarks>
internal readonly struct FitMeasure(double timeYears, double forwardUsd, double atm, SviSlice slice)
{
    private const double VolPoints = 100;
    private const double NearDeviations = 2;
    private const double FarDeviations = 3;
    private const double QuotesTrusted = 10;
    private const double ResidualScalePoints = 1;
    private const double SpreadScalePoints = 10;

    /// <summary>The result of an expiry without a slice.</summary>
    public static SurfaceFit Nothing(
        SurfaceStatus status, double timeYears, double forwardUsd, int quotesUsable, int quotesGiven)
    {
        return new SurfaceFit
        {
            Status = status,
            TimeYears = timeYears,
            ForwardUsd = forwardUsd,
            AtmVolatility = double.NaN,
            QuotesUsed = quotesUsable,
            QuotesIgnored = quotesGiven - quotesUsable,
            RmsePoints = double.NaN,
            WorstPoints = double.NaN,
            SpreadPoints = double.NaN,
            LeastDurrleman = double.NaN,
            CalendarMargin = double.NaN,
        };
    }

    /// <summary>Ask less bid in vol points by vega; NaN unless the quote is two-sided.</summary>
    public static double SpreadPoints(in SurfaceQuote quote, double timeYears, double forwardUsd)
    {
        if (!IsTwoSided(in quote))
        {
            return double.NaN;
        }

        double rootTime = Math.Sqrt(timeYears);
        double deviation = quote.Volatility * rootTime;
        double d1 = (-LaneMath.Log(quote.StrikeUsd / forwardUsd) / deviation) + (deviation / 2);
        double vega = forwardUsd * rootTime * LaneMath.NormalPdf(d1);
        return VolPoints * (quote.AskUsd - quote.BidUsd) / vega;
    }

    /// <summary>The result of an expiry with a slice.</summary>
    public SurfaceFit Measure(
        SurfaceStatus status, SviSlice? earlier, ReadOnlySpan<SurfaceQuote> quotes, int quotesGiven)
    {
        double deviation = atm * Math.Sqrt(timeYears);
        (int near, int spreads, int twoSided, int inside) = (0, 0, 0, 0);
        (double squares, double worst, double spreadSum) = (0, double.NaN, 0);
        foreach (ref readonly SurfaceQuote quote in quotes)
        {
            double k = LaneMath.Log(quote.StrikeUsd / forwardUsd);
            double distance = Math.Abs(k) / deviation;
            double volatility = slice.Volatility(k, timeYears);
            double error = VolPoints * (volatility - quote.Volatility);
            if (distance <= FarDeviations)
            {
                worst = Math.Abs(error) <= worst ? worst : Math.Abs(error);
            }

            if (IsTwoSided(in quote))
            {
                twoSided++;
                inside += IsInside(in quote, volatility) ? 1 : 0;
            }

            if (distance > NearDeviations)
            {
                continue;
            }

            near++;
            squares += error * error;
            double spread = SpreadPoints(in quote, timeYears, forwardUsd);
            spreads += double.IsNaN(spread) ? 0 : 1;
            spreadSum += double.IsNaN(spread) ? 0 : spread;
        }

        double rmse = near > 0 ? Math.Sqrt(squares / near) : double.NaN;
        double meanSpread = spreads > 0 ? spreadSum / spreads : double.NaN;
        return new SurfaceFit
        {
            Status = status,
            Slice = slice,
            TimeYears = timeYears,
            ForwardUsd = forwardUsd,
            AtmVolatility = atm,
            QuotesUsed = quotes.Length,
            QuotesIgnored = quotesGiven - quotes.Length,
            QuotesNear = near,
            RmsePoints = rmse,
            WorstPoints = worst,
            TwoSided = twoSided,
            InsideSpread = inside,
            SpreadPoints = meanSpread,
            LeastDurrleman = ArbitrageCheck.LeastDurrleman(in slice),
            CalendarMargin = earlier is { } floor ? ArbitrageCheck.CalendarMargin(in floor, in slice) : double.NaN,
            Confidence = Confidence(near, rmse, meanSpread),
        };
    }

    private static double Confidence(int near, double rmse, double meanSpread)
    {
        double residual = rmse / ResidualScalePoints;
        double number = Math.Min(1, near / QuotesTrusted);
        double tightness = double.IsNaN(meanSpread) ? 0.5 : 1 / (1 + (meanSpread / SpreadScalePoints));
        return near > 0 ? number / (1 + (residual * residual)) * tightness : 0;
    }

    private static bool IsTwoSided(in SurfaceQuote quote) =>
        quote.BidUsd > 0 && quote.AskUsd >= quote.BidUsd && double.IsFinite(quote.AskUsd);

    private bool IsInside(in SurfaceQuote quote, double volatility)
    {
        PayoffKind kind = quote.Kind == InstrumentKind.Call ? PayoffKind.Call : PayoffKind.Put;
        double price = BlackPricer.Price(kind, forwardUsd, quote.StrikeUsd, timeYears, volatility, 0);
        return price >= quote.BidUsd && price <= quote.AskUsd;
    }
}
