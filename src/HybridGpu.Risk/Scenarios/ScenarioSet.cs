using System;
using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Scenarios;

/// <summary>The moves behind the columns of the risk arrays.</summary>
/// <remarks>
/// Version 1 (R = scan range): 0 to 15 settlement grid: 0, +1/3, -1/3, +2/3, -2/3, +1, -1 R with volatility up and
/// down,
/// then +3 R and -3 R with volatility unchanged at 33 %; 16 to 42 k/4 R for k = -4..4 with volatility up, same, down;
/// 43 to 50 -66, -33, +50, +100, +200, +300, +400, +500 % with volatility up, weight min(1, R / |move|);
/// 51 to 62 +1.5, -1.5 R with volatility up, same, down at full weight and +2, -2 R at half; 63 one day passes.
/// The grid is frozen with the wire format: a change is a new version. Immutable. Source: the shape of CME SPAN's 16
/// scenarios; volatility powers and tail dampening as Deribit publishes them (docs/wire.md lists every column).
/// </remarks>
public sealed class ScenarioSet
{
    private const long Full = 1_000_000_000;
    private const long Half = Full / 2;
    private const long ExtremeCover = 330_000_000;

    private static readonly VolRule[] UpSameDown = [VolRule.Up, VolRule.Same, VolRule.Down];
    private static readonly int[] TailPercents = [-66, -33, 50, 100, 200, 300, 400, 500];

    private readonly Scenario[] _columns;

    private ScenarioSet(uint version, Scenario[] columns)
    {
        Version = version;
        _columns = columns;
    }

    /// <summary>The set in force.</summary>
    public static ScenarioSet Version1 { get; } = new(ScenarioColumns.Version, CreateVersion1());

    /// <summary>Version, carried by every risk epoch.</summary>
    public uint Version { get; }

    /// <summary>The 64 columns.</summary>
    public ReadOnlySpan<Scenario> Columns => _columns;

    private static Scenario[] CreateVersion1()
    {
        var columns = new List<Scenario>(ScenarioColumns.Count);
        foreach (int thirds in (ReadOnlySpan<int>)[0, 1, -1, 2, -2, 3, -3])
        {
            columns.Add(OfRange(thirds, 3, VolRule.Up, Full));
            columns.Add(OfRange(thirds, 3, VolRule.Down, Full));
        }

        columns.Add(OfRange(3, 1, VolRule.Same, ExtremeCover));
        columns.Add(OfRange(-3, 1, VolRule.Same, ExtremeCover));
        for (int quarters = -4; quarters <= 4; quarters++)
        {
            foreach (VolRule vol in UpSameDown)
            {
                columns.Add(OfRange(quarters, 4, vol, Full));
            }
        }

        foreach (int percent in TailPercents)
        {
            columns.Add(new Scenario(percent, 100, ScenarioMoveUnit.Spot, VolRule.Up, WeightRule.RangeOverMove, 0, 0));
        }

        foreach ((int halves, long weight) in (ReadOnlySpan<(int, long)>)[(3, Full), (-3, Full), (4, Half), (-4, Half)])
        {
            foreach (VolRule vol in UpSameDown)
            {
                columns.Add(OfRange(halves, 2, vol, weight));
            }
        }

        columns.Add(OfRange(0, 1, VolRule.Same, Full) with { DaysPassed = 1 });
        return columns.Count == ScenarioColumns.Count
            ? [.. columns]
            : throw new InvalidOperationException($"{columns.Count} columns where {ScenarioColumns.Count} are frozen.");
    }

    private static Scenario OfRange(int numerator, int denominator, VolRule vol, long weightNano)
    {
        // Lowest terms, for the name; the move is the same.
        int divisor = (int)BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new Scenario(
            numerator / divisor,
            denominator / divisor,
            ScenarioMoveUnit.ScanRange,
            vol,
            WeightRule.Stated,
            weightNano,
            DaysPassed: 0);
    }
}
