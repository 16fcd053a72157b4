using System.Collections.Generic;
using HybridGpu.Kernels;
using HybridGpu.Kernels.MonteCarlo;
using HybridGpu.Risk.Margin;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>A portfolio as contracts and lots, with the model of how its market moves. Immutable.</summary>
/// <remarks>
/// A contract a position, and one for each collateral asset that moves with an underlying. A contract's lot is chosen
/// so that no cell can saturate under any move that the model can make: position = lots · lot exactly but for the
/// rounding of a cell, at most half a micro-USD a lot (4e-7 of a move of one percent).
/// </remarks>
public sealed class VarBook
{
    internal VarBook(
        string account, VarAssumptions assumptions, MonteCarloModel model, ContractColumns contracts, long[] quantity,
        string[] names, int[] underlyingOf, VarReport.Deviation[] deviations, List<string> notes)
    {
        Account = account;
        Assumptions = assumptions;
        Model = model;
        Contracts = contracts;
        Quantity = quantity;
        Names = names;
        UnderlyingOf = underlyingOf;
        Deviations = deviations;
        Notes = notes;
    }

    /// <summary>The portfolio's account.</summary>
    public string Account { get; }

    internal VarAssumptions Assumptions { get; }

    internal MonteCarloModel Model { get; }

    internal ContractColumns Contracts { get; }

    internal long[] Quantity { get; }

    internal string[] Names { get; }

    internal int[] UnderlyingOf { get; }

    internal VarReport.Deviation[] Deviations { get; }

    internal List<string> Notes { get; }

    /// <summary>Makes the book of a portfolio in a market.</summary>
    /// <param name="portfolio">Positions and collateral.</param>
    /// <param name="portfolioName">What to call its file in <paramref name="problem"/>.</param>
    /// <param name="market">Prices and volatilities.</param>
    /// <param name="marketName">What to call its file.</param>
    /// <param name="assumptions">The rest.</param>
    /// <param name="problem">File, field and reason, when something can't be valued; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static VarBook? Build(
        MarginPortfolio portfolio, string portfolioName, MarginMarket market, string marketName,
        VarAssumptions assumptions, out string problem)
    {
        problem = assumptions.Problem() ?? string.Empty;
        return problem.Length > 0
            ? null
            : new VarBookBuilder(portfolio, portfolioName, market, marketName, assumptions).Build(out problem);
    }
}
