using System;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace HybridGpu.Gateway.Access;

/// <summary>What a client signs at its Logon, and with what (docs/fix.md): Ed25519, RFC 8032.</summary>
/// <remarks>Thread: any.</remarks>
public static class LogonSignature
{
    /// <summary>Bytes of a private key.</summary>
    public const int PrivateKeySize = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int Size = 64;

    /// <summary>Makes a key.</summary>
    public static (byte[] PrivateKey, byte[] PublicKey) MakeKey()
    {
        byte[] privateKey = new byte[PrivateKeySize];
        byte[] publicKey = new byte[PublicKeySize];
        Ed25519.GeneratePrivateKey(new SecureRandom(), privateKey);
        Ed25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
        return (privateKey, publicKey);
    }

    /// <summary>Signs.</summary>
    /// <param name="privateKey">The key.</param>
    /// <param name="senderCompId">SenderCompID(49) of the Logon.</param>
    /// <param name="targetCompId">TargetCompID(56).</param>
    /// <param name="keyId">Username(553).</param>
    /// <param name="rawData">RawData(96).</param>
    /// <returns>The signature; Password(554) is its base64.</returns>
    public static byte[] Sign(
        byte[] privateKey, string senderCompId, string targetCompId, string keyId, string rawData)
    {
        byte[] signed = SignedBytes(senderCompId, targetCompId, keyId, rawData);
        byte[] signature = new byte[Size];
        Ed25519.Sign(privateKey, 0, signed, 0, signed.Length, signature, 0);
        return signature;
    }

    /// <summary>Checks a signature.</summary>
    internal static bool Verify(
        byte[] signature,
        ReadOnlyMemory<byte> publicKey,
        string senderCompId,
        string targetCompId,
        string keyId,
        string rawData)
    {
        byte[] signed = SignedBytes(senderCompId, targetCompId, keyId, rawData);
        return Ed25519.Verify(signature, 0, publicKey.ToArray(), 0, signed, 0, signed.Length);
    }

    private static byte[] SignedBytes(string senderCompId, string targetCompId, string keyId, string rawData) =>
        Encoding.Latin1.GetBytes($"HYBRIDGPU-LOGON-1\n{senderCompId}\n{targetCompId}\n{keyId}\n{rawData}");
}
