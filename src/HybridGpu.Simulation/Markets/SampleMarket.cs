using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Simulation.Listing;

namespace HybridGpu.Simulation.Markets;

/// <summary>A market of our own making: what a specification lists, all moving from one seed.</summary>
/// <remarks>
/// Market time is wall time at the start, and moves by the elapsed time it is given. Listed is what the
/// <see cref="ListingSpecification"/> names; at the start also one expiry of the options 35 to 45 s away, so that a
/// short run settles one. What has expired is settled, and the next expiries are listed. Prices and volatilities:
/// <see cref="SamplePath"/>, <see cref="SampleSurface"/>.
/// A restarted venue's contracts are taken over; the index begins anew at its first value, so marks may jump by what
/// the last run had moved.
/// Bound: with the embedded specification an hour lists 84 contracts, so a venue of 65,536 instruments lasts a month;
/// then nothing new is listed. Thread: as <see cref="IMarket"/>.
/// </remarks>
public sealed class SampleMarket : IMarket
{
    private const long FirstExpiryLeadNs = 35 * MarketTime.SecondNs;
    private const long FirstExpiryGridNs = 10 * MarketTime.SecondNs;
    private const long ViewIntervalNs = 100_000_000;
    private const long ClosingLeadNs = 500_000_000;

    /// <summary>Quotes are said anew with every publication; one that isn't any more soon counts for
    /// nothing.</summary>
    private const long QuoteLifeNs = 10 * MarketTime.SecondNs;

    private const int OptionLots = 100;
    private const int PerpetualLots = 500;
    private const double PerpetualHalfSpread = 1e-4;

    /// <summary>Half an option's spread: this many volatility points of vega, and one tick.</summary>
    private const double HalfSpreadVols = 0.01;

    private readonly TimeProvider _time;
    private readonly ListingSpecification _listing;
    private readonly SamplePath _path;
    private readonly int[] _placeOf = new int[UnderlyingId.Capacity];
    private readonly double[] _baseVols;
    private ListingRoll? _roll;
    private MarketBoard? _board;
    private long _pathElapsedNs;
    private long _sinceViewNs;
    private long _marketNs;
    private MarketView _latest = MarketView.Empty;
    private string _progress = string.Empty;

    /// <summary>A market that has not started.</summary>
    /// <param name="seed">The same seed and elapsed times give the same prices.</param>
    /// <param name="time">Read once, at the start.</param>
    /// <param name="listing">What to list; null for the embedded specification.</param>
    public SampleMarket(int seed, TimeProvider time, ListingSpecification? listing = null)
    {
        _time = time;
        _listing = listing ?? ListingSpecification.Default;
        Underlyings = [.. _listing.Underlyings.Select(underlying => underlying.Market)];
        _baseVols = [.. _listing.Underlyings.Select(underlying => underlying.SampleVolatility)];
        double[] prices = [.. _listing.Underlyings.Select(underlying => underlying.SamplePriceUsd)];
        _path = new SamplePath(seed, prices, _baseVols);
        foreach ((int place, MarketUnderlying underlying) in Underlyings.Index())
        {
            _placeOf[underlying.Id.Value] = place;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MarketUnderlying> Underlyings { get; }

    /// <inheritdoc/>
    public MarketView Latest => Volatile.Read(ref _latest);

    /// <inheritdoc/>
    public long MarketNs => Interlocked.Read(ref _marketNs);

    /// <inheritdoc/>
    /// <remarks>Never: it has no end.</remarks>
    public bool IsFinished => false;

    /// <inheritdoc/>
    public string Progress => Volatile.Read(ref _progress);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start(IMarketSink sink, long? resumeMarketNs = null)
    {
        if (_board is not null)
        {
            throw new InvalidOperationException("A market starts once.");
        }

        long startNs = Math.Max(MarketTime.NowNs(_time), resumeMarketNs ?? 0);
        _board = new MarketBoard(sink, Underlyings, startNs);
        _board.AdvanceTo(startNs, IndexNow);
        _roll = new ListingRoll(
            _listing, _board, underlying => IndexUsd(underlying.Id), SampleSurface.ForwardRatio);
        _roll.SetRules();
        long first = startNs + FirstExpiryLeadNs + FirstExpiryGridNs;
        _roll.ListOptions(first - (first % FirstExpiryGridNs));
        _roll.Roll();
        Publish();
        ShowView();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public void Advance(long elapsedWallNs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elapsedWallNs);
        MarketBoard board = _board ?? throw new InvalidOperationException("The market has not started.");
        _sinceViewNs += elapsedWallNs;
        _pathElapsedNs += elapsedWallNs;
        int settled = 0;
        long targetNs = board.MarketNs + elapsedWallNs;
        while (_pathElapsedNs >= SamplePath.QuantumNs)
        {
            // An expiry is settled at the price of its own quantum, also when a step comes late.
            _pathElapsedNs -= SamplePath.QuantumNs;
            settled += board.AdvanceTo(targetNs - _pathElapsedNs, IndexNow);
            _path.Advance();
        }

        settled += board.AdvanceTo(targetNs, IndexNow);
        if (settled > 0)
        {
            _roll!.Roll();
        }

        Publish();
        if (_sinceViewNs >= ViewIntervalNs)
        {
            ShowView();
        }
    }

    private double IndexNow(UnderlyingId underlying, long marketNs) => IndexUsd(underlying);

    private double IndexUsd(UnderlyingId underlying) => _path.IndexUsd(_placeOf[underlying.Value]);

    private void Publish()
    {
        MarketBoard board = _board!;
        foreach (ListedExpiry listed in board.Expiries)
        {
            listed.ForwardRatio = listed.ExpiryNs == long.MaxValue
                ? 1
                : SampleSurface.ForwardRatio(MarketTime.YearsBetween(board.MarketNs, listed.ExpiryNs));
        }

        foreach (MarketUnderlying underlying in Underlyings)
        {
            board.SetIndex(underlying.Id, IndexUsd(underlying.Id));
        }

        foreach (ListedExpiry listed in board.Expiries)
        {
            SetQuotes(listed);
        }

        board.Publish();
        Interlocked.Exchange(ref _marketNs, board.MarketNs);
    }

    private void SetQuotes(ListedExpiry listed)
    {
        double timeYears = MarketTime.YearsBetween(_board!.MarketNs, listed.ExpiryNs);
        double atTheMoney = SampleSurface.AtTheMoney(
            _baseVols[_placeOf[listed.Underlying.Value]], _path.Level, timeYears);
        foreach (ListedContract contract in listed.Contracts)
        {
            if (contract.IsOption)
            {
                double vol = SampleSurface.Vol(atTheMoney, listed.ForwardUsd, contract.StrikeUsd, timeYears);
                _board.SetQuote(contract, OptionQuote.OfVolatilities(
                    vol - HalfSpreadVols, vol + HalfSpreadVols, vol, _board.MarketNs) with
                {
                    ValidUntilNs = _board.MarketNs + QuoteLifeNs,
                });
            }
        }
    }

    private void ShowView()
    {
        _sinceViewNs = 0;
        MarketBoard board = _board!;
        foreach (ListedExpiry listed in board.Expiries)
        {
            double timeYears = MarketTime.YearsBetween(board.MarketNs, listed.ExpiryNs);
            foreach (ListedContract contract in listed.Contracts)
            {
                double halfSpread = contract.Instrument.TickUsd + (contract.IsOption
                    ? HalfSpreadVols * contract.VegaUsd(listed.ForwardUsd, timeYears)
                    : PerpetualHalfSpread * listed.ForwardUsd);
                contract.AskOffsetUsd = halfSpread;
                contract.BidOffsetUsd = -halfSpread;
                contract.SizeLots = contract.IsOption ? OptionLots : PerpetualLots;
            }
        }

        Volatile.Write(ref _latest, board.DrawView(ClosingLeadNs));
        string utc = MarketTime.ToUtc(board.MarketNs).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Volatile.Write(ref _progress, string.Create(
            CultureInfo.InvariantCulture,
            $"sample, {utc}, {Underlyings[0].Symbol} {_path.IndexUsd(0):F0}, {board.LiveCount} listed"));
    }
}
