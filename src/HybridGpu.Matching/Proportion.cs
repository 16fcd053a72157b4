using System;

namespace HybridGpu.Matching;

/// <summary>Exact shares of lots.</summary>
internal static class Proportion
{
    /// <summary>floor(lots x weight / total), at most a cap; exact for every input, as nothing wraps.</summary>
    /// <param name="lots">From 0.</param>
    /// <param name="weight">From 0 to the total.</param>
    /// <param name="total">From 1 to 2^125.</param>
    /// <param name="capLots">From 0.</param>
    public static long Of(long lots, UInt128 weight, UInt128 total, long capLots)
    {
        UInt128 share = weight <= ulong.MaxValue && lots <= uint.MaxValue
            ? Short((ulong)lots, (ulong)weight, total)
            : Long((ulong)lots, weight, total);
        return share > (ulong)capLots ? capLots : (long)share;
    }

    private static UInt128 Short(ulong lots, ulong weight, UInt128 total)
    {
        UInt128 product = (UInt128)lots * weight;
        return product <= ulong.MaxValue && total <= ulong.MaxValue
            ? (ulong)product / (ulong)total
            : product / total;
    }

    /// <summary>Bit by bit, for products that don't fit: the remainder stays below the total, so three totals are the
    /// most that is ever held.</summary>
    private static UInt128 Long(ulong lots, UInt128 weight, UInt128 total)
    {
        UInt128 quotient = 0;
        UInt128 rest = 0;
        for (int bit = 63; bit >= 0; bit--)
        {
            quotient <<= 1;
            rest = (rest << 1) + (((lots >> bit) & 1) == 0 ? 0 : weight);
            while (rest >= total)
            {
                rest -= total;
                quotient++;
            }
        }

        return quotient;
    }
}
