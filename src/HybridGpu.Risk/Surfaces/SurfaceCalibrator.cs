using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Fits an underlying's volatility surface from quotes, expiry after expiry, without static
/// arbitrage.</summary>
/// <remarks>
/// Use: <see cref="Begin"/>, then <see cref="Add"/> once an expiry in ascending order; all are in <see cref="Fits"/>.
/// Slices are raw SVI where that can be had without butterfly arbitrage and nowhere below the slice before, else eSSVI
/// (<see cref="SurfaceStatus"/>). Expiries are compared at equal strike / forward, as is right when what lies between
/// their forwards doesn't depend on the strike.
/// Bad input never throws. An expiry gets a status that says what it lacks. A quote is left out and counted when its
/// kind is neither call nor put, its strike isn't within 10,000 times of the forward, its volatility isn't from 0.001
/// to 50, or its bid lies above its ask; a bid or ask that isn't a positive number counts as missing.
/// Weights: one within two standard deviations d, beyond exp(−5(|d| − 2)²), at least 0.003; times
/// 1 / √(1 + (spread / 40 vol points)²), spread by vega, where a quote is two-sided.
/// Deterministic: no clock, no random number, nothing kept from the surface before but the slice that the caller
/// passes to start from, steps are counted. Cost: some 0.3 ms an expiry of 40 quotes; no allocation after the
/// constructor. Thread: one at a time.
/// </remarks>
public sealed class SurfaceCalibrator
{
    /// <summary>Most expiries; more get <see cref="SurfaceStatus.TooManyExpiries"/>.</summary>
    public const int ExpiriesMax = 64;

    /// <summary>Most quotes fitted of an expiry; further ones are ignored.</summary>
    public const int QuotesMax = 1_024;

    /// <summary>Quotes without which an expiry isn't fitted.</summary>
    public const int QuotesMin = 3;

    private const double TimeMaxYears = 100;
    private const double ForwardMinUsd = 1e-6;
    private const double ForwardMaxUsd = 1e12;
    private const double MoneynessMax = 1e4;
    private const double VolatilityMin = 1e-3;
    private const double VolatilityMax = 50;

    private const double NearDeviations = 2;
    private const double FarDecay = 5;
    private const double FarWeightMin = 0.003;
    private const double SpreadScalePoints = 40;

    /// <summary>Far out vega vanishes and spreads in vol points have no bound; weights must not vanish too.</summary>
    private const double SpreadRatioMax = 1e3;

    private readonly SurfaceFit[] _fits = new SurfaceFit[ExpiriesMax];
    private readonly SurfaceQuote[] _quotes = new SurfaceQuote[QuotesMax];
    private readonly SliceProblem _problem = new(QuotesMax);
    private readonly SliceFitter _fitter = new();
    private SviSlice? _earlier;
    private double _earlierYears;
    private int _fitCount;
    private int _quoteCount;

    /// <summary>Expiries since <see cref="Begin"/>, those without a slice too, in the order added.</summary>
    public ReadOnlySpan<SurfaceFit> Fits => _fits.AsSpan(0, _fitCount);

    /// <summary>Starts a surface.</summary>
    public void Begin()
    {
        _fitCount = 0;
        _earlier = null;
        _earlierYears = 0;
    }

    /// <summary>Fits the next expiry.</summary>
    /// <param name="timeYears">Years of 365 days to expiry; more than of the last expiry that has a slice.</param>
    /// <param name="forwardUsd">Forward, USD; zero or NaN when it is missing.</param>
    /// <param name="quotes">Quotes in any order; only read.</param>
    /// <param name="warm">The expiry's slice of a moment ago, as total variance of now, to start from; null to search
    /// for a start, which finds the best fit also where quotes have jumped.</param>
    /// <returns>The fit, which also is in <see cref="Fits"/> unless there are <see cref="ExpiriesMax"/>.</returns>
    public SurfaceFit Add(
        double timeYears, double forwardUsd, ReadOnlySpan<SurfaceQuote> quotes, SviSlice? warm = null)
    {
        SurfaceFit fit = Fit(timeYears, forwardUsd, quotes, warm);
        if (fit.Status != SurfaceStatus.TooManyExpiries)
        {
            _fits[_fitCount++] = fit;
        }

        return fit;
    }

    private SurfaceFit Fit(
        double timeYears, double forwardUsd, ReadOnlySpan<SurfaceQuote> quotes, SviSlice? warm)
    {
        SurfaceStatus refusal = Refusal(timeYears, forwardUsd);
        _quoteCount = 0;
        if (refusal == SurfaceStatus.None)
        {
            Take(forwardUsd, quotes);
            refusal = _quoteCount < QuotesMin ? SurfaceStatus.TooFewQuotes : SurfaceStatus.None;
        }

        if (refusal != SurfaceStatus.None)
        {
            return FitMeasure.Nothing(refusal, timeYears, forwardUsd, _quoteCount, quotes.Length);
        }

        ReadOnlySpan<SurfaceQuote> used = _quotes.AsSpan(0, _quoteCount);
        double atm = AtmVolatility(forwardUsd, used);
        Weigh(timeYears, forwardUsd, atm, used);
        SurfaceStatus status = _fitter.Fit(_problem, _earlier, warm, out SviSlice slice);
        SurfaceFit fit = new FitMeasure(timeYears, forwardUsd, atm, slice)
            .Measure(status, _earlier, used, quotes.Length);
        (_earlier, _earlierYears) = (slice, timeYears);
        return fit;
    }

    private SurfaceStatus Refusal(double timeYears, double forwardUsd)
    {
        if (_fitCount == ExpiriesMax)
        {
            return SurfaceStatus.TooManyExpiries;
        }

        if (!(timeYears > 0 && timeYears <= TimeMaxYears))
        {
            return SurfaceStatus.BadTime;
        }

        if (timeYears <= _earlierYears)
        {
            return SurfaceStatus.OutOfOrder;
        }

        return forwardUsd is >= ForwardMinUsd and <= ForwardMaxUsd ? SurfaceStatus.None : SurfaceStatus.BadForward;
    }

    private void Take(double forwardUsd, ReadOnlySpan<SurfaceQuote> quotes)
    {
        foreach (ref readonly SurfaceQuote quote in quotes)
        {
            if (_quoteCount == QuotesMax)
            {
                return;
            }

            bool isGood = quote.Kind is InstrumentKind.Call or InstrumentKind.Put
                && quote.StrikeUsd >= forwardUsd / MoneynessMax
                && quote.StrikeUsd <= forwardUsd * MoneynessMax
                && quote.Volatility is >= VolatilityMin and <= VolatilityMax
                && !(quote.BidUsd > quote.AskUsd);
            if (isGood)
            {
                _quotes[_quoteCount++] = quote;
            }
        }
    }

    /// <summary>Between the nearest quotes either side of the forward, linear in log-moneyness; the nearest of all when
    /// one side has none.</summary>
    private static double AtmVolatility(double forwardUsd, ReadOnlySpan<SurfaceQuote> quotes)
    {
        (double below, double above) = (double.NegativeInfinity, double.PositiveInfinity);
        (double belowVolatility, double aboveVolatility) = (double.NaN, double.NaN);
        foreach (ref readonly SurfaceQuote quote in quotes)
        {
            double k = LaneMath.Log(quote.StrikeUsd / forwardUsd);
            if (k <= 0 && k > below)
            {
                (below, belowVolatility) = (k, quote.Volatility);
            }

            if (k >= 0 && k < above)
            {
                (above, aboveVolatility) = (k, quote.Volatility);
            }
        }

        if (double.IsNaN(belowVolatility) || double.IsNaN(aboveVolatility))
        {
            return double.IsNaN(belowVolatility) ? aboveVolatility : belowVolatility;
        }

        double share = above > below ? -below / (above - below) : 0;
        return belowVolatility + (share * (aboveVolatility - belowVolatility));
    }

    private void Weigh(double timeYears, double forwardUsd, double atm, ReadOnlySpan<SurfaceQuote> quotes)
    {
        _problem.Begin(timeYears, atm);
        double deviation = atm * Math.Sqrt(timeYears);
        foreach (ref readonly SurfaceQuote quote in quotes)
        {
            double k = LaneMath.Log(quote.StrikeUsd / forwardUsd);
            double beyond = Math.Max(0, (Math.Abs(k) / deviation) - NearDeviations);
            double weight = Math.Max(FarWeightMin, LaneMath.Exp(-FarDecay * beyond * beyond));
            double spread = FitMeasure.SpreadPoints(in quote, timeYears, forwardUsd) / SpreadScalePoints;
            spread = Math.Min(spread, SpreadRatioMax);
            weight /= double.IsNaN(spread) ? 1 : Math.Sqrt(1 + (spread * spread));
            _problem.Add(k, quote.Volatility, weight);
        }

        _problem.NormaliseWeights();
    }
}
