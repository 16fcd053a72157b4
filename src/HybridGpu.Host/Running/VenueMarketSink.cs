using System.Diagnostics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine;
using HybridGpu.Risk.Inputs;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Simulation.Markets;
using HybridGpu.Venue;

namespace HybridGpu.Host.Running;

/// <summary>Lets a market drive the venue: listings, clock and settlements as commands, prices as inputs of the
/// tick.</summary>
/// <remarks>Thread: the market's.</remarks>
internal sealed class VenueMarketSink : IMarketSink
{
    private const int RefusalsKept = 100;

    /// <summary>How long a listing may take to come back from the engine: longer than any stall it lives
    /// through.</summary>
    private static readonly TimeSpan ListingTimeout = TimeSpan.FromSeconds(30);

    private readonly VenuePipeline _venue;
    private readonly MarketClock _clock;
    private readonly MarketState _state;
    private readonly SurfaceFeed _surfaces;
    private readonly SyncBufferFeed _syncBuffer;
    private readonly List<string> _refusals = [];
    private readonly long[] _firstSampleNs = new long[UnderlyingId.Capacity];

    public VenueMarketSink(
        VenuePipeline venue, VenueOptions options, MarketClock clock, Func<SyncDelays> settlementDelays)
    {
        _venue = venue;
        _clock = clock;
        _state = new MarketState(options.RiskLimits, venue.Catalog);
        _surfaces = new SurfaceFeed(venue.Catalog, _state);
        _syncBuffer = new SyncBufferFeed(venue, options, _state, settlementDelays);
        LiveInstruments =
            [.. venue.Directory.LiveInstruments().Where(spec => spec.Kind != InstrumentKind.Combo)];
        for (int i = 0; i < UnderlyingId.Capacity; i++)
        {
            _firstSampleNs[i] = venue.Directory.FirstIndexNs(new UnderlyingId((byte)i));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<InstrumentSpec> LiveInstruments { get; }

    /// <summary>Instruments refused because their terms break a rule of the venue, or for want of room.</summary>
    public int RefusedCount { get; private set; }

    /// <summary>A sentence for each of the first of them: symbol and reason. The market's thread.</summary>
    public IReadOnlyList<string> Refusals => _refusals;

    /// <summary>A sentence once contracts were left out of an epoch for want of room; null while none was. The market's
    /// thread.</summary>
    public string? LeftOutNotice { get; private set; }

    /// <summary>What the surfaces behind the prices came to so far. Any thread.</summary>
    public SurfaceFeedReport Surfaces => _surfaces.Report;

    /// <summary>The sync buffer inside the ranges. Any thread.</summary>
    public SyncBufferReport SyncBuffer => _syncBuffer.Report;

    /// <inheritdoc/>
    public InstrumentId? List(in InstrumentSpec terms)
    {
        if (_venue.Directory.TryFindInstrument(terms.Symbol, out InstrumentSpec listed))
        {
            return listed.Id;
        }

        Command command = Command.Of(CommandKind.ListInstrument);
        command.Instrument = terms;
        command.Instrument.Id = default;
        RejectCode reason = VenueEngine.CheckTerms(in command.Instrument);
        if (reason == RejectCode.None)
        {
            // Clients list combos meanwhile, so the engine numbers.
            command.Instrument.Id = InstrumentId.Unassigned;
            AwaitListing(_venue.Gate.Publish(in command));
            if (_venue.Directory.TryFindInstrument(terms.Symbol, out listed))
            {
                return listed.Id;
            }

            reason = RejectCode.CapacityReached;
        }

        Refuse(terms.Symbol, reason);
        return null;
    }

    /// <inheritdoc/>
    public void SetRules(in SetTradingRules rules)
    {
        Command command = Command.Of(CommandKind.SetTradingRules);
        command.SetTradingRules = rules;
        _venue.Gate.Publish(in command);
    }

    /// <inheritdoc/>
    public void AdvanceClock(long marketNs)
    {
        _clock.AdvanceMarket(marketNs);
        _venue.Gate.Publish(Command.Of(CommandKind.Clock));
    }

    /// <inheritdoc/>
    public void SampleIndex(UnderlyingId underlying, long priceMicros)
    {
        Command command = Command.Of(CommandKind.IndexPrice);
        command.IndexPrice.Underlying = underlying;
        command.IndexPrice.PriceMicros = Math.Min(priceMicros, IndexPrice.PriceMicrosBound - 1);
        _firstSampleNs[underlying.Value] = Math.Min(_firstSampleNs[underlying.Value], _clock.MarketNs);
        _venue.Gate.Publish(in command);
    }

    /// <inheritdoc/>
    /// <remarks>A sample before the expiry holds until then, so the venue has an average. There is none for what a
    /// journal listed before indices were sampled and let expire: that settles at the market's index.</remarks>
    public void Settle(UnderlyingId underlying, long expiryNs, long priceMicros)
    {
        bool hasAverage = _firstSampleNs[underlying.Value] < expiryNs;
        Command command = Command.Of(CommandKind.SettleExpiry);
        command.SettleExpiry = new SettleExpiry
        {
            Underlying = underlying,
            ExpiryNs = expiryNs,
            PriceMicros = hasAverage ? 0 : priceMicros,
            UseAverage = hasAverage ? (byte)1 : (byte)0,
        };
        _venue.Gate.Publish(in command);
    }

    /// <inheritdoc/>
    public void Fund(InstrumentId perpetual)
    {
        Command command = Command.Of(CommandKind.ApplyFunding);
        command.ApplyFunding.Instrument = perpetual;
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
    public void SetQuote(InstrumentId instrument, in OptionQuote quote) => _surfaces.SetQuote(instrument, in quote);

    /// <inheritdoc/>
    public void PublishInputs(long marketNs)
    {
        _surfaces.Update(marketNs);
        _syncBuffer.Update();
        int priced = _state.Publish(marketNs, _venue.MarketInputs);
        if (_state.LeftOutForRoom > 0)
        {
            LeftOutNotice ??=
                $"An epoch holds {priced} contracts and {_state.LeftOutForRoom} more are listed: they have no risk "
                + "array, and orders in them are refused until others expire.";
        }
    }

    /// <summary>Waits until the directory has what a command led to.</summary>
    /// <exception cref="TimeoutException">The venue doesn't come to it.</exception>
    private void AwaitListing(ulong sequence)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (_venue.Directory.AppliedSequence < sequence)
        {
            if (_venue.Fault is not null || Stopwatch.GetElapsedTime(start) > ListingTimeout)
            {
                throw new TimeoutException(
                    $"The venue has not applied command {sequence}, a listing, in {ListingTimeout.TotalSeconds} s.");
            }

            // Microseconds as a rule; a sleep of a millisecond for each of thousands of contracts would be felt.
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void Refuse(Text40 symbol, RejectCode reason)
    {
        RefusedCount++;
        if (_refusals.Count < RefusalsKept)
        {
            _refusals.Add($"{symbol} can't be listed: {RejectText.Of(reason)}.");
        }
    }
}
