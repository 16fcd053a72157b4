using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Raises an eSSVI slice until it lies nowhere below an earlier slice.</summary>
/// <remarks>
/// With ρ and ψ held, eSSVI's total variance grows with θ at every k, and so does the room for butterflies; so once the
/// wings are steep enough some θ is high enough, and the least is found by halving. No allocation. Thread: any.
/// Source: Hendriks and Martini 2019, proposition 3.1 (the conditions between two slices), here against any SVI slice.
/// </remarks>
internal static class EssviLift
{
    private const int Doublings = 40;
    private const int Halvings = 30;
    private const double Steeper = 1 + 1e-9;

    /// <summary>The least such slice, or null when rounding or bounds leave none.</summary>
    public static SviSlice? Above(in EssviSlice slice, SviSlice? earlier)
    {
        if (earlier is not { } floor)
        {
            SviSlice alone = slice.ToSvi();
            return ArbitrageCheck.IsButterflyFree(in alone) ? alone : null;
        }

        if (IsFree(in slice, in floor, out SviSlice svi))
        {
            return svi;
        }

        double left = Math.Max(slice.Psi * (1 - slice.Rho) / 2, floor.LeftSlope * Steeper);
        double right = Math.Max(slice.Psi * (1 + slice.Rho) / 2, floor.RightSlope * Steeper);
        var low = new EssviSlice(slice.Theta, (right - left) / (right + left), left + right);
        EssviSlice high = low;
        for (int i = 0; i < Doublings && !IsFree(in high, in floor, out svi); i++)
        {
            (low, high) = (high, high with { Theta = high.Theta * 2 });
        }

        for (int i = 0; i < Halvings; i++)
        {
            EssviSlice middle = high with { Theta = (low.Theta + high.Theta) / 2 };
            bool isFree = IsFree(in middle, in floor, out _);
            (low, high) = isFree ? (low, middle) : (middle, high);
        }

        return IsFree(in high, in floor, out svi) ? svi : null;
    }

    private static bool IsFree(in EssviSlice slice, in SviSlice floor, out SviSlice svi)
    {
        svi = slice.ToSvi();
        return ArbitrageCheck.IsButterflyFree(in svi) && ArbitrageCheck.IsCalendarFree(in floor, in svi);
    }
}
