using System;
using System.Linq;

namespace HybridGpu.Risk.MonteCarlo;

/// <summary>Divides a tail's sum into whole micro-USD that add up.</summary>
internal static class EulerShares
{
    /// <summary>sum / divisor, rounded half away from zero.</summary>
    public static long Rounded(Int128 sum, long divisor)
    {
        Int128 magnitude = Int128.Abs(sum);
        long whole = (long)((magnitude + (divisor / 2)) / divisor);
        return sum < 0 ? -whole : whole;
    }

    /// <summary>Each part over the divisor as an integer, so that they add up to the rounded whole: what is left after
    /// rounding down goes to the largest remainders, one each, the first first.</summary>
    public static long[] Of(Int128[] parts, long divisor)
    {
        Int128 sum = 0;
        var shares = new long[parts.Length];
        var remainders = new long[parts.Length];
        long left = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            sum += parts[i];
            Int128 quotient = parts[i] / divisor;
            Int128 remainder = parts[i] - (quotient * divisor);
            if (remainder < 0)
            {
                remainder += divisor;
                quotient--;
            }

            shares[i] = (long)quotient;
            remainders[i] = (long)remainder;
            left -= shares[i];
        }

        left += Rounded(sum, divisor);
        foreach (int i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).Take((int)left))
        {
            shares[i]++;
        }

        return shares;
    }
}
