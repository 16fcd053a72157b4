using System;
using System.Runtime.CompilerServices;
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
            L.Store(price, scratch.BasePrice, i);
            T mark = Quantiser<T, L>.RoundHalfEven(L.Mul(price, lotScale), KernelLimits.LongBound);
            L.StoreInt64(mark, result.Marks, i);
        }
    }

    /// <summary>The cells and status of contracts [from, to).</summary>
    public static void Cells(
        ContractColumns contracts, ShockTable shocks, ShockPlan plan, GridScratch scratch, ScenarioGridResult result,
        int from, int to)
    {
        int scenarios = shocks.ScenarioCount;
        for (int c = from; c < to; c++)
        {
            int row = contracts.ShockRow[c];
            Span<int> cells = result.Cells.AsSpan(c * scenarios, scenarios);
            if ((uint)row >= (uint)shocks.RowCount
                || (plan.RowFlags[row] & ShockPlan.RowBad) != 0
                || scratch.Valid[c] != 1.0)
            {
                GridStatus.MarkBad(result, c, cells);
                continue;
            }

            T peak = (contracts.Kind[c] == PayoffKind.Linear, plan.RowFlags[row]) switch
            {
                (true, _) => LinearRow(contracts, shocks, scratch, c, row, cells),
                (_, ShockPlan.RowGeneral) => GeneralRow(contracts, shocks, plan, scratch, c, row, cells),
                _ => SlottedRow(contracts, shocks, plan, scratch, c, row, cells),
            };
            bool saturated = L.AnyLess(L.C(CellSaturation), peak);
            result.Status[c] = GridStatus.Of(saturated, result.Marks[c]);
        }
    }

    /// <summary>Hot path: σ'√T', its reciprocal and the discount come from the slots; budget 2.5 ns a cell on one
    /// AVX-512 core.</summary>
    private static T SlottedRow(
        ContractColumns contracts, ShockTable shocks, ShockPlan plan, GridScratch scratch, int c, int row,
        Span<int> cells)
    {
        int start = row * cells.Length;
        ReadOnlySpan<double> spots = shocks.SpotFactor.AsSpan(start, cells.Length);
        ReadOnlySpan<double> logSpots = plan.LogSpot.AsSpan(start, cells.Length);
        ReadOnlySpan<double> slots = plan.SlotOf.AsSpan(start, cells.Length);
        ReadOnlySpan<double> weights = shocks.Weight.AsSpan(start, cells.Length);
        T sign = L.C(scratch.Sign[c]);
        T forward = L.C(contracts.Forward[c]);
        T strike = L.C(contracts.Strike[c]);
        T logMoneyness = L.C(scratch.LogMoneyness[c]);
        T basePrice = L.C(scratch.BasePrice[c]);
        T lotScale = L.C(contracts.LotScale[c]);
        Span<double> vols = stackalloc double[ShockPlan.SlotStride];
        Span<double> inverses = stackalloc double[ShockPlan.SlotStride];
        Span<double> discounts = stackalloc double[ShockPlan.SlotStride];
        FillSlots(contracts, plan, c, row, vols, inverses, discounts);
        T vol0 = L.C(vols[0]), vol1 = L.C(vols[1]), vol2 = L.C(vols[2]), vol3 = L.C(vols[3]);
        T inverse0 = L.C(inverses[0]), inverse1 = L.C(inverses[1]);
        T inverse2 = L.C(inverses[2]), inverse3 = L.C(inverses[3]);
        T discount0 = L.C(discounts[0]), discount1 = L.C(discounts[1]);
        T discount2 = L.C(discounts[2]), discount3 = L.C(discounts[3]);
        T peak = L.C(0.0);
        for (int s = 0; s < cells.Length; s += L.Width)
        {
            T slot = L.Load(slots, s);
            T shocked = GridMath<T, L>.ShockedOption(
                sign, forward, strike, logMoneyness, Slot(slot, vol0, vol1, vol2, vol3),
                Slot(slot, inverse0, inverse1, inverse2, inverse3),
                Slot(slot, discount0, discount1, discount2, discount3), L.Load(spots, s), L.Load(logSpots, s));
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(weights, s), lotScale);
            peak = L.Max(peak, L.Abs(profit));
            L.StoreInt32(Quantiser<T, L>.RoundHalfEven(profit, KernelLimits.CellBound), cells, s);
        }

        return peak;
    }

    private static void FillSlots(
        ContractColumns contracts, ShockPlan plan, int c, int row, Span<double> vols, Span<double> inverses,
        Span<double> discounts)
    {
        double rate = contracts.Rate[c];
        for (int k = 0; k < ShockPlan.Slots; k += L.Width)
        {
            int at = (row * ShockPlan.SlotStride) + k;
            T later = L.Sub(L.C(contracts.TimeYears[c]), L.Load(plan.SlotTimeShift, at));
            T vol = GridMath<T, L>.ShockedVol(
                L.C(contracts.Volatility[c]), Pricing.Black76<T, L>.RootTime(later), L.Load(plan.SlotVolFactor, at),
                L.Load(plan.SlotVolFloor, at), out T inverse);
            L.Store(vol, vols, k);
            L.Store(inverse, inverses, k);

            // A zero rate's discount is exactly 1 and need not be computed.
            L.Store(rate == 0.0 ? L.C(1.0) : Pricing.Black76<T, L>.Discount(L.C(rate), later), discounts, k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Slot(T slot, T value0, T value1, T value2, T value3)
    {
        T low = L.SelectLess(slot, L.C(1.0), value0, value1);
        T high = L.SelectLess(slot, L.C(3.0), value2, value3);
        return L.SelectLess(slot, L.C(2.0), low, high);
    }

    private static T GeneralRow(
        ContractColumns contracts, ShockTable shocks, ShockPlan plan, GridScratch scratch, int c, int row,
        Span<int> cells)
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
            T totalVol = GridMath<T, L>.ShockedVol(
                L.C(contracts.Volatility[c]), Pricing.Black76<T, L>.RootTime(later),
                L.Load(shocks.VolFactor, start + s), L.Load(shocks.VolFloor, start + s), out T inverse);
            T shocked = GridMath<T, L>.ShockedOption(
                L.C(scratch.Sign[c]), L.C(contracts.Forward[c]), L.C(contracts.Strike[c]),
                L.C(scratch.LogMoneyness[c]), totalVol, inverse, Pricing.Black76<T, L>.Discount(rate, later),
                L.Load(shocks.SpotFactor, start + s), L.Load(plan.LogSpot, start + s));
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(shocks.Weight, start + s), lotScale);
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
            T profit = GridMath<T, L>.Profit(shocked, basePrice, L.Load(shocks.Weight, start + s), lotScale);
            peak = L.Max(peak, L.Abs(profit));
            L.StoreInt32(Quantiser<T, L>.RoundHalfEven(profit, KernelLimits.CellBound), cells, s);
        }

        return peak;
    }
}
