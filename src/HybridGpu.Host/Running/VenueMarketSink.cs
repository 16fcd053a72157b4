using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Inputs;
using HybridGpu.Simulation.Markets;
using HybridGpu.Venue;

namespace HybridGpu.Host.Running;

/// <summary>Lets a market drive the venue: listings, clock and settlements as commands, prices as inputs of the
/// tick.</summary>
/// <remarks>Thread: the market's.</remarks>
internal sealed class VenueMarketSink : IMarketSink
{
    private readonly VenuePipeline _venue;
    private readonly MarketClock _clock;
    private readonly MarketState _state;
    private uint _nextInstrument;

    public VenueMarketSink(VenuePipeline venue, VenueOptions options, MarketClock clock)
    {
        _venue = venue;
        _clock = clock;
        _state = new MarketState(options.RiskLimits, venue.Catalog);
        _nextInstrument = (uint)venue.Directory.InstrumentCount;
        LiveInstruments = venue.Directory.LiveInstruments();
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstrumentSpec> LiveInstruments { get; }

    /// <summary>Instruments refused because their terms break a rule of the venue.</summary>
    public int RefusedCount { get; private set; }

    /// <inheritdoc/>
    public InstrumentId? List(in InstrumentSpec terms)
    {
        if (_venue.Directory.TryFindInstrument(terms.Symbol, out InstrumentSpec listed))
        {
            return listed.Id;
        }

        Command command = Command.Of(CommandKind.ListInstrument);
        command.Instrument = terms;
        command.Instrument.Id = new InstrumentId(_nextInstrument);
        if (command.Instrument.Validate() != RejectCode.None)
        {
            RefusedCount++;
            return null;
        }

        _venue.Gate.Publish(in command);
        return new InstrumentId(_nextInstrument++);
    }

    /// <inheritdoc/>
    public void AdvanceClock(long marketNs)
    {
        _clock.AdvanceMarket(marketNs);
        _venue.Gate.Publish(Command.Of(CommandKind.Clock));
    }

    /// <inheritdoc/>
    public void Settle(UnderlyingId underlying, long expiryNs, long priceMicros)
    {
        Command command = Command.Of(CommandKind.SettleExpiry);
        command.SettleExpiry = new SettleExpiry { Underlying = underlying, ExpiryNs = expiryNs, PriceMicros = priceMicros };
        _venue.Gate.Publish(in command);
    }

    /// <inheritdoc/>
    public void SetIndex(UnderlyingId underlying, double indexUsd) => _state.SetIndex(underlying, indexUsd);

    /// <inheritdoc/>
    public void SetScanRange(UnderlyingId underlying, double range) => _state.SetScanRange(underlying, range);

    /// <inheritdoc/>
    public void SetForward(UnderlyingId underlying, long expiryNs, double forwardUsd) =>
        _state.SetForward(underlying, expiryNs, forwardUsd);

    /// <inheritdoc/>
    public void SetVol(InstrumentId instrument, double vol) => _state.SetVol(instrument, vol);

    /// <inheritdoc/>
    public void PublishInputs(long marketNs) => _state.Publish(marketNs, _venue.MarketInputs);
}
