using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Inputs;

namespace HybridGpu.Risk.Surfaces;

/// <summary>The options of one expiry, and the slice that their volatilities come from.</summary>
/// <remarks>Thread: the market thread.</remarks>
internal sealed class QuotedExpiry(UnderlyingId underlying, long expiryNs)
{
    private static readonly Comparer<QuotedOption> ByStrike = Comparer<QuotedOption>.Create(static (a, b) =>
        (a.StrikeUsd, a.Kind, a.Id.Value).CompareTo((b.StrikeUsd, b.Kind, b.Id.Value)));

    private readonly List<QuotedOption> _options = [];
    private SviSlice _slice;
    private double _sliceYears;
    private double _fitPoints;
    private long _marketNs;

    public UnderlyingId Underlying { get; } = underlying;

    public long ExpiryNs { get; } = expiryNs;

    /// <summary>By strike, calls first.</summary>
    public IReadOnlyList<QuotedOption> Options => _options;

    /// <summary>What the last refit came to.</summary>
    public SurfaceFit LastFit { get; private set; }

    /// <summary>Market time of the slice.</summary>
    public long FittedNs { get; private set; }

    /// <summary>True with a slice, of whatever age.</summary>
    public bool HasSlice => _sliceYears > 0;

    /// <summary>True with a slice of the last refit.</summary>
    public bool IsFresh => LastFit.HasSlice;

    /// <summary>Years to expiry at the last refit.</summary>
    public double TimeYears { get; private set; }

    /// <summary>Forward at the last refit, USD; NaN when there was none.</summary>
    public double ForwardUsd { get; private set; }

    public void Add(QuotedOption option)
    {
        int at = _options.BinarySearch(option, ByStrike);
        _options.Insert(at < 0 ? ~at : at, option);
    }

    /// <summary>Sets the moment of a refit.</summary>
    public void Begin(long marketNs, double forwardUsd)
    {
        _marketNs = marketNs;
        TimeYears = ChainQuotes.TimeYears(ExpiryNs, marketNs);
        ForwardUsd = forwardUsd;
    }

    /// <summary>The quotes to fit: of a strike the option out of the money, the other one where that has none.
    /// </summary>
    public void Collect(List<SurfaceQuote> quotes)
    {
        quotes.Clear();
        if (!(ForwardUsd > 0))
        {
            return;
        }

        for (int i = 0; i < _options.Count;)
        {
            double strike = _options[i].StrikeUsd;
            InstrumentKind outside = strike < ForwardUsd ? InstrumentKind.Put : InstrumentKind.Call;
            QuotedOption? chosen = null;
            for (; i < _options.Count && _options[i].StrikeUsd == strike; i++)
            {
                QuotedOption option = _options[i];
                bool isBetter = chosen is null || (option.Kind == outside && chosen.Kind != outside);
                if (isBetter && option.IsUsableAt(_marketNs))
                {
                    chosen = option;
                }
            }

            if (chosen is not null)
            {
                quotes.Add(chosen.ToSurfaceQuote(ForwardUsd, TimeYears));
            }
        }
    }

    /// <summary>The slice as total variance of the present moment, at the volatilities it had; null without
    /// one.</summary>
    public SviSlice? Warm()
    {
        double share = TimeYears / _sliceYears;
        return HasSlice ? _slice with { A = _slice.A * share, B = _slice.B * share } : null;
    }

    /// <summary>Takes over a refit; without a slice the last good one stays.</summary>
    public void Take(in SurfaceFit fit, long marketNs)
    {
        LastFit = fit;
        if (fit.HasSlice)
        {
            _slice = fit.Slice;
            _sliceYears = fit.TimeYears;
            _fitPoints = SurfaceWidth.OfFit(fit.RmsePoints, fit.QuotesNear);
            FittedNs = marketNs;
        }
    }

    /// <summary>Volatility from its own slice at a log-moneyness; as it was when the slice was fitted.</summary>
    public double Volatility(double k) => _slice.Volatility(k, _sliceYears);

    /// <summary>Total variance now of the slice's volatility.</summary>
    public double TotalVariance(double k) => _slice.TotalVariance(k) * (TimeYears / _sliceYears);

    /// <summary>Uncertainty of its own slice in vol points.</summary>
    public double WidthPoints(long marketNs) =>
        IsFresh ? _fitPoints : SurfaceWidth.OfHeld(_fitPoints, marketNs - FittedNs);

    /// <summary>What a tick is told.</summary>
    public ExpirySurface Describe(SurfaceSource source, double widthPoints) => new()
    {
        Underlying = Underlying,
        ExpiryNs = ExpiryNs,
        Source = source,
        Status = LastFit.Status,
        QuotesUsed = LastFit.QuotesUsed,
        WidthNano = SurfaceWidth.ToNano(widthPoints),
        FittedNs = FittedNs,
    };
}
