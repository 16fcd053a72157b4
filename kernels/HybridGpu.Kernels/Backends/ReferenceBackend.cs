using System;
using HybridGpu.Kernels.Grid;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Margin;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Backends;

/// <summary>One contract, one scenario, one double at a time, nothing hoisted: slow, simple, the oracle.</summary>
internal sealed class ReferenceBackend : IKernelBackend
{
    /// <inheritdoc/>
    public string Name => "reference";

    /// <inheritdoc/>
    public string Description => "reference, scalar, 1 thread";

    /// <inheritdoc/>
    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
    {
        KernelShapes.Check(contracts, shocks, result);
        result.MarkEdited();
        for (int c = 0; c < contracts.Count; c++)
        {
            Span<int> cells = result.Cells.AsSpan(c * shocks.ScenarioCount, shocks.ScenarioCount);
            if (!IsValid(contracts, c) || !IsRowValid(shocks, contracts.ShockRow[c]))
            {
                GridStatus.MarkBad(result, c, cells);
                continue;
            }

            double basePrice = ScalarGrid.BasePrice(contracts, c);
            result.Marks[c] = ScalarGrid.ToInt64(basePrice * contracts.LotScale[c]);
            bool saturated = false;
            for (int s = 0; s < cells.Length; s++)
            {
                cells[s] = ScalarGrid.Cell(contracts, shocks, c, s, basePrice);
                saturated |= Math.Abs(cells[s]) == KernelLimits.CellBound;
            }

            result.Status[c] = GridStatus.Of(saturated, result.Marks[c]);
        }

        if (greeks is not null)
        {
            Greeks(contracts, greeks);
        }
    }

    /// <inheritdoc/>
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        KernelShapes.Check(contracts, result);
        for (int c = 0; c < contracts.Count; c++)
        {
            if (!IsValid(contracts, c))
            {
                GridStatus.MarkBad(result, c);
                continue;
            }

            GridMath<double, ScalarLane>.LotGreeks(
                GridScratch.SignOf(contracts.Kind[c]), contracts.Forward[c], contracts.Strike[c],
                contracts.TimeYears[c], contracts.Volatility[c], contracts.Rate[c],
                Black76<double, ScalarLane>.Discount(contracts.Rate[c], contracts.TimeYears[c]), contracts.LotScale[c],
                out double delta, out double gamma, out double vega, out double theta, out double rho);
            result.Delta[c] = ScalarGrid.ToInt64(delta);
            result.Gamma[c] = ScalarGrid.ToInt64(gamma);
            result.Vega[c] = ScalarGrid.ToInt64(vega);
            result.Theta[c] = ScalarGrid.ToInt64(theta);
            result.Rho[c] = ScalarGrid.ToInt64(rho);
            result.Status[c] = GridStatus.OfGreeks(result, c);
        }
    }

    /// <inheritdoc/>
    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        KernelShapes.Check(positions, grid, result);
        NettingSetReference.Run(positions, grid, result, 0, positions.SetCount);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static bool IsValid(ContractColumns contracts, int c) =>
        GridMath<double, ScalarLane>.ContractValid(
            GridScratch.SignOf(contracts.Kind[c]), contracts.Forward[c], contracts.Strike[c], contracts.TimeYears[c],
            contracts.Volatility[c], contracts.Rate[c], contracts.LotScale[c]) == 1.0;

    private static bool IsRowValid(ShockTable shocks, int row)
    {
        if ((uint)row >= (uint)shocks.RowCount)
        {
            return false;
        }

        for (int s = 0; s < shocks.ScenarioCount; s++)
        {
            int at = (row * shocks.ScenarioCount) + s;
            double valid = GridMath<double, ScalarLane>.ShockValid(
                shocks.SpotFactor[at], shocks.VolFactor[at], shocks.VolFloor[at], shocks.TimeShiftYears[at],
                shocks.Weight[at]);
            if (valid != 1.0)
            {
                return false;
            }
        }

        return true;
    }
}
