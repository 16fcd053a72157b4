using System;
using HybridGpu.Risk.Margin.Models;
using HybridGpu.Risk.Margin.Portfolios;

namespace HybridGpu.Risk.Margin.Evaluation;

/// <summary>An amount of collateral, its haircut and what counts of it.</summary>
internal sealed class Holding
{
    private Holding(HoldingRow row, AssetRow? asset, HaircutPart haircut)
    {
        Row = row;
        Asset = asset;
        Parts = haircut;

        // A price that is no number, or a peg that broke to nothing, is a price of zero: it counts nothing. So does
        // what moves nobody knows how much: counted, it would be the one collateral that loses in no scenario.
        bool isMoveKnown = asset is null || asset.Underlying is null || double.IsFinite(asset.Beta);
        double price = isMoveKnown && asset is { Price: >= 0 and <= double.MaxValue } ? asset.Price : 0;
        IsPriced = price > 0;
        ValueUsd = row.Amount * price;
        Haircut = HaircutOf(haircut);

        // What is owed is owed whole: a haircut would make a debt smaller.
        MaintenanceUsd = ValueUsd > 0 ? ValueUsd * (1 - Haircut) : ValueUsd;
        InitialUsd = ValueUsd > 0 ? MaintenanceUsd * haircut.InitialScale : ValueUsd;
    }

    public HoldingRow Row { get; }

    public AssetRow? Asset { get; }

    public HaircutPart Parts { get; }

    /// <summary>False where price or beta is no number: it counts nothing.</summary>
    public bool IsPriced { get; }

    public double ValueUsd { get; }

    public double Haircut { get; }

    public double MaintenanceUsd { get; }

    public double InitialUsd { get; }

    /// <summary>1 - (1 - market)(1 - liquidity)(1 - finality)(1 - bridge).</summary>
    public static double HaircutOf(HaircutPart parts) =>
        1 - ((1 - parts.Market) * (1 - parts.Liquidity) * (1 - parts.Finality) * (1 - parts.Bridge));

    /// <summary>Finds price and haircut: of the asset on the chain, else on any chain, else the model's for unknown
    /// ones.</summary>
    public static Holding Read(HoldingRow row, MarginMarket market, CollateralPart collateral)
    {
        HaircutPart? Find(string chain) => Array.Find(
            collateral.Haircuts, haircut => haircut.Asset == row.Asset && haircut.Chain == chain);
        HaircutPart haircut = Find(row.Chain) ?? Find("*")
            ?? new HaircutPart(row.Asset, row.Chain, collateral.Unknown, 0, 0, 0);
        return new Holding(row, market.Asset(row.Asset), haircut);
    }

    /// <summary>What the counted value gains when the underlying moves and the asset on its own.</summary>
    /// <remarks>Not below what a total loss takes.</remarks>
    public double GainUsd(double move, AssetMoves? moves)
    {
        double own = moves is not null && moves.TryGetValue(Row.Asset, out double found) ? found : 0;
        double beta = Asset is { Underlying: not null } asset && IsPriced ? asset.Beta : 0;
        return MaintenanceUsd * Math.Max(((1 + (beta * move)) * (1 + own)) - 1, -1);
    }
}
