using System;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Participants;

/// <summary>How a maker turns the market's opinion into its own quote.</summary>
/// <remarks>
/// Bid and ask are fair value plus the market's offsets, widened by the maker's own factor, shifted by its shading (up
/// to a tenth of the half spread) and by its inventory (down to minus one half spread when long at its bound), then
/// rounded outwards to the tick. A side is left out where nobody quotes it, where the price falls below one tick or
/// above the instrument's highest, and where inventory is at its bound. A quantity above its own size is priced wider,
/// by the root of their ratio, as prices give way to orders (B. Tóth et al., "Anomalous price impact and the critical
/// nature of liquidity in financial markets", 2011).
/// </remarks>
internal sealed class QuotePricer
{
    private const double SpreadVariety = 0.10;
    private const double ShadingShare = 0.10;
    private const double SizeVariety = 0.5;

    private readonly int _inventorySizesMax;
    private readonly double _spreadFactor;
    private readonly double _shading;
    private readonly double _sizeFactor;

    public QuotePricer(MakerSettings settings, int seed)
    {
        var random = new Random(seed);
        _inventorySizesMax = settings.InventorySizesMax;
        _spreadFactor = settings.SpreadFactor * (1 + (SpreadVariety * random.NextDouble()));
        _shading = ShadingShare * ((2 * random.NextDouble()) - 1);
        _sizeFactor = 1 + (SizeVariety * ((2 * random.NextDouble()) - 1));
    }

    /// <summary>The quote in the book.</summary>
    public QuotePrice Price(in QuoteGuide guide, long inventoryLots) =>
        Price(in guide, inventoryLots, SizeOf(in guide), 1.0);

    /// <summary>The answer to a request for so many lots; as many as its inventory has room for.</summary>
    public QuotePrice Price(in QuoteGuide guide, long inventoryLots, long lots)
    {
        double widening = Math.Sqrt(Math.Max(1.0, (double)lots / SizeOf(in guide)));
        QuotePrice asked = Price(in guide, inventoryLots, lots, widening);
        long bound = SizeOf(in guide) * _inventorySizesMax;
        return asked with
        {
            BidLots = Math.Clamp(bound - inventoryLots, 0, asked.BidLots),
            AskLots = Math.Clamp(bound + inventoryLots, 0, asked.AskLots),
        };
    }

    /// <summary>Ticks by which a side must have moved to be quoted again.</summary>
    public static long Threshold(in QuoteGuide guide, double spreadShare) =>
        Math.Max(1, (long)(spreadShare * 2 * HalfSpread(in guide) / guide.Instrument.TickUsd));

    /// <summary>Half the market's spread in USD; from the one side there is when there is only one.</summary>
    public static double HalfSpread(in QuoteGuide guide)
    {
        double half = (guide.AskOffsetUsd - guide.BidOffsetUsd) / 2;
        if (double.IsNaN(half))
        {
            half = Math.Abs(double.IsNaN(guide.BidOffsetUsd) ? guide.AskOffsetUsd : guide.BidOffsetUsd);
        }

        return double.IsNaN(half) ? 0 : half;
    }

    private long SizeOf(in QuoteGuide guide) => Math.Max(1, (long)(guide.SizeLots * _sizeFactor));

    private QuotePrice Price(in QuoteGuide guide, long inventoryLots, long lots, double widening)
    {
        if (guide.IsClosing)
        {
            return default;
        }

        double bound = (double)SizeOf(in guide) * _inventorySizesMax;
        double spread = _spreadFactor * widening;
        double shift = HalfSpread(in guide) * (_shading - Math.Clamp(inventoryLots / bound, -1, 1));
        double tick = guide.Instrument.TickUsd;
        double bid = Math.Floor((guide.FairUsd + (spread * guide.BidOffsetUsd) + shift) / tick);
        double ask = Math.Ceiling((guide.FairUsd + (spread * guide.AskOffsetUsd) + shift) / tick);
        ask = Math.Max(ask, double.IsNaN(bid) ? 1 : Math.Max(bid + 1, 1));
        long highest = guide.Instrument.Spec.PriceTicksMax;
        bool bids = bid >= 1 && bid <= highest && inventoryLots < bound;
        bool asks = ask >= 1 && ask <= highest && inventoryLots > -bound;
        return new QuotePrice(bids ? (long)bid : 0, bids ? lots : 0, asks ? (long)ask : 0, asks ? lots : 0);
    }
}
