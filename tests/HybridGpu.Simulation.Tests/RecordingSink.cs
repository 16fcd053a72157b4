using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Tests;

/// <summary>Stands in for the venue: checks the market's manners as they come and keeps what was said.</summary>
internal sealed class RecordingSink : IMarketSink
{
    private readonly Dictionary<Text40, InstrumentId> _ids = [];
    private readonly HashSet<InstrumentId> _settledIds = [];

    public List<InstrumentSpec> Listed { get; } = [];

    public List<string> ListCalls { get; } = [];

    public List<SetTradingRules> Rules { get; } = [];

    public List<(UnderlyingId Underlying, long ExpiryNs, long PriceMicros, long ClockNs)> Settled { get; } = [];

    public List<(UnderlyingId Underlying, long PriceMicros, long ClockNs)> Sampled { get; } = [];

    public List<(InstrumentId Perpetual, long ClockNs)> Funded { get; } = [];

    public Dictionary<UnderlyingId, double> Index { get; } = [];

    public Dictionary<(UnderlyingId, long), double> Forwards { get; } = [];

    public Dictionary<InstrumentId, double> Vols { get; } = [];

    public Dictionary<InstrumentId, OptionQuote> Quotes { get; } = [];

    public List<(long MarketNs, double Btc)> Published { get; } = [];

    public Predicate<InstrumentSpec> Accepts { get; set; } = _ => true;

    public long ClockNs { get; private set; }

    public IReadOnlyList<InstrumentSpec> LiveInstruments => Listed.FindAll(spec => !_settledIds.Contains(spec.Id));

    public InstrumentId? List(in InstrumentSpec terms)
    {
        InstrumentSpec spec = terms;
        ListCalls.Add(spec.Symbol.ToString());
        if (_ids.TryGetValue(spec.Symbol, out InstrumentId known))
        {
            return known;
        }

        Assert.That(spec.ExpiryNs, Is.GreaterThan(ClockNs), $"{spec.Symbol} was listed after its expiry");
        Assert.That(spec.Validate(), Is.EqualTo(RejectCode.None), spec.Symbol.ToString());
        Assert.That(spec.PriceTicksMax * spec.TickValue, Is.LessThan(1L << 31));
        if (!Accepts(spec))
        {
            return null;
        }

        spec.Id = new InstrumentId((uint)Listed.Count);
        Listed.Add(spec);
        _ids.Add(spec.Symbol, spec.Id);
        return spec.Id;
    }

    public void SetRules(in SetTradingRules rules) => Rules.Add(rules);

    public void AdvanceClock(long marketNs)
    {
        Assert.That(marketNs, Is.GreaterThanOrEqualTo(ClockNs), "market time ran backwards");
        ClockNs = marketNs;
    }

    public void SampleIndex(UnderlyingId underlying, long priceMicros)
    {
        Assert.That(priceMicros, Is.Positive);
        Sampled.Add((underlying, priceMicros, ClockNs));
    }

    public void Fund(InstrumentId perpetual)
    {
        Assert.That(Listed[(int)perpetual.Value].Kind, Is.EqualTo(InstrumentKind.Perpetual));
        Funded.Add((perpetual, ClockNs));
    }

    public void Settle(UnderlyingId underlying, long expiryNs, long priceMicros)
    {
        Assert.That(expiryNs, Is.LessThanOrEqualTo(ClockNs), "settled before its time");
        Assert.That(
            Sampled.FindLastIndex(sample => sample.Underlying == underlying && sample.ClockNs == ClockNs),
            Is.GreaterThanOrEqualTo(0), "an index is sampled at the moment of an expiry");
        Settled.Add((underlying, expiryNs, priceMicros, ClockNs));
        foreach (InstrumentSpec spec in Listed)
        {
            if (spec.Underlying == underlying && spec.ExpiryNs == expiryNs)
            {
                Assert.That(_settledIds.Add(spec.Id), Is.True, $"{spec.Symbol} was settled twice");
            }
        }
    }

    public void SetIndex(UnderlyingId underlying, double indexUsd) => Index[underlying] = indexUsd;

    public void SetScanRange(UnderlyingId underlying, double range) => Assert.That(range, Is.InRange(0.001, 0.3));

    public void SetForward(UnderlyingId underlying, long expiryNs, double forwardUsd) =>
        Forwards[(underlying, expiryNs)] = forwardUsd;

    public void SetQuote(InstrumentId instrument, in OptionQuote quote)
    {
        Quotes[instrument] = quote;
        if (!double.IsNaN(quote.MarkVol))
        {
            Vols[instrument] = quote.MarkVol;
        }
    }

    public void PublishInputs(long marketNs)
    {
        Assert.That(marketNs, Is.EqualTo(ClockNs));
        Published.Add((marketNs, Index.GetValueOrDefault(MarketUnderlying.Btc.Id)));
    }
}
