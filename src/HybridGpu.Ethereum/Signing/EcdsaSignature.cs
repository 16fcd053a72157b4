using System;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>An ECDSA signature with the parity that lets the signer's address be recovered.</summary>
/// <param name="R">The x coordinate of the nonce's point.</param>
/// <param name="S">At most n/2 (EIP-2).</param>
/// <param name="RecoveryId">0 or 1: the parity of the point's y coordinate.</param>
public readonly record struct EcdsaSignature(Hash32 R, Hash32 S, byte RecoveryId)
{
    /// <summary>Bytes of the form r‖s‖v.</summary>
    public const int Size = 65;

    /// <summary>Reads r‖s‖v with v of 0, 1, 27 or 28.</summary>
    /// <param name="bytes">65 bytes.</param>
    /// <returns>The signature.</returns>
    /// <exception cref="FormatException">Another length or v.</exception>
    public static EcdsaSignature Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[64] is not (0 or 1 or 27 or 28))
        {
            throw new FormatException("not a signature r, s, v");
        }

        return new EcdsaSignature(new Hash32(bytes[..32]), new Hash32(bytes[32..64]), (byte)(bytes[64] % 27));
    }

    /// <summary>r‖s‖v with v of 27 or 28, the form that contracts take.</summary>
    /// <returns>65 bytes.</returns>
    public byte[] ToArray() => [.. R.ToArray(), .. S.ToArray(), (byte)(27 + RecoveryId)];

    /// <summary>Who signed.</summary>
    /// <param name="digest">What was signed.</param>
    /// <returns>The address, or null for a signature that nobody can have made, one with high s included.</returns>
    public Address? Recover(Hash32 digest) => Secp256k1.Recover(digest, this);
}
