using System;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HybridGpu.Kernels;

/// <summary>The kernel hash: SHA-256 over what a backend makes of one fixed book.</summary>
/// <remarks>
/// Two backends with one hash computed thousands of prices, Greeks and sums alike to the last bit. Every RiskEpoch
/// carries it, so a watcher sees at once when it runs other arithmetic. It changes when the arithmetic does, and then
/// <see cref="Golden"/> changes with it, on purpose and in the same commit. The book is built from integers here.
/// </remarks>
public static class KernelFingerprint
{
    /// <summary>Length of the hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int Contracts = 104;
    private const int Rows = 4;
    private const int Sets = 60;
    private const int PositionsPerSet = 9;

    /// <summary>The hash of this version's arithmetic, lower-case hexadecimal.</summary>
    public static string Golden => "95bf30feda4a5b7c0aff9eec7adda38f7ce41f3503bd14583ad0ecbfd4970750";

    /// <summary>The hash of a backend. Allocates; not for the tick.</summary>
    public static byte[] Compute(IKernelBackend backend)
    {
        ContractColumns contracts = ProbeContracts();
        ShockTable shocks = ProbeShocks();
        var grid = new ScenarioGridResult(Contracts);
        var greeks = new GreekColumns(Contracts);
        backend.ScenarioGrid(contracts, shocks, grid, greeks);

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, grid.Marks.AsSpan(0, Contracts));
        foreach (int cell in grid.Cells.AsSpan(0, Contracts * KernelLimits.ScenarioColumns))
        {
            Append(hash, cell);
        }

        Append(hash, greeks.Delta.AsSpan(0, Contracts));
        Append(hash, greeks.Gamma.AsSpan(0, Contracts));
        Append(hash, greeks.Vega.AsSpan(0, Contracts));
        Append(hash, greeks.Theta.AsSpan(0, Contracts));
        Append(hash, greeks.Rho.AsSpan(0, Contracts));
        for (int c = 0; c < Contracts; c++)
        {
            Append(hash, ((long)grid.Status[c] << 8) | (long)greeks.Status[c]);
        }

        AppendMargin(backend, grid, hash);
        return hash.GetHashAndReset();
    }

    private static void AppendMargin(IKernelBackend backend, ScenarioGridResult grid, IncrementalHash hash)
    {
        // Neither factor shares a divisor with the number of contracts, so that each gets its turn.
        var positions = new PositionColumns(Sets, Sets * PositionsPerSet) { SetCount = Sets };
        for (int p = 0; p < Sets * PositionsPerSet; p++)
        {
            positions.ContractIndex[p] = p * 37 % Contracts;
            positions.Quantity[p] = (p * 7919 % 21) - 10;
        }

        for (int set = 0; set < Sets; set++)
        {
            positions.SetStart[set] = set * PositionsPerSet;
            positions.SetLength[set] = set % (PositionsPerSet + 1);
        }

        var margin = new MarginResult(Sets);
        backend.Margin(positions, grid, margin);
        Append(hash, margin.MarkValue.AsSpan(0, Sets));
        Append(hash, margin.WorstGrid.AsSpan(0, Sets));
        Append(hash, margin.WorstAll.AsSpan(0, Sets));
        hash.AppendData(margin.WorstGridColumn.AsSpan(0, Sets));
        hash.AppendData(margin.WorstAllColumn.AsSpan(0, Sets));
    }

    // Two underlyings, strikes from far below to far above, a second to four years, all three payoffs, and the edges:
    // no time, no volatility, no strike. Half the lots are so large that marks and Greeks fill 50 bits: with real lots
    // a difference in a price's last bits would hide behind the rounding.
    private static ContractColumns ProbeContracts()
    {
        var contracts = new ContractColumns(Contracts) { Count = Contracts };
        for (int c = 0; c < Contracts; c++)
        {
            bool bitcoin = c % 2 == 0;
            contracts.Forward[c] = (bitcoin ? 6_812_345 : 201_234) / 100.0;
            contracts.Strike[c] = c % 17 == 16 ? 0.0 : contracts.Forward[c] * (20 + (c * 53 % 230)) / 100.0;
            contracts.TimeYears[c] = c % 19 == 18 ? 0.0 : (1 + ((long)c * c * c * 113)) / 31_536_000.0;
            contracts.Volatility[c] = c % 23 == 22 ? 0.0 : (5 + (c * 31 % 190)) / 100.0;
            contracts.Rate[c] = ((c % 5) - 2) / 100.0;
            contracts.LotScale[c] = (c / 2 % 2 == 0, bitcoin) switch
            {
                (true, true) => 1e10,
                (true, false) => 1e11,
                (false, true) => 1_000.0,
                (false, false) => 10_000.0,
            };
            contracts.Kind[c] = (PayoffKind)(c % 7 == 6 ? 2 : c / 4 % 2);
            contracts.ShockRow[c] = c % Rows;
        }

        return contracts;
    }

    private static ShockTable ProbeShocks()
    {
        var shocks = new ShockTable(Rows) { RowCount = Rows };
        // Row 3 is general: every column another time shift. The others have slots, one of them with a shift.
        for (int row = 0; row < Rows; row++)
        {
            for (int s = 0; s < KernelLimits.ScenarioColumns; s++)
            {
                int at = (row * KernelLimits.ScenarioColumns) + s;
                bool general = row == 3;
                shocks.SpotFactor[at] = (s * 5 % 321) / 160.0;
                shocks.VolFactor[at] = (60 + (general ? s * 7 % 120 : s % 3 * 40) + row) / 100.0;
                shocks.VolFloor[at] = general && s % 4 == 3 ? 0.35 : 0.0;
                shocks.TimeShiftYears[at] = general ? s / 365.0 : s == 63 ? 1 / 365.0 : 0.0;
                shocks.Weight[at] = s < 48 ? 1.0 : 0.35 - (row / 100.0);
            }
        }

        return shocks;
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<long> values)
    {
        foreach (long value in values)
        {
            Append(hash, value);
        }
    }

    private static void Append(IncrementalHash hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
