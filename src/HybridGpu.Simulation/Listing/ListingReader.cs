using System.Collections.Generic;
using System.Linq;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Simulation.Listing;

/// <summary>Checks the numbers of a listing document and turns them into the venue's units.</summary>
internal sealed class ListingReader
{
    private const int Version = 1;
    private const decimal MicrosPerUsd = 1_000_000;
    private const int CountMax = 64;
    private const int StrikesMax = 200;

    /// <summary>The first thing wrong, beginning with where; empty when nothing is.</summary>
    public string Problem { get; private set; } = string.Empty;

    /// <summary>The specification, or null when something is wrong.</summary>
    public ListingSpecification? Read(ListingDocument document)
    {
        if (document.Version != Version)
        {
            return Refuse<ListingSpecification>("version", $"{document.Version} isn't known: write {Version}");
        }

        var underlyings = new List<ListingUnderlying>();
        foreach ((int i, ListingDocument.Underlying underlying) in document.Underlyings.Index())
        {
            if (Read($"underlyings[{i}]", underlying) is not { } read)
            {
                return null;
            }

            if (underlyings.Exists(other => other.Market.Id == read.Market.Id
                || other.Market.Symbol == read.Market.Symbol))
            {
                return Refuse<ListingSpecification>($"underlyings[{i}]", "its number or symbol is there twice");
            }

            underlyings.Add(read);
        }

        return underlyings.Count > 0
            ? new ListingSpecification(underlyings)
            : Refuse<ListingSpecification>("underlyings", "there is none");
    }

    /// <summary>Notes what is wrong.</summary>
    /// <returns>Null.</returns>
    public T? Refuse<T>(string place, string what)
        where T : class
    {
        Problem = $"{place}: {what}.";
        return null;
    }

    /// <summary>Micro-USD of a number of USD with at most 6 decimals; null, and a problem, for any other.</summary>
    public long? Micros(string place, decimal usd, long least, long most)
    {
        // Bounded before it is multiplied: a decimal would throw.
        if (usd > most / MicrosPerUsd || usd < least / MicrosPerUsd || usd * MicrosPerUsd % 1 != 0)
        {
            Refuse<object>(
                place,
                $"{usd} must be from {least / MicrosPerUsd} to {most / MicrosPerUsd} with at most 6 decimals");
            return null;
        }

        return (long)(usd * MicrosPerUsd);
    }

    private ListingUnderlying? Read(string place, ListingDocument.Underlying underlying)
    {
        if (underlying.Number is < 0 or >= UnderlyingId.Capacity)
        {
            return Refuse<ListingUnderlying>($"{place}.number", $"must be from 0 to {UnderlyingId.Capacity - 1}");
        }

        if (underlying.Symbol.Length is 0 or > 8
            || !underlying.Symbol.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9')))
        {
            return Refuse<ListingUnderlying>($"{place}.symbol", "must be 1 to 8 capital letters and digits");
        }

        if (underlying.ScanRange is <= 0 or >= 0.33m)
        {
            return Refuse<ListingUnderlying>($"{place}.scanRange", "must be above 0 and below 0.33");
        }

        if (underlying.Sample.Price is <= 0 or > 100_000_000 || underlying.Sample.Volatility is <= 0 or > 4)
        {
            return Refuse<ListingUnderlying>($"{place}.sample", "needs a positive price and a volatility up to 4");
        }

        if (Micros($"{place}.lotSize", underlying.LotSize, 1, 1_000_000_000_000) is not { } lotMicros)
        {
            return null;
        }

        var products = new List<ListingProduct>();
        foreach ((int i, ListingDocument.Product product) in underlying.Products.Index())
        {
            string at = $"{place}.products[{i}]";
            if (new ProductReader(this, at).Read(product, (byte)underlying.Number, lotMicros) is not { } read)
            {
                return null;
            }

            if (products.Exists(other => other.Kind == read.Kind))
            {
                return Refuse<ListingUnderlying>(at, $"'{product.Kind}' is there twice");
            }

            products.Add(read);
        }

        return products.Count == 0
            ? Refuse<ListingUnderlying>($"{place}.products", "there is none")
            : new ListingUnderlying(
                MarketOf(underlying, lotMicros, products), (double)underlying.Sample.Price,
                (double)underlying.Sample.Volatility, products);
    }

    private static MarketUnderlying MarketOf(
        ListingDocument.Underlying underlying, long lotMicros, List<ListingProduct> products)
    {
        long TickOf(InstrumentKind kind) =>
            (products.Find(product => product.Kind == kind) ?? products[0]).TickSizeMicros;
        int minutes = underlying.Products.Select(product => product.FundingIntervalMinutes)
            .FirstOrDefault(interval => interval is not null) ?? 60;
        return new MarketUnderlying(
            new UnderlyingId((byte)underlying.Number), underlying.Symbol, (double)underlying.ScanRange, lotMicros,
            TickOf(InstrumentKind.Call), TickOf(InstrumentKind.Perpetual))
        {
            FundingIntervalNs = minutes * 60 * MarketTime.SecondNs,
        };
    }

    /// <summary>Bounds on counts that everything below shares.</summary>
    internal static bool IsCount(int count) => count is > 0 and <= CountMax;

    /// <summary>Bound on the strikes of an expiry.</summary>
    internal static bool IsStrikeCount(int eachSide, int wingEachSide) =>
        eachSide >= 0 && wingEachSide >= 0 && (long)eachSide + wingEachSide <= StrikesMax / 2;
}
