using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin;

/// <summary>What a margin what-if is computed under: indices, forwards, volatilities, assets, delays.</summary>
/// <remarks>
/// Read from JSON (docs/margin.md). Units: USD, volatility as a fraction per sqrt(year), years of 365 days, seconds.
/// Numbers that a feed can get wrong are not refused but left out, each position saying so in its
/// <see cref="LegStatus"/>. Immutable. Thread: any.
/// </remarks>
public sealed class MarginMarket
{
    private readonly Dictionary<string, UnderlyingRow> _underlyings;
    private readonly Dictionary<string, AssetRow> _assets;

    internal MarginMarket(MarketDocument document)
    {
        Document = document;
        _underlyings = document.Underlyings.ToDictionary(row => row.Symbol, StringComparer.Ordinal);
        _assets = (document.Assets ?? []).ToDictionary(row => row.Asset, StringComparer.Ordinal);
    }

    /// <summary>The moment of the prices.</summary>
    public DateTimeOffset AsOf => Document.AsOf;

    /// <summary>Time between a breach and its settlement as measured, in days; null where none is given.</summary>
    public double? DelayDays => Document.Delays?.Seconds() / TimeSpan.SecondsPerDay;

    internal MarketDocument Document { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong, with line and path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginMarket? Read(string path, out string problem) =>
        StrictJson.ReadBytes(path, out problem) is { } bytes ? Parse(bytes, path, out problem) : null;

    /// <summary>Reads JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What to call it in <paramref name="problem"/>.</param>
    /// <param name="problem">What is wrong, with line and path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginMarket? Parse(ReadOnlySpan<byte> json, string name, out string problem)
    {
        if (StrictJson.Parse<MarketDocument>(json, name, StrictJson.FeedOptions, out problem) is not { } document)
        {
            return null;
        }

        problem = TwiceThere(document) is { } twice ? $"{name}, at {twice} is there twice."
            : BadDelay(document.Delays) is { } part
                ? $"{name}, at $.delays.{part}: must be seconds, from 0 to {MarginCalculator.DelayDaysMax / 5} days."
            : string.Empty;
        return problem.Length == 0 ? new MarginMarket(document) : null;
    }

    /// <summary>The row of an underlying, or null.</summary>
    internal UnderlyingRow? Underlying(string symbol) => _underlyings.GetValueOrDefault(symbol);

    /// <summary>The row of an asset, or null.</summary>
    internal AssetRow? Asset(string asset) => _assets.GetValueOrDefault(asset);

    /// <summary>Price over peg of a stable asset; 1 where the market names no peg of it, 0 where peg or price is no
    /// price: what can't be seen to hold its peg has lost it.</summary>
    internal double PegRatio(string asset) =>
        Asset(asset) is not { Peg: { } peg } row ? 1
        : HasBadPeg(asset) ? 0
        : row.Price / peg;

    /// <summary>Whether a peg is named that can't be compared with a price.</summary>
    internal bool HasBadPeg(string asset) =>
        Asset(asset) is { Peg: { } peg } row
        && !(peg > 0 && double.IsFinite(peg) && row.Price >= 0 && double.IsFinite(row.Price));

    /// <summary>Five parts of at most a fifth of the longest delay: their sum is a delay.</summary>
    private static string? BadDelay(DelayRow? delays)
    {
        const double Most = MarginCalculator.DelayDaysMax / 5 * 86_400;
        return delays is null ? null
            : Array.Find(
                new (string Name, double Seconds)[]
                {
                    ("detect", delays.Detect), ("sequence", delays.Sequence), ("post", delays.Post),
                    ("settle", delays.Settle), ("finality", delays.Finality),
                },
                part => !(part.Seconds >= 0 && part.Seconds <= Most)).Name;
    }

    private static string? TwiceThere(MarketDocument document)
    {
        if (Repeated(document.Underlyings.Select(row => row.Symbol)) is { } symbol)
        {
            return $"$.underlyings: {symbol}";
        }

        for (int i = 0; i < document.Underlyings.Length; i++)
        {
            ExpiryRow[] expiries = document.Underlyings[i].Expiries ?? [];
            if (Repeated(expiries.Select(row => row.Expiry.UtcTicks)) is { } ticks)
            {
                return $"$.underlyings[{i}].expiries: {new DateTimeOffset(ticks, TimeSpan.Zero):u}";
            }
        }

        return Repeated((document.Assets ?? []).Select(row => row.Asset)) is { } asset ? $"$.assets: {asset}" : null;
    }

    private static string? Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;

    private static long? Repeated(IEnumerable<long> numbers) =>
        numbers.GroupBy(number => number).FirstOrDefault(group => group.Count() > 1)?.Key;
}
