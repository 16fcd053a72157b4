using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using HybridGpu.Kernels;

namespace HybridGpu.Risk.Tick;

/// <summary>The six Greeks and the confidence charge of every contract side by side, so that a position adds all of
/// them in one step.</summary>
/// <remarks>
/// Sums run in 64-bit integers where they provably fit, else in 128 bits; the result is the same exact sum. Whether
/// they fit is decided from the largest Greek and the lots of the set. No allocation once the largest book was seen.
/// Thread: the risk thread's.
/// </remarks>
internal sealed class GreekRows
{
    private const int Width = 8;
    private const int SumBits = 62;
    private const int ConfidenceLane = 6;

    private static readonly Vector512<long> UnsignedLanes = Vector512<long>.Zero.WithElement(ConfidenceLane, -1);

    private long[] _rows = [];
    private ulong _largest;

    /// <summary>Takes over the contracts of a tick.</summary>
    public void Fill(ReadOnlySpan<ContractRisk> contracts)
    {
        if (_rows.Length < contracts.Length * Width)
        {
            _rows = new long[contracts.Length * Width];
        }

        _largest = 0;
        for (int i = 0; i < contracts.Length; i++)
        {
            ref readonly ContractRisk contract = ref contracts[i];
            Span<long> row = _rows.AsSpan(i * Width, Width);
            row[0] = contract.DeltaNano;
            row[1] = contract.DeltaUsdMicros;
            row[2] = contract.GammaFemto;
            row[3] = contract.VegaNano;
            row[4] = contract.ThetaNano;
            row[5] = contract.RhoNano;
            row[ConfidenceLane] = contract.ConfidenceNano;
            foreach (long greek in row)
            {
                _largest = Math.Max(_largest, Magnitude(greek));
            }
        }
    }

    /// <summary>Σ lots · Greek over a netting set, and Σ |lots| · confidence charge. Hot path: budget 3 ns a
    /// position.</summary>
    public GreekSums Sum(PositionColumns positions, int set)
    {
        int start = positions.SetStart[set];
        int length = positions.SetLength[set];
        ReadOnlySpan<int> contracts = positions.ContractIndex.AsSpan(start, length);
        ReadOnlySpan<long> quantities = positions.Quantity.AsSpan(start, length);
        ulong lots = 0;
        foreach (long quantity in quantities)
        {
            lots |= Magnitude(quantity);
        }

        // Fewer than 2^b each: the sum of products stays below 2 to the sum of the bits.
        if (Bits(lots) + Bits(_largest) + Bits((ulong)length) > SumBits)
        {
            return ExactSum(contracts, quantities);
        }

        Vector512<long> sums = Vector512<long>.Zero;
        for (int i = 0; i < contracts.Length; i++)
        {
            Vector512<long> signed = Vector512.Create(quantities[i]);
            signed = Vector512.ConditionalSelect(UnsignedLanes, Vector512.Abs(signed), signed);
            sums += Vector512.Create(_rows.AsSpan(contracts[i] * Width, Width)) * signed;
        }

        return new GreekSums
        {
            Delta = sums[0],
            DeltaUsd = sums[1],
            Gamma = sums[2],
            Vega = sums[3],
            Theta = sums[4],
            Rho = sums[5],
            Confidence = sums[ConfidenceLane],
        };
    }

    private GreekSums ExactSum(ReadOnlySpan<int> contracts, ReadOnlySpan<long> quantities)
    {
        GreekSums sums = default;
        for (int i = 0; i < contracts.Length; i++)
        {
            ReadOnlySpan<long> row = _rows.AsSpan(contracts[i] * Width, Width);
            sums.Delta += (Int128)row[0] * quantities[i];
            sums.DeltaUsd += (Int128)row[1] * quantities[i];
            sums.Gamma += (Int128)row[2] * quantities[i];
            sums.Vega += (Int128)row[3] * quantities[i];
            sums.Theta += (Int128)row[4] * quantities[i];
            sums.Rho += (Int128)row[5] * quantities[i];
            sums.Confidence += row[ConfidenceLane] * Int128.Abs(quantities[i]);
        }

        return sums;
    }

    private static int Bits(ulong value) => 64 - BitOperations.LeadingZeroCount(value);

    private static ulong Magnitude(long value) => value < 0 ? 0UL - (ulong)value : (ulong)value;
}
