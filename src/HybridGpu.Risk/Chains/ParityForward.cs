using System;
using System.Collections.Generic;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Risk.Chains;

/// <summary>The forward of an expiry from put-call parity of coin marks: call - put = 1 - strike / forward.</summary>
internal static class ParityForward
{
    /// <summary>Strikes within this fraction of the quoted forward count as near the money.</summary>
    private const double NearTheMoney = 0.15;

    /// <summary>A parity forward further than this from the quoted one is not believed (a wrong mark, not a fast
    /// market:
    /// on 5 February 2026 the widest gap was under 2 %).</summary>
    private const double FurthestFromQuoted = 0.10;

    /// <summary>Median of the forwards named in the rows.</summary>
    public static double MedianQuoted(List<ChainRow> rows)
    {
        var quoted = new List<double>(rows.Count);
        foreach (ChainRow row in rows)
        {
            quoted.Add(row.QuotedForwardUsd);
        }

        return Median(quoted);
    }

    /// <summary>Median of the implied forwards near the money; the nearest strike alone when none is near.</summary>
    /// <param name="rows">Sorted by strike, calls before puts.</param>
    /// <param name="quotedForward">The fallback.</param>
    public static (double Forward, int Strikes) Imply(List<ChainRow> rows, double quotedForward)
    {
        var near = new List<double>();
        double nearest = double.NaN;
        double nearestDistance = double.PositiveInfinity;
        for (int i = 0; i + 1 < rows.Count; i++)
        {
            if (!TryImply(rows[i], rows[i + 1], quotedForward, out double forward))
            {
                continue;
            }

            double distance = Math.Abs((rows[i].StrikeUsd / quotedForward) - 1);
            if (distance <= NearTheMoney)
            {
                near.Add(forward);
            }

            if (distance < nearestDistance)
            {
                (nearest, nearestDistance) = (forward, distance);
            }
        }

        if (near.Count > 0)
        {
            return (Median(near), near.Count);
        }

        return double.IsNaN(nearest) ? (quotedForward, 0) : (nearest, 1);
    }

    private static bool TryImply(ChainRow call, ChainRow put, double quotedForward, out double forward)
    {
        forward = 0;
        if (call.StrikeMicros != put.StrikeMicros || call.Kind != InstrumentKind.Call || put.Kind != InstrumentKind.Put
            || call.MarkCoin is not { } callMark || put.MarkCoin is not { } putMark || callMark <= 0 || putMark <= 0)
        {
            return false;
        }

        forward = call.StrikeUsd / (1 - (callMark - putMark));
        return Math.Abs((forward / quotedForward) - 1) <= FurthestFromQuoted;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        int middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
