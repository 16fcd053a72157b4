using System;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace HybridGpu.Ethereum.Signing;

/// <summary>ECDSA over secp256k1 as Ethereum uses it: deterministic nonce, low s, recovery id, address from the key.
/// </summary>
/// <remarks>
/// Source: SEC 1 v2, sections 4.1.3 and 4.1.6; RFC 6979 with SHA-256; EIP-2 (low s); Yellow Paper, appendix F.
/// The signer is written out because the library's own hides the point R, from which the recovery id is read.
/// Arithmetic isn't constant-time (the library's BigInteger): keys that sign for others who can time it belong
/// elsewhere. Thread: any.
/// </remarks>
internal static class Secp256k1
{
    private static readonly X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger Order = Curve.N;
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);

    /// <summary>Whether the 32 bytes are a private key: 1 … n − 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> key)
    {
        var scalar = new BigInteger(1, key);
        return key.Length == 32 && scalar.SignValue > 0 && scalar.CompareTo(Order) < 0;
    }

    public static Address AddressOf(ReadOnlySpan<byte> privateKey) =>
        AddressOf(new FixedPointCombMultiplier().Multiply(Curve.G, new BigInteger(1, privateKey)));

    public static EcdsaSignature Sign(ReadOnlySpan<byte> privateKey, Hash32 digest)
    {
        var d = new BigInteger(1, privateKey);
        byte[] message = digest.ToArray();
        var e = new BigInteger(1, message);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Order, d, message);
        var multiplier = new FixedPointCombMultiplier();
        while (true)
        {
            BigInteger k = nonces.NextK();
            ECPoint point = multiplier.Multiply(Curve.G, k).Normalize();
            BigInteger x = point.AffineXCoord.ToBigInteger();
            BigInteger s = k.ModInverse(Order).Multiply(e.Add(d.Multiply(x))).Mod(Order);

            // x ≥ n would need recovery ids 2 and 3, which transactions can't carry; it happens once in 2^127.
            if (x.SignValue == 0 || x.CompareTo(Order) >= 0 || s.SignValue == 0)
            {
                continue;
            }

            bool isOdd = point.AffineYCoord.TestBitZero();
            bool isHigh = s.CompareTo(HalfOrder) > 0;
            s = isHigh ? Order.Subtract(s) : s;
            return new EcdsaSignature(ToHash(x), ToHash(s), isOdd ^ isHigh ? (byte)1 : (byte)0);
        }
    }

    /// <summary>The signer's address, or null if the signature can't be one.</summary>
    public static Address? Recover(Hash32 digest, EcdsaSignature signature)
    {
        var r = new BigInteger(1, signature.R.ToArray());
        var s = new BigInteger(1, signature.S.ToArray());
        if (!IsScalar(r) || !IsScalar(s) || s.CompareTo(HalfOrder) > 0 || signature.RecoveryId > 1)
        {
            return null;
        }

        ECPoint point;
        try
        {
            byte[] compressed = [(byte)(2 + signature.RecoveryId), .. signature.R.ToArray()];
            point = Curve.Curve.DecodePoint(compressed);
        }
        catch (ArgumentException)
        {
            // No point of the curve has this x.
            return null;
        }

        BigInteger inverse = r.ModInverse(Order);
        BigInteger u1 = new BigInteger(1, digest.ToArray()).Negate().Multiply(inverse).Mod(Order);
        BigInteger u2 = s.Multiply(inverse).Mod(Order);
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(Curve.G, u1, point, u2);
        return key.IsInfinity ? null : AddressOf(key);
    }

    private static Address AddressOf(ECPoint publicKey)
    {
        byte[] encoded = publicKey.Normalize().GetEncoded(compressed: false);
        return new Address(Keccak256.Hash(encoded.AsSpan(1)).ToArray().AsSpan(12));
    }

    private static bool IsScalar(BigInteger value) => value.SignValue > 0 && value.CompareTo(Order) < 0;

    private static Hash32 ToHash(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        byte[] digits = value.ToByteArrayUnsigned();
        digits.CopyTo(bytes[(32 - digits.Length)..]);
        return new Hash32(bytes);
    }
}
