using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Risk.Tests.Surfaces;

/// <summary>A feed before a tick, with expiries whose quotes lie on slices that the test knows.</summary>
internal sealed class FeedBench : IDisposable
{
    public const double Forward = 70_000;
    public const int StrikesOnASide = 8;

    /// <summary>Total variances that grow with time at every strike, so that there is no arbitrage to repair.</summary>
    private static readonly SviSlice PerYear = new(0.12, 0.3, -0.25, 0.02, 0.4);

    private readonly Dictionary<long, List<(InstrumentId Id, InstrumentKind Kind, double Strike)>> _options = [];

    public FeedBench()
    {
        Bench.Market.SetIndex(Bench.Btc, Forward);
        Feed = new SurfaceFeed(Bench.Catalog, Bench.Market);
    }

    public Bench Bench { get; } = new();

    public SurfaceFeed Feed { get; }

    public long Now { get; private set; } = Tests.Bench.Now;

    public static double Years(long expiryNs, long nowNs) => (expiryNs - nowNs) / (365.0 * Tests.Bench.Day);

    /// <summary>The slice on which an expiry's quotes lie at a moment.</summary>
    public static SviSlice SliceAt(double years) => PerYear with { A = PerYear.A * years, B = PerYear.B * years };

    public static double TrueVol(double strike, double years) =>
        SliceAt(years).Volatility(Math.Log(strike / Forward), years);

    /// <summary>Lists calls and puts of an expiry so many days away.</summary>
    public long Expiry(double days, bool hasForward = true)
    {
        long expiry = Now + (long)(days * Tests.Bench.Day);
        double step = 0.35 * Math.Sqrt(Years(expiry, Now)) * 2.5 / StrikesOnASide;
        var options = new List<(InstrumentId, InstrumentKind, double)>();
        for (int i = -StrikesOnASide; i <= StrikesOnASide; i++)
        {
            double strike = Math.Round(Forward * Math.Exp(i * step));
            foreach (InstrumentKind kind in (InstrumentKind[])[InstrumentKind.Call, InstrumentKind.Put])
            {
                options.Add((Bench.List(Bench.Btc, kind, expiry, strike, 1_000, Forward), kind, strike));
            }
        }

        _options[expiry] = options;
        if (hasForward)
        {
            Assert.That(Bench.Market.SetForward(Bench.Btc, expiry, Forward), Is.True);
        }

        return expiry;
    }

    public IReadOnlyList<(InstrumentId Id, InstrumentKind Kind, double Strike)> Options(long expiry) =>
        _options[expiry];

    /// <summary>Quotes an expiry's options, all or the first so many, each moved by a noise of its own.</summary>
    public void Quote(
        long expiry, int count = int.MaxValue, Func<double, double>? noise = null, long life = Tests.Bench.Day)
    {
        foreach ((InstrumentId id, _, double strike) in _options[expiry].Take(count))
        {
            double vol = TrueVol(strike, Years(expiry, Now)) + (noise?.Invoke(strike) ?? 0);
            Feed.SetQuote(id, OptionQuote.OfVolatilities(vol - 0.01, vol + 0.01, vol, Now) with
            {
                ValidUntilNs = Now + life,
            });
        }
    }

    /// <summary>Takes an expiry's quotes back.</summary>
    public void Withdraw(long expiry)
    {
        foreach ((InstrumentId id, _, _) in _options[expiry])
        {
            Feed.SetQuote(id, OptionQuote.None(Now));
        }
    }

    /// <summary>Moves time on and updates as often as a refit needs.</summary>
    public void Refit(long aheadNs = SurfaceFeed.RefitIntervalNs)
    {
        Now += aheadNs;
        bool isRefitted = false;
        for (int i = 0; i < SurfaceFeed.PublicationsBetween && !isRefitted; i++)
        {
            isRefitted = Feed.Update(Now);
        }

        Assert.That(isRefitted, Is.True);
    }

    public RiskSnapshot Tick()
    {
        TickResult result = Bench.MustTick(Now);
        if (result.Arrays is { } arrays)
        {
            Bench.Pool.Return(arrays);
        }

        return result.Snapshot;
    }

    public static ExpirySurface SurfaceOf(RiskSnapshot snapshot, long expiry)
    {
        foreach (ref readonly ExpirySurface surface in snapshot.Surfaces)
        {
            if (surface.ExpiryNs == expiry)
            {
                return surface;
            }
        }

        throw new AssertionException("The expiry is not among the surfaces.");
    }

    public static double VolOf(RiskSnapshot snapshot, InstrumentId id)
    {
        Assert.That(snapshot.TryGetContract(id, out ContractRisk contract), Is.True, $"{id} is not priced");
        return contract.VolNano / 1e9;
    }

    public void Dispose() => Bench.Dispose();
}
