using HybridGpu.Kernels.Lanes;

namespace HybridGpu.Kernels.Pricing;

/// <summary>How many of each of Reiner and Rubinstein's terms an option is made of.</summary>
/// <typeparam name="T">The value of the lane.</typeparam>
/// <typeparam name="L">The lane.</typeparam>
internal struct BarrierPlan<T, L>
    where T : struct
    where L : struct, ILane<T>
{
    /// <summary>Of A, the plain option.</summary>
    public T Plain;

    /// <summary>Of B, the plain option with the barrier as its threshold.</summary>
    public T PlainAtBarrier;

    /// <summary>Of C, A's mirror image in the barrier.</summary>
    public T Mirrored;

    /// <summary>Of D, B's mirror image in the barrier.</summary>
    public T MirroredAtBarrier;

    /// <summary>Of E, what is paid at expiry if the barrier was never reached, USD.</summary>
    public T AtExpiry;

    /// <summary>Of F, what is paid when the barrier is reached, USD.</summary>
    public T AtHit;

    /// <summary>The plan of a barrier option.</summary>
    /// <param name="sign">+1 for a call, −1 for a put.</param>
    /// <param name="down">+1 when the barrier lies below, −1 when above.</param>
    /// <param name="isIn">1 for a knock-in, 0 for a knock-out.</param>
    /// <param name="strike">K.</param>
    /// <param name="barrier">H.</param>
    /// <param name="rebate">USD.</param>
    /// <param name="isHit">1 when the barrier is reached already, else 0.</param>
    public static BarrierPlan<T, L> Of(T sign, T down, T isIn, T strike, T barrier, T rebate, T isHit)
    {
        T zero = L.C(0.0);
        T one = L.C(1.0);
        T minus = L.C(-1.0);

        // Whether the option pays where the barrier is (down call, up put), and on which side of it the strike lies.
        T isAlong = L.SelectEqual(sign, down, one, zero);
        T isBeyond = L.SelectLess(L.Mul(down, L.Sub(strike, barrier)), zero, zero, one);
        T alongBeyond = L.Mul(isAlong, isBeyond);
        T againstBeyond = L.Mul(L.Sub(one, isAlong), isBeyond);
        T alongBefore = L.Mul(isAlong, L.Sub(one, isBeyond));
        T againstBefore = L.Mul(L.Sub(one, isAlong), L.Sub(one, isBeyond));
        T plain = L.Add(alongBefore, againstBefore);
        T atBarrier = L.Sub(againstBeyond, alongBefore);
        T mirrored = L.Sub(alongBeyond, againstBeyond);
        T mirroredAtBarrier = L.Add(alongBefore, againstBeyond);

        // A knock-out is the plain option less the knock-in; reached already, the one is the other's opposite.
        T factor = L.SelectEqual(isIn, one, one, minus);
        T offset = L.Sub(one, isIn);
        T alive = L.Sub(one, isHit);
        return new BarrierPlan<T, L>
        {
            Plain = L.SelectEqual(isHit, one, isIn, L.Fma(factor, plain, offset)),
            PlainAtBarrier = L.Mul(alive, L.Mul(factor, atBarrier)),
            Mirrored = L.Mul(alive, L.Mul(factor, mirrored)),
            MirroredAtBarrier = L.Mul(alive, L.Mul(factor, mirroredAtBarrier)),
            AtExpiry = L.Mul(alive, L.Mul(isIn, rebate)),
            AtHit = L.Mul(alive, L.Mul(offset, rebate)),
        };
    }
}
