using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Tests;

/// <summary>A market whose view is what the test says.</summary>
internal sealed class FixedMarket : IMarket
{
    private MarketView _latest = MarketView.Empty;

    public IReadOnlyList<MarketUnderlying> Underlyings { get; } = [MarketUnderlying.Btc];

    public MarketView Latest => Volatile.Read(ref _latest);

    public long MarketNs => Latest.MarketNs;

    public bool IsFinished => false;

    public string Progress => "fixed";

    /// <summary>Calls on two expiries, at a fair value of 1,000 each plus a shift, 20 wide, 100 lots.</summary>
    public static QuoteGuide[] Calls(int count, double shift = 0)
    {
        var guides = new QuoteGuide[count];
        for (int i = 0; i < count; i++)
        {
            long expiryNs = MarketTime.FromUtc(new DateTime(2030, 1, i < count / 2 ? 1 : 2, 8, 0, 0, DateTimeKind.Utc));
            long strike = 50_000 + (100 * i);
            InstrumentSpec spec = ListingRules.Option(
                MarketUnderlying.Btc,
                ContractNames.Option("BTC", expiryNs, strike, InstrumentKind.Call),
                expiryNs,
                strike * 1_000_000,
                InstrumentKind.Call,
                80_000);
            spec.Id = new InstrumentId((uint)i);
            guides[i] = new QuoteGuide(new MarketInstrument(in spec), 1_000 + shift, -10, 10, 100, IsClosing: false);
        }

        return guides;
    }

    public void Show(QuoteGuide[] guides) => Volatile.Write(ref _latest, new MarketView(1, guides));

    public void Start(IMarketSink sink, long? resumeMarketNs = null)
    {
    }

    public void Advance(long elapsedWallNs)
    {
    }
}
