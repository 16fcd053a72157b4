using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>Risk arrays from a few integers an instrument. The integers are the epoch's payload in the journal, so a
/// restart computes the same arrays from it, as the venue does with its own inputs.</summary>
internal static class IntegerRisk
{
    /// <summary>Instruments that may ever be listed in a simulated venue.</summary>
    public const int InstrumentsMax = 512;

    /// <summary>P&amp;L of a lot: slope times move, and curvature less a cost in the middle.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Row
    {
        public long MarkMicros;
        public uint Instrument;
        public int SlopeMicros;
        public int CurveMicros;
        public int Reserved;
    }

    /// <summary>The payload of an epoch.</summary>
    public static byte[] Encode(List<Row> rows) => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(rows)).ToArray();

    /// <summary>The arrays of an epoch.</summary>
    public static RiskArrays Decode(ulong epoch, ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<Row> rows = MemoryMarshal.Cast<byte, Row>(payload);
        var arrays = new RiskArrays(Math.Max(1, rows.Length), InstrumentsMax);
        for (int i = 0; i < rows.Length; i++)
        {
            Row row = rows[i];
            arrays.Buffers.Instruments[i] = new InstrumentId(row.Instrument);
            arrays.Buffers.Marks[i] = row.MarkMicros;
            for (int column = 0; column < ScenarioColumns.Count; column++)
            {
                int move = column - (ScenarioColumns.Count / 2);
                arrays.Buffers.Cells[(i * ScenarioColumns.Count) + column] =
                    (row.SlopeMicros * move) + (row.CurveMicros * ((move * move) - 200));
            }
        }

        arrays.Seal(epoch, rows.Length);
        return arrays;
    }
}
