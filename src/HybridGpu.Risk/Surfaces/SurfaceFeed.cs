using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Kernels;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Fits the surfaces that the tick prices from: newest quotes in, every listed option's volatility
/// out.</summary>
/// <remarks>
/// Use: <see cref="SetQuote"/> as quotes come, <see cref="Update"/> before each <see cref="MarketState.Publish"/>. What
/// reaches the tick stays the integer volatility of each contract, journaled as before.
/// A refit fits every expiry anew, each from its last slice, and all of them from scratch each twentieth time. It comes
/// at most every <see cref="RefitIntervalNs"/> of market time and every <see cref="PublicationsBetween"/> publications;
/// at once when options were listed, or quotes came that are a minute newer than those before. In between volatilities
/// stay by strike. Newest quotes win, none queue.
/// A fit that fails leaves the expiry on its last good slice, at the volatilities that had. After ten minutes, or
/// without one, slices of the last refit stand in: between two, total variance is linear in time at equal strike /
/// forward; beyond the first or last, volatility is that one's (flat). Without any, nothing is set: an option keeps
/// what it had, or isn't priced. All of it is said in <see cref="ExpirySurface"/>, with the uncertainty that widens
/// margin. A quote past its time (<see cref="OptionQuote.ValidUntilNs"/>) is none. Held slices aren't checked for
/// calendar arbitrage against fresh ones.
/// Bounds: one object for each instrument of the catalogue until it expires; 64 expiries an underlying are fitted, the
/// rest counts as failed. Cost: some 0.3 ms an expiry at worst; a refit of both recorded currencies within 20 ms on a
/// core. Thread: the market thread; <see cref="Report"/> on any.
/// </remarks>
public sealed class SurfaceFeed
{
    /// <summary>Least market time between two refits.</summary>
    public const long RefitIntervalNs = 250_000_000;

    /// <summary>Calls of <see cref="Update"/> of which at most one refits, however fast market time goes.</summary>
    public const int PublicationsBetween = 5;

    /// <summary>Market time for which a slice of its own is better than those of other expiries.</summary>
    public const long HoldNs = 600_000_000_000;

    private const long RenewalNs = 60_000_000_000;
    private const int ColdEvery = 20;

    private static readonly Comparer<QuotedExpiry> ByExpiry = Comparer<QuotedExpiry>.Create(static (a, b) =>
        (a.Underlying.Value, a.ExpiryNs).CompareTo((b.Underlying.Value, b.ExpiryNs)));

    private readonly InstrumentCatalog _catalog;
    private readonly MarketState _state;
    private readonly QuotedOption?[] _options;
    private readonly List<QuotedExpiry> _expiries = [];
    private readonly List<SurfaceQuote> _quotes = [];
    private readonly SurfaceCalibrator _calibrator = new();
    private readonly QuoteSolver _solver = new();
    private readonly SurfaceTally _tally = new();
    private SurfaceFeedReport _report = new();
    private int _seenCount;
    private int _publications;
    private long _refits;
    private long _refitNs;
    private bool _mustRefit;

    /// <summary>A feed without quotes.</summary>
    public SurfaceFeed(InstrumentCatalog catalog, MarketState state)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(state);
        _catalog = catalog;
        _state = state;
        _options = new QuotedOption?[catalog.Capacity];
    }

    /// <summary>Counts, as of the last refit.</summary>
    public SurfaceFeedReport Report => Volatile.Read(ref _report);

    /// <summary>Takes an option's newest quote, whatever it holds; it may come before the catalogue knows the
    /// option.</summary>
    public void SetQuote(InstrumentId instrument, in OptionQuote quote)
    {
        uint id = instrument.Value;
        if (id >= (uint)_options.Length || (id < (uint)_seenCount && _options[id] is null))
        {
            _tally.CountStray();
            return;
        }

        QuotedOption option = _options[id] ??= new QuotedOption(instrument);
        _mustRefit |= quote.MarketNs - option.Quote.MarketNs >= RenewalNs;
        option.Take(in quote);
    }

    /// <summary>Refits when it is due, and sets the volatility of every listed option.</summary>
    /// <returns>True when it refitted.</returns>
    public bool Update(long marketNs)
    {
        DropExpired(marketNs);
        Attach(marketNs);
        _publications++;
        bool isDue = _publications >= PublicationsBetween && marketNs - _refitNs >= RefitIntervalNs;
        if (_expiries.Count == 0 || !(isDue || _mustRefit))
        {
            return false;
        }

        long start = Stopwatch.GetTimestamp();
        Refit(marketNs);
        _tally.CountRefit(Stopwatch.GetElapsedTime(start).Ticks * 100);
        Volatile.Write(ref _report, _tally.Report());
        (_refitNs, _publications, _mustRefit) = (marketNs, 0, false);
        return true;
    }

    private void DropExpired(long marketNs)
    {
        int kept = 0;
        for (int i = 0; i < _expiries.Count; i++)
        {
            QuotedExpiry expiry = _expiries[i];
            if (expiry.ExpiryNs > marketNs)
            {
                _expiries[kept++] = expiry;
                continue;
            }

            foreach (QuotedOption option in expiry.Options)
            {
                _options[option.Id.Value] = null;
            }
        }

        _expiries.RemoveRange(kept, _expiries.Count - kept);
    }

    /// <summary>Takes in what has been listed since the last time.</summary>
    private void Attach(long marketNs)
    {
        for (int listed = _catalog.Count; _seenCount < listed; _seenCount++)
        {
            var id = new InstrumentId((uint)_seenCount);
            ref readonly InstrumentSpec spec = ref _catalog.At(id);
            if (!spec.IsOption || spec.ExpiryNs <= marketNs)
            {
                _options[id.Value] = null;
                continue;
            }

            QuotedOption option = _options[id.Value] ??= new QuotedOption(id);
            option.StrikeUsd = Quantise.UsdOf(spec.StrikeMicros);
            option.Kind = spec.Kind;
            ExpiryOf(spec.Underlying, spec.ExpiryNs).Add(option);
            _mustRefit = true;
        }
    }

    private QuotedExpiry ExpiryOf(UnderlyingId underlying, long expiryNs)
    {
        var key = new QuotedExpiry(underlying, expiryNs);
        int at = _expiries.BinarySearch(key, ByExpiry);
        if (at < 0)
        {
            at = ~at;
            _expiries.Insert(at, key);
        }

        return _expiries[at];
    }

    private void Refit(long marketNs)
    {
        bool isCold = _refits++ % ColdEvery == 0;
        _tally.BeginSources();
        for (int first = 0; first < _expiries.Count;)
        {
            int end = first;
            while (end < _expiries.Count && _expiries[end].Underlying == _expiries[first].Underlying)
            {
                end++;
            }

            ReadOnlySpan<QuotedExpiry> own = CollectionsMarshal.AsSpan(_expiries)[first..end];
            Fit(own, marketNs, isCold);
            for (int i = 0; i < own.Length; i++)
            {
                SetVolatilities(own, i, marketNs);
            }

            first = end;
        }
    }

    private void Fit(ReadOnlySpan<QuotedExpiry> expiries, long marketNs, bool isCold)
    {
        _calibrator.Begin();
        foreach (QuotedExpiry expiry in expiries)
        {
            _state.TryGetForward(expiry.Underlying, expiry.ExpiryNs, out double forwardUsd);
            expiry.Begin(marketNs, forwardUsd);
            _solver.Solve(expiry.ExpiryNs, expiry.Options, _tally);
            expiry.Collect(_quotes);
            SurfaceFit fit = _calibrator.Add(
                expiry.TimeYears, forwardUsd, CollectionsMarshal.AsSpan(_quotes), isCold ? null : expiry.Warm());
            expiry.Take(in fit, marketNs);
            _tally.Count(in fit);
        }
    }

    private void SetVolatilities(ReadOnlySpan<QuotedExpiry> expiries, int at, long marketNs)
    {
        QuotedExpiry expiry = expiries[at];
        QuotedExpiry? below = null;
        QuotedExpiry? above = null;
        bool isOwn = expiry.IsFresh || (expiry.HasSlice && marketNs - expiry.FittedNs <= HoldNs);
        if (!isOwn)
        {
            (below, above) = Neighbours(expiries, at);
            isOwn = below is null && above is null && expiry.HasSlice;
        }

        double worse = Math.Max(below?.WidthPoints(marketNs) ?? 0, above?.WidthPoints(marketNs) ?? 0);
        (SurfaceSource source, double points) = (isOwn, below is null, above is null) switch
        {
            (true, _, _) => (
                expiry.IsFresh ? SurfaceSource.Fitted : SurfaceSource.Held, expiry.WidthPoints(marketNs)),
            (false, false, false) => (SurfaceSource.Interpolated, worse + SurfaceWidth.BetweenPoints),
            (false, true, true) => (SurfaceSource.None, double.PositiveInfinity),
            _ => (SurfaceSource.Extrapolated, worse + SurfaceWidth.BeyondPoints),
        };
        _tally.Count(source);
        _state.SetSurface(expiry.Describe(source, points));
        if (source == SurfaceSource.None)
        {
            return;
        }

        foreach (QuotedOption option in expiry.Options)
        {
            // Without a forward k is NaN, and so is the volatility: the state refuses it and keeps the last good one.
            double k = LaneMath.Log(option.StrikeUsd / expiry.ForwardUsd);
            _state.SetVol(option.Id, isOwn ? expiry.Volatility(k) : Borrowed(below, above, expiry.TimeYears, k));
        }
    }

    private static (QuotedExpiry? Below, QuotedExpiry? Above) Neighbours(ReadOnlySpan<QuotedExpiry> expiries, int at)
    {
        int below = at - 1;
        while (below >= 0 && !expiries[below].IsFresh)
        {
            below--;
        }

        int above = at + 1;
        while (above < expiries.Length && !expiries[above].IsFresh)
        {
            above++;
        }

        return (below >= 0 ? expiries[below] : null, above < expiries.Length ? expiries[above] : null);
    }

    private static double Borrowed(QuotedExpiry? below, QuotedExpiry? above, double timeYears, double k)
    {
        if (below is null || above is null)
        {
            return (below ?? above)!.Volatility(k);
        }

        double share = (timeYears - below.TimeYears) / (above.TimeYears - below.TimeYears);
        double earlier = below.TotalVariance(k);
        return Math.Sqrt((earlier + (share * (above.TotalVariance(k) - earlier))) / timeYears);
    }
}
