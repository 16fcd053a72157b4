using System;
using HybridGpu.Kernels.Lanes;
using HybridGpu.Kernels.Pricing;

namespace HybridGpu.Kernels.Grid;

/// <summary>What the grid needs to know of a shock table before the first contract: computed once a tick.</summary>
/// <remarks>
/// A row's scenarios usually share a few volatility and time shocks (the scenario set in force has four). Each
/// different one is a slot, and σ'√T', its reciprocal and the discount are computed once a contract and slot, not once
/// a cell. Grows to the largest table seen and is then reused.
/// </remarks>
internal sealed class ShockPlan
{
    /// <summary>A shock of the row is outside the domain.</summary>
    public const byte RowBad = 1;

    /// <summary>The row has more than <see cref="Slots"/> different volatility and time shocks.</summary>
    public const byte RowGeneral = 2;

    /// <summary>Most slots of a row.</summary>
    public const int Slots = 4;

    /// <summary>Elements between two rows of the slots' columns: slots, padded.</summary>
    public const int SlotStride = KernelLimits.Padding;

    /// <summary>Flags of each row.</summary>
    public byte[] RowFlags = [];

    /// <summary>ln of each spot factor, and the slot of each shock: shaped as the table.</summary>
    public double[] LogSpot = [];
    public double[] SlotOf = [];

    /// <summary>The shocks of each slot: [row · SlotStride + slot]. Unused slots hold what is harmless.</summary>
    public double[] SlotVolFactor = [];
    public double[] SlotVolFloor = [];
    public double[] SlotTimeShift = [];

    /// <summary>Whether any row is general.</summary>
    public bool HasGeneralRows { get; private set; }

    /// <summary>Reads a table.</summary>
    public void Prepare<T, L>(ShockTable shocks)
        where T : struct
        where L : struct, ISimdLane<T>
    {
        Reserve(shocks.RowCount, shocks.ScenarioCount);
        HasGeneralRows = false;
        for (int row = 0; row < shocks.RowCount; row++)
        {
            int start = row * shocks.ScenarioCount;
            T valid = L.C(1.0);
            for (int at = start; at < start + shocks.ScenarioCount; at += L.Width)
            {
                T spot = L.Load(shocks.SpotFactor, at);
                valid = L.Min(valid, GridMath<T, L>.ShockValid(
                    spot, L.Load(shocks.VolFactor, at), L.Load(shocks.VolFloor, at),
                    L.Load(shocks.TimeShiftYears, at), L.Load(shocks.Weight, at)));
                L.Store(Black76<T, L>.LogFactor(spot), LogSpot, at);
            }

            bool bad = L.AnyLess(valid, L.C(1.0));
            bool general = !bad && !FillSlots(shocks, row);
            HasGeneralRows |= general;
            RowFlags[row] = (byte)((bad ? RowBad : 0) | (general ? RowGeneral : 0));
        }
    }

    private void Reserve(int rows, int scenarios)
    {
        if (RowFlags.Length < rows)
        {
            RowFlags = Padded.Pinned<byte>(rows);
            SlotVolFactor = Padded.Pinned<double>(rows * SlotStride);
            SlotVolFloor = Padded.Pinned<double>(rows * SlotStride);
            SlotTimeShift = Padded.Pinned<double>(rows * SlotStride);
        }

        if (LogSpot.Length < rows * scenarios)
        {
            LogSpot = Padded.Pinned<double>(rows * scenarios);
            SlotOf = Padded.Pinned<double>(rows * scenarios);
        }
    }

    /// <summary>Numbers a row's different volatility and time shocks; false when there are too many.</summary>
    private bool FillSlots(ShockTable shocks, int row)
    {
        Span<double> factors = SlotVolFactor.AsSpan(row * SlotStride, SlotStride);
        Span<double> floors = SlotVolFloor.AsSpan(row * SlotStride, SlotStride);
        Span<double> shifts = SlotTimeShift.AsSpan(row * SlotStride, SlotStride);
        int count = 0;
        int start = row * shocks.ScenarioCount;
        for (int at = start; at < start + shocks.ScenarioCount; at++)
        {
            int slot = 0;
            while (slot < count && (factors[slot] != shocks.VolFactor[at] || floors[slot] != shocks.VolFloor[at]
                || shifts[slot] != shocks.TimeShiftYears[at]))
            {
                slot++;
            }

            if (slot == Slots)
            {
                return false;
            }

            if (slot == count)
            {
                factors[slot] = shocks.VolFactor[at];
                floors[slot] = shocks.VolFloor[at];
                shifts[slot] = shocks.TimeShiftYears[at];
                count++;
            }

            SlotOf[at] = slot;
        }

        return true;
    }
}
