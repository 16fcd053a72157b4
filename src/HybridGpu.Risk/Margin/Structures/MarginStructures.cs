using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Structures;

/// <summary>What portfolio margin saves on standard structures, under every preset.</summary>
/// <remarks>
/// Market and structures are data (Structures/structures.json): BTC at 70,000 with a smile, one unit of the underlying,
/// linear. The historical model's returns are a fixed sequence: logistic quantiles (scale 0.017, so 3.1 % a day) in the
/// order of the golden ratio. Thread: any.
/// </remarks>
public static class MarginStructures
{
    private const string Resource = "HybridGpu.Risk.Margin.Structures.structures.json";
    private const int ReturnCount = 500;
    private const double ReturnScale = 0.017;

    /// <summary>Every structure under every preset, in their orders.</summary>
    public static IReadOnlyList<MarginStructure> Evaluate()
    {
        StructuresDocument document = Read();
        UnderlyingRow[] underlyings = [.. document.Market.Underlyings.Select(row => row with { Returns = Returns() })];
        var market = new MarginMarket(document.Market with { Underlyings = underlyings });
        return
        [
            .. from structure in document.Structures
               from model in MarginPresets.All
               select new MarginStructure(
                   structure.Account,
                   model.Name,
                   CashFor(model, structure, market),
                   structure.Positions.Sum(
                       position => CashFor(model, structure with { Positions = [position] }, market))),
        ];
    }

    private static double CashFor(MarginModel model, PortfolioDocument portfolio, MarginMarket market)
    {
        MarginReport report = MarginCalculator.Evaluate(model, new MarginPortfolio(portfolio), market);
        return report.Initial is { } initial
            ? Math.Max(initial - report.InitialEquity, 0)
            : throw new InvalidOperationException($"{portfolio.Account}: {report.Problem}");
    }

    private static double[] Returns()
    {
        double golden = (Math.Sqrt(5) - 1) / 2;
        return
        [
            .. Enumerable.Range(0, ReturnCount).Select(i =>
            {
                double place = (i + 0.5) * golden % 1;
                return ReturnScale * Math.Log(place / (1 - place));
            }),
        ];
    }

    private static StructuresDocument Read()
    {
        using Stream stream = typeof(MarginStructures).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return StrictJson.Parse<StructuresDocument>(json, Resource, StrictJson.Options, out string problem)
            ?? throw new InvalidOperationException(problem);
    }

    private sealed record StructuresDocument(MarketDocument Market, PortfolioDocument[] Structures);
}
