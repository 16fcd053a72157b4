using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Risk.Surfaces;

namespace HybridGpu.Simulation.Markets;

/// <summary>What a market tells the venue: clock, listings, settlements and the inputs of the risk tick.</summary>
/// <remarks>Thread: every call comes from the thread that calls <see cref="IMarket.Start"/> and
/// <see cref="IMarket.Advance"/>.
/// Errors: an implementation that throws stops the market.</remarks>
public interface IMarketSink
{
    /// <summary>What the venue has listed and not settled: asked once at start, so that a restarted venue goes
    /// on.</summary>
    public IReadOnlyList<InstrumentSpec> LiveInstruments { get; }

    /// <summary>Lists an instrument; the symbol is its identity, so listing it again gives the id that is
    /// there.</summary>
    /// <param name="terms">Terms without an id: the venue gives the next.</param>
    /// <returns>The id, or null when the venue refused.</returns>
    public InstrumentId? List(in InstrumentSpec terms);

    /// <summary>Says how a class of instruments trades.</summary>
    public void SetRules(in SetTradingRules rules);

    /// <summary>Moves market time, never backwards.</summary>
    public void AdvanceClock(long marketNs);

    /// <summary>Samples the index for the venue's averages and fundings, at the market time that stands; it holds until
    /// the next sample.</summary>
    /// <param name="underlying">Whose.</param>
    /// <param name="priceMicros">Micro-USD a unit, positive.</param>
    public void SampleIndex(UnderlyingId underlying, long priceMicros);

    /// <summary>Settles everything on an underlying that expires at one moment, at the venue's average of the samples;
    /// market time stands at or after it.</summary>
    /// <param name="underlying">Whose.</param>
    /// <param name="expiryNs">The moment.</param>
    /// <param name="priceMicros">The index then: the price where nothing was sampled before it.</param>
    public void Settle(UnderlyingId underlying, long expiryNs, long priceMicros);

    /// <summary>Pays the funding that a perpetual has accrued.</summary>
    public void Fund(InstrumentId perpetual);

    /// <summary>Sets the spot index in USD.</summary>
    public void SetIndex(UnderlyingId underlying, double indexUsd);

    /// <summary>Sets the scan range as a fraction.</summary>
    public void SetScanRange(UnderlyingId underlying, double range);

    /// <summary>Sets an expiry's forward in USD; <see cref="long.MaxValue"/> stands for the perpetual.</summary>
    public void SetForward(UnderlyingId underlying, long expiryNs, double forwardUsd);

    /// <summary>Sets an option's newest quote; one that is empty takes the last one back.</summary>
    public void SetQuote(InstrumentId instrument, in OptionQuote quote);

    /// <summary>All inputs of this moment have been set.</summary>
    public void PublishInputs(long marketNs);
}
