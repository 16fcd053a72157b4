using System;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Counts what a feed does.</summary>
/// <remarks>Bounded, no allocation but the reports. Thread: the market thread.</remarks>
internal sealed class SurfaceTally
{
    private const double BucketsPerPoint = 100;
    private const int PointsMax = 50;

    private readonly long[] _errors = new long[(int)(PointsMax * BucketsPerPoint) + 1];
    private readonly LatencyHistogram _refits = new();
    private readonly int[] _bySource = new int[(int)SurfaceSource.Extrapolated + 1];
    private long _errorCount;
    private long _fits;
    private long _failures;
    private long _crossed;
    private long _oneSided;
    private long _empty;
    private long _stray;

    public void Count(QuoteDefect defect)
    {
        _crossed += defect == QuoteDefect.Crossed ? 1 : 0;
        _oneSided += defect == QuoteDefect.OneSided ? 1 : 0;
        _empty += defect == QuoteDefect.Empty ? 1 : 0;
    }

    public void CountStray() => _stray++;

    public void Count(in SurfaceFit fit)
    {
        _fits += fit.HasSlice ? 1 : 0;
        _failures += fit.HasSlice ? 0 : 1;
        if (fit.RmsePoints >= 0)
        {
            _errors[(int)Math.Min(Math.Round(fit.RmsePoints * BucketsPerPoint), _errors.Length - 1)]++;
            _errorCount++;
        }
    }

    /// <summary>Forgets how expiries stood at the last refit.</summary>
    public void BeginSources() => Array.Clear(_bySource);

    public void Count(SurfaceSource source) => _bySource[(int)source]++;

    public void CountRefit(long durationNs) => _refits.Record(durationNs);

    public SurfaceFeedReport Report() => new()
    {
        Refits = _refits.Count,
        Fits = _fits,
        Failures = _failures,
        CrossedQuotes = _crossed,
        OneSidedQuotes = _oneSided,
        EmptyQuotes = _empty,
        StrayQuotes = _stray,
        Expiries = ExpiryCount(),
        Held = _bySource[(int)SurfaceSource.Held],
        Borrowed = _bySource[(int)SurfaceSource.Interpolated] + _bySource[(int)SurfaceSource.Extrapolated],
        Missing = _bySource[(int)SurfaceSource.None],
        MedianErrorPoints = MedianError(),
        RefitP50Ms = _refits.QuantileNs(0.5) / 1e6,
        RefitP99Ms = _refits.QuantileNs(0.99) / 1e6,
    };

    private int ExpiryCount()
    {
        int count = 0;
        foreach (int expiries in _bySource)
        {
            count += expiries;
        }

        return count;
    }

    private double MedianError()
    {
        long seen = 0;
        for (int i = 0; i < _errors.Length; i++)
        {
            seen += _errors[i];
            if (seen > 0 && seen * 2 >= _errorCount)
            {
                return i / BucketsPerPoint;
            }
        }

        return double.NaN;
    }
}
