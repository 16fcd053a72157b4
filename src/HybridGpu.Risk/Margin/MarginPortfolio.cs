using System;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin;

/// <summary>Positions and collateral of one account, for a what-if of its margin.</summary>
/// <remarks>Read strictly from JSON (docs/margin.md). Immutable. Thread: any.</remarks>
public sealed class MarginPortfolio
{
    /// <summary>Most positions of a portfolio.</summary>
    public const int PositionsMax = 10_000;

    internal MarginPortfolio(PortfolioDocument document) => Document = document;

    /// <summary>Name of the account.</summary>
    public string Account => Document.Account;

    internal PortfolioDocument Document { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong, with line and path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginPortfolio? Read(string path, out string problem) =>
        StrictJson.ReadBytes(path, out problem) is { } bytes ? Parse(bytes, path, out problem) : null;

    /// <summary>Reads JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What to call it in <paramref name="problem"/>.</param>
    /// <param name="problem">What is wrong, with line and path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginPortfolio? Parse(ReadOnlySpan<byte> json, string name, out string problem)
    {
        if (StrictJson.Parse<PortfolioDocument>(json, name, StrictJson.Options, out problem) is not { } document)
        {
            return null;
        }

        problem = ProblemOf(document) is { } found ? $"{name}, at {found}" : string.Empty;
        return problem.Length == 0 ? new MarginPortfolio(document) : null;
    }

    private static string? ProblemOf(PortfolioDocument document)
    {
        if (document.Positions.Length > PositionsMax)
        {
            return $"$.positions: {document.Positions.Length} are more than {PositionsMax}.";
        }

        for (int i = 0; i < document.Positions.Length; i++)
        {
            PositionRow row = document.Positions[i];
            bool isOption = row.Kind is ProductKind.Call or ProductKind.Put;
            string at = $"$.positions[{i}]";
            if (!double.IsFinite(row.Quantity))
            {
                return $"{at}.quantity: must be a finite number of units of the underlying.";
            }

            if ((row.Kind != ProductKind.Perpetual) != row.Expiry.HasValue)
            {
                return $"{at}.expiry: belongs to options and futures, which need it.";
            }

            if (isOption != row.Strike.HasValue)
            {
                return $"{at}.strike: belongs to options, which need it.";
            }
        }

        HoldingRow[] holdings = document.Collateral ?? [];
        for (int i = 0; i < holdings.Length; i++)
        {
            if (!double.IsFinite(holdings[i].Amount))
            {
                return $"$.collateral[{i}].amount: must be a finite number of units of the asset.";
            }
        }

        return document.Reserves is { } reserves
            && !(reserves.OpenOrders >= 0 && reserves.MarketMakerProtection >= 0 && reserves.Spot >= 0)
            ? "$.reserves: amounts are USD and not negative."
            : null;
    }
}
