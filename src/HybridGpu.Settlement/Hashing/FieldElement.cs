using System;
using System.Buffers.Binary;
using System.Numerics;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Hashing;

/// <summary>An element of BN254's scalar field: an integer modulo a prime r a little above 2^253.</summary>
/// <remarks>
/// Held in Montgomery form (times 2^256) on four limbs, always below r where a caller can see it, so that equal
/// elements have equal limbs. Outside it is 32 bytes, big-endian, below r: another encoding is refused.
/// Cost: a conversion in or out is one product, about 30 ns. Thread: any.
/// </remarks>
public readonly struct FieldElement : IEquatable<FieldElement>
{
    /// <summary>Bytes outside.</summary>
    public const int Size = 32;

    /// <summary>The prime r.</summary>
    public static readonly BigInteger Modulus = ToInteger(
        Montgomery.Modulus0, Montgomery.Modulus1, Montgomery.Modulus2, Montgomery.Modulus3);

    /// <summary>Zero, which is also the default.</summary>
    public static readonly FieldElement Zero;

    internal readonly ulong Limb0;
    internal readonly ulong Limb1;
    internal readonly ulong Limb2;
    internal readonly ulong Limb3;

    // 2^512 modulo r: a product with it puts a number into Montgomery form.
    private static readonly FieldElement Square = FromInteger(BigInteger.ModPow(2, 512, Modulus));

    internal FieldElement(ulong limb0, ulong limb1, ulong limb2, ulong limb3)
    {
        Limb0 = limb0;
        Limb1 = limb1;
        Limb2 = limb2;
        Limb3 = limb3;
    }

    /// <summary>Same element.</summary>
    public static bool operator ==(FieldElement left, FieldElement right) => left.Equals(right);

    /// <summary>Another element.</summary>
    public static bool operator !=(FieldElement left, FieldElement right) => !left.Equals(right);

    /// <summary>Reads 32 bytes, big-endian.</summary>
    /// <param name="bytes">Exactly 32.</param>
    /// <param name="element">The element.</param>
    /// <returns>False when the number isn't below r.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FieldElement element)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        ulong l3 = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong l2 = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        ulong l1 = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        ulong l0 = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
        if (!Montgomery.IsCanonical(l0, l1, l2, l3))
        {
            element = default;
            return false;
        }

        element = FromLimbs(l0, l1, l2, l3);
        return true;
    }

    /// <summary>Reads what <see cref="TryRead"/> does.</summary>
    /// <param name="bytes">Exactly 32.</param>
    /// <returns>The element.</returns>
    /// <exception cref="FormatException">The number isn't below r.</exception>
    public static FieldElement Read(ReadOnlySpan<byte> bytes) => TryRead(bytes, out FieldElement element)
        ? element
        : throw new FormatException($"{Hex.Encode(bytes)} isn't below the field's modulus");

    /// <summary>Reads the bytes of a word.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The element.</returns>
    /// <exception cref="FormatException">The number isn't below r.</exception>
    public static FieldElement From(Hash32 word)
    {
        Span<byte> bytes = stackalloc byte[Size];
        word.CopyTo(bytes);
        return Read(bytes);
    }

    /// <summary>A number of 64 bits.</summary>
    /// <param name="value">Any.</param>
    /// <returns>The element.</returns>
    public static FieldElement From(ulong value) => FromLimbs(value, 0, 0, 0);

    /// <summary>An integer, for tests and constants.</summary>
    /// <param name="value">From 0, below r.</param>
    /// <returns>The element.</returns>
    public static FieldElement Parse(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Sign, nameof(value));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, Modulus, nameof(value));
        FieldElement limbs = FromInteger(value);
        return FromLimbs(limbs.Limb0, limbs.Limb1, limbs.Limb2, limbs.Limb3);
    }

    /// <summary>The integer from 0, below r.</summary>
    /// <returns>The integer.</returns>
    public BigInteger ToBigInteger()
    {
        FieldElement limbs = FromMontgomery();
        return ToInteger(limbs.Limb0, limbs.Limb1, limbs.Limb2, limbs.Limb3);
    }

    /// <summary>Writes the integer, big-endian.</summary>
    /// <param name="destination">At least 32 bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        FieldElement limbs = FromMontgomery();
        BinaryPrimitives.WriteUInt64BigEndian(destination, limbs.Limb3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], limbs.Limb2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], limbs.Limb1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], limbs.Limb0);
    }

    /// <summary>The integer as a word.</summary>
    /// <returns>32 bytes.</returns>
    public Hash32 ToHash32()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return new Hash32(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(FieldElement other) =>
        Limb0 == other.Limb0 && Limb1 == other.Limb1 && Limb2 == other.Limb2 && Limb3 == other.Limb3;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FieldElement other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Limb0, Limb1, Limb2, Limb3);

    /// <summary>0x and 64 digits.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ToHash32().ToString();

    private static FieldElement FromLimbs(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        Montgomery.Multiply(new FieldElement(l0, l1, l2, l3), in Square, out FieldElement product);
        return Montgomery.Reduce(in product);
    }

    private static FieldElement FromInteger(BigInteger value)
    {
        BigInteger mask = ulong.MaxValue;
        return new FieldElement(
            (ulong)(value & mask), (ulong)((value >> 64) & mask), (ulong)((value >> 128) & mask),
            (ulong)((value >> 192) & mask));
    }

    private static BigInteger ToInteger(ulong l0, ulong l1, ulong l2, ulong l3) =>
        ((BigInteger)l3 << 192) + ((BigInteger)l2 << 128) + ((BigInteger)l1 << 64) + l0;

    private FieldElement FromMontgomery()
    {
        Montgomery.Multiply(in this, new FieldElement(1, 0, 0, 0), out FieldElement product);
        return Montgomery.Reduce(in product);
    }
}
