using System;
using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Grid;

/// <summary>
/// The scenario grid on vectors: contracts side by side first, then each contract's scenarios side by side.
/// </summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal static class ScenarioGridKernel<T, L>
    where T : struct
    where L : struct, ISimdLane<T>
{
    // |x| above this rounds to the bound or beyond: exactly half below it would round to the even neighbour, inside.
    private const double CellSaturation = KernelLimits.CellBound - 0.5;

    /// <summary>ln of every spot factor, and what is special about each row.</summary>
    public static void PrepareShocks(ShockTable shocks, GridScratch scratch)
    {
        int scenarios = shocks.ScenarioCount;
        for (int row = 0; row < shocks.RowCount; row++)
        {
            int start = row * scenarios;
            T valid = L.C(1.0);
            T shifted = L.C(0.0);
            for (int s = 0; s < scenarios; s += L.Width)
            {
                T spot = L.Load(shocks.SpotFactor, start + s);
                T shift = L.Load(shocks.TimeShiftYears, start + s);
                valid = L.Min(valid, GridMath<T, L>.ShockValid(
                    spot, L.Load(shocks.VolFactor, start + s), L.Load(shocks.VolFloor, start + s), shift,
                    L.Load(shocks.Weight, s)));
                shifted = L.Max(shifted, L.Abs(shift));
                L.Store(Pricing.Black76<T, L>.LogFactor(spot), scratch.LogSpot, start + s);
            }

            bool unshifted = !L.AnyLess(L.C(0.0), shifted);
            bool bad = L.AnyLess(valid, L.C(1.0));
            scratch.RowFlags[row] = (byte)((unshifted ? GridScratch.RowUnshifted : 0) | (bad ? GridScratch.RowBad : 0));
        }
    }

    /// <summary>Everything per contract of contracts [from, to); both are multiples of the padding.</summary>
    public static void PrepareContracts(
        ContractColumns contracts, GridScratch scratch, ScenarioGridResult result, int from, int to)
    {
        GridScratch.FillSigns(contracts.Kind.AsSpan(from, to - from), scratch.Sign.AsSpan(from, to - from));
        for (int i = from; i < to; i += L.Width)
        {
            T sign = L.Load(scratch.Sign, i);
            T forward = L.Load(contracts.Forward, i);
            T strike = L.Load(contracts.Strike, i);
            T time = L.Load(contracts.TimeYears, i);
            T volatility = L.Load(contracts.Volatility, i);
            T rate = L.Load(contracts.Rate, i);
            T lotScale = L.Load(contracts.LotScale, i);
            T logMoneyness = Pricing.Black76<T, L>.LogMoneyness(forward, strike);
            T root = Pricing.Black76<T, L>.RootTime(time);
            T discount = Pricing.Black76<T, L>.Discount(rate, time);
            T price = GridMath<T, L>.BasePrice(sign, forward, strike, logMoneyness, root, volatility, discount);
            L.Store(
                GridMath<T, L>.ContractValid(sign, forward, strike, time, volatility, rate, lotScale),
                scratch.Valid, i);
            L.Store(logMoneyness, scratch.LogMoneyness, i);
            L.Store(root, scratch.Root, i);
            L.Store(discount, scratch.Discount, i);
            L.Store(price, scratch.BasePrice, i);
            T mark = Quantiser<T, L>.RoundHalfEven(L.Mul(price, lotScale), KernelLimits.LongBound);
            L.StoreInt64(mark, result.Marks, i);
        }
    }

    /// <summary>The cells and status of contracts [from, to).</summary>
    public static void Cells(
        ContractColumns contracts, ShockTable shocks, GridScratch scratch, ScenarioGridResult result, int from, int to)
    {
        int scenarios = shocks.ScenarioCount;
        for (int c = from; c < to; c++)
        {
            int row = contracts.ShockRow[c];
            Span<int> cells = result.Cells.AsSpan(c * scenarios, scenarios);
            if ((uint)row >= (uint)shocks.RowCount
                || (scratch.RowFlags[row] & GridScratch.RowBad) != 0
                || scratch.Valid[c] != 1.0)
            {
                GridStatus.MarkBad(result, c, cells);
                continue;
            }

            T peak = Row(contracts, shocks, scratch, c, row, cells);
            bool saturated = L.AnyLess(L.C(CellSaturation), peak);
            result.Status[c] = GridStatus.Of(saturated, result.Marks[c]);
        }
    }

    private static T Row(
        ContractColumns contracts, ShockTable shocks, GridScratch scratch, int c, int row, Span<int> cells)
    {
        if (contracts.Kind[c] == PayoffKind.Linear)
        {
            return LinearRow(contracts, shocks, scratch, c, row, cells);
        }

        return (scratch.RowFlags[row] & GridScratch.RowUnshifted) != 0
            ? UnshiftedRow(contracts, shocks, scratch, c, row, cells)
            : ShiftedRow(contracts, shocks, scratch, c, row, cells);
    }

    /// <summary>Hot path: √T and the discount are the contract's; budget 2.5 ns a cell on one AVX-512 core.</summary>
    private static T UnshiftedRow(
        ContractColumns contracts, ShockTable shocks, GridScratch scratch, int c, int row, Span<int> cells)
    {
        int start = row * cells.Length;
        ReadOnlySpan<double> spots = shocks.SpotFactor.AsSpan(start, cells.Length);
        ReadOnlySpan<double> logSpots = scratch.LogSpot.AsSpan(start, cells.Length);
        ReadOnlySpan<double> volFactors = shocks.VolFactor.AsSpan(start, cells.Length);
        ReadOnlySpan<double> volFloors = shocks.VolFloor.AsSpan(start, cells.Length);
        ReadOnlySpan<double> weights = shocks.Weight.AsSpan(0, cells.Length);
        T sign = L.C(scratch.Sign[c]);
        T forward = L.C(contracts.Forward[c]);
        T strike = L.C(contracts.Strike[c]);
        T logMoneyness = L.C(scratch.LogMoneyness[c]);
        T root = L.C(scratch.Root[c]);
        T volatility = L.C(contracts.Volatility[c]);
        T discount = L.C(scratch.Discount[c]);
        T basePrice = L.C(scratch.BasePrice[c]);
        T lotScale = L.C(contracts.LotScale[c]);
        T peak = L.C(0.0);
        for (int s = 0; s < cells.Length; s += L.Width)
        {
            T shocked = GridMath<T, L>.ShockedOption(
                sign, forward, strike, logMoneyness, root, volatility, discount,
                L.Load(spots, s), L.Load(logSpots, s), L.Load(volFactors, s), L.Load(volFloors, s));
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(weights, s), lotScale);
            peak = L.Max(peak, L.Abs(profit));
            L.StoreInt32(Quantiser<T, L>.RoundHalfEven(profit, KernelLimits.CellBound), cells, s);
        }

        return peak;
    }

    private static T ShiftedRow(
        ContractColumns contracts, ShockTable shocks, GridScratch scratch, int c, int row, Span<int> cells)
    {
        int start = row * cells.Length;
        T time = L.C(contracts.TimeYears[c]);
        T rate = L.C(contracts.Rate[c]);
        T basePrice = L.C(scratch.BasePrice[c]);
        T lotScale = L.C(contracts.LotScale[c]);
        T peak = L.C(0.0);
        for (int s = 0; s < cells.Length; s += L.Width)
        {
            T later = L.Sub(time, L.Load(shocks.TimeShiftYears, start + s));
            T shocked = GridMath<T, L>.ShockedOption(
                L.C(scratch.Sign[c]), L.C(contracts.Forward[c]), L.C(contracts.Strike[c]),
                L.C(scratch.LogMoneyness[c]), Pricing.Black76<T, L>.RootTime(later), L.C(contracts.Volatility[c]),
                Pricing.Black76<T, L>.Discount(rate, later), L.Load(shocks.SpotFactor, start + s),
                L.Load(scratch.LogSpot, start + s), L.Load(shocks.VolFactor, start + s),
                L.Load(shocks.VolFloor, start + s));
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(shocks.Weight, s), lotScale);
            peak = L.Max(peak, L.Abs(profit));
            L.StoreInt32(Quantiser<T, L>.RoundHalfEven(profit, KernelLimits.CellBound), cells, s);
        }

        return peak;
    }

    private static T LinearRow(
        ContractColumns contracts, ShockTable shocks, GridScratch scratch, int c, int row, Span<int> cells)
    {
        int start = row * cells.Length;
        T forward = L.C(contracts.Forward[c]);
        T basePrice = L.C(scratch.BasePrice[c]);
        T lotScale = L.C(contracts.LotScale[c]);
        T peak = L.C(0.0);
        for (int s = 0; s < cells.Length; s += L.Width)
        {
            T shocked = L.Mul(forward, L.Load(shocks.SpotFactor, start + s));
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(shocks.Weight, s), lotScale);
            peak = L.Max(peak, L.Abs(profit));
            L.StoreInt32(Quantiser<T, L>.RoundHalfEven(profit, KernelLimits.CellBound), cells, s);
        }

        return peak;
    }
}
