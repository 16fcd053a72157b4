using System;
using System.Runtime.CompilerServices;

namespace HybridGpu.Settlement.Hashing;

/// <summary>Multiplication and addition modulo BN254's scalar field on four 64-bit limbs, in Montgomery form.</summary>
/// <remarks>
/// Lazy: operands and results are below 2r, not r, which saves a comparison a product. It holds because
/// 4r is below 2^256: a product of two numbers below 2r comes out below (4r^2 + 2^256 r) / 2^256, about 1.76 r.
/// <see cref="Reduce"/> makes the one representative below r. Cost: about 30 ns a product. Thread: any.
/// Source: C. K. Koc, T. Acar, B. Kaliski, "Analyzing and comparing Montgomery multiplication algorithms", CIOS.
/// </remarks>
internal static class Montgomery
{
    /// <summary>The modulus r, lowest limb first.</summary>
    public const ulong Modulus0 = 0x43e1f593f0000001;

    /// <summary>Second limb.</summary>
    public const ulong Modulus1 = 0x2833e84879b97091;

    /// <summary>Third limb.</summary>
    public const ulong Modulus2 = 0xb85045b68181585d;

    /// <summary>Highest limb.</summary>
    public const ulong Modulus3 = 0x30644e72e131a029;

    // -1 / r modulo 2^64.
    private const ulong NegativeInverse = 0xc2e1f593efffffff;

    /// <summary>a b / 2^256, lazily.</summary>
    public static void Multiply(in FieldElement a, in FieldElement b, out FieldElement product)
    {
        ulong a0 = a.Limb0;
        ulong a1 = a.Limb1;
        ulong a2 = a.Limb2;
        ulong a3 = a.Limb3;
        ulong t0 = 0;
        ulong t1 = 0;
        ulong t2 = 0;
        ulong t3 = 0;
        Step(a0, a1, a2, a3, b.Limb0, ref t0, ref t1, ref t2, ref t3);
        Step(a0, a1, a2, a3, b.Limb1, ref t0, ref t1, ref t2, ref t3);
        Step(a0, a1, a2, a3, b.Limb2, ref t0, ref t1, ref t2, ref t3);
        Step(a0, a1, a2, a3, b.Limb3, ref t0, ref t1, ref t2, ref t3);
        product = new FieldElement(t0, t1, t2, t3);
    }

    /// <summary>a + b, lazily.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FieldElement a, in FieldElement b, out FieldElement sum)
    {
        ulong carry = 0;
        ulong s0 = AddCarry(a.Limb0, b.Limb0, ref carry);
        ulong s1 = AddCarry(a.Limb1, b.Limb1, ref carry);
        ulong s2 = AddCarry(a.Limb2, b.Limb2, ref carry);
        ulong s3 = AddCarry(a.Limb3, b.Limb3, ref carry);
        sum = SubtractIfNotLess(
            s0, s1, s2, s3, Modulus0 << 1, (Modulus1 << 1) | (Modulus0 >> 63), (Modulus2 << 1) | (Modulus1 >> 63),
            (Modulus3 << 1) | (Modulus2 >> 63));
    }

    /// <summary>The representative below r.</summary>
    public static FieldElement Reduce(in FieldElement a) => SubtractIfNotLess(
        a.Limb0, a.Limb1, a.Limb2, a.Limb3, Modulus0, Modulus1, Modulus2, Modulus3);

    /// <summary>x^5, lazily: the S-box of Poseidon.</summary>
    public static void Power5(ref FieldElement x)
    {
        Multiply(in x, in x, out FieldElement square);
        Multiply(in square, in square, out FieldElement fourth);
        Multiply(in fourth, in x, out x);
    }

    /// <summary>Whether four limbs are a number below r.</summary>
    public static bool IsCanonical(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        ulong borrow = 0;
        SubtractBorrow(l0, Modulus0, ref borrow);
        SubtractBorrow(l1, Modulus1, ref borrow);
        SubtractBorrow(l2, Modulus2, ref borrow);
        SubtractBorrow(l3, Modulus3, ref borrow);
        return borrow != 0;
    }

    /// <summary>t = (t + a b + m r) / 2^64 with the m that makes the division exact. The sum stays below
    /// 3r (2^64 + 1), so that five limbs hold it and four its quotient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        ulong a0, ulong a1, ulong a2, ulong a3, ulong b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong carry = 0;
        ulong u0 = MultiplyAdd(a0, b, t0, ref carry);
        ulong u1 = MultiplyAdd(a1, b, t1, ref carry);
        ulong u2 = MultiplyAdd(a2, b, t2, ref carry);
        ulong u3 = MultiplyAdd(a3, b, t3, ref carry);
        ulong u4 = carry;
        ulong m = u0 * NegativeInverse;
        carry = 0;
        MultiplyAdd(m, Modulus0, u0, ref carry);
        t0 = MultiplyAdd(m, Modulus1, u1, ref carry);
        t1 = MultiplyAdd(m, Modulus2, u2, ref carry);
        t2 = MultiplyAdd(m, Modulus3, u3, ref carry);
        t3 = u4 + carry;
    }

    /// <summary>Low half of a b + c + carry; the high half becomes the carry, and no sum can leave 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong a, ulong b, ulong c, ref ulong carry)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        low += c;
        high += low < c ? 1UL : 0UL;
        low += carry;
        high += low < carry ? 1UL : 0UL;
        carry = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + carry;
        ulong overflow = sum < carry ? 1UL : 0UL;
        sum += b;
        carry = overflow + (sum < b ? 1UL : 0UL);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractBorrow(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong under = a < b ? 1UL : 0UL;
        ulong result = difference - borrow;
        borrow = under + (difference < borrow ? 1UL : 0UL);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FieldElement SubtractIfNotLess(
        ulong a0, ulong a1, ulong a2, ulong a3, ulong b0, ulong b1, ulong b2, ulong b3)
    {
        ulong borrow = 0;
        ulong d0 = SubtractBorrow(a0, b0, ref borrow);
        ulong d1 = SubtractBorrow(a1, b1, ref borrow);
        ulong d2 = SubtractBorrow(a2, b2, ref borrow);
        ulong d3 = SubtractBorrow(a3, b3, ref borrow);
        return borrow == 0 ? new FieldElement(d0, d1, d2, d3) : new FieldElement(a0, a1, a2, a3);
    }
}
