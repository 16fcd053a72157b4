using System;
using System.Security.Cryptography;

namespace HybridGpu.Gateway.Signatures;

/// <summary>A key that signs a session's orders: P-256, with its bounds.</summary>
/// <remarks>Source: docs/wire.md, section 7. Thread: any.</remarks>
public sealed record OrderKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private OrderKey(byte[] publicKey)
    {
        PublicKey = publicKey;
    }

    /// <summary>The public key as SubjectPublicKeyInfo (RFC 5480), DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The last moment at which it counts, and the latest expiry that it may sign; null for none.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Most lots of an order or quote side; null for no cap of its own.</summary>
    public long? LotsMax { get; init; }

    /// <summary>What it may sign.</summary>
    public OrderKeyScope Scope { get; init; } = OrderKeyScope.All;

    /// <summary>Reads a public key: SubjectPublicKeyInfo as PEM, or its DER in base64.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none, or one of another curve.</exception>
    public static OrderKey Parse(string text)
    {
        using var key = ECDsa.Create();
        try
        {
            if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            {
                key.ImportFromPem(text);
            }
            else
            {
                byte[] der = Convert.FromBase64String(text);
                key.ImportSubjectPublicKeyInfo(der, out int read);
                if (read != der.Length)
                {
                    throw new FormatException("Bytes follow the public key.");
                }
            }

            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256)
            {
                throw new FormatException("The key is of another curve than P-256.");
            }

            return new OrderKey(key.ExportSubjectPublicKeyInfo());
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new FormatException($"It is no public key: {fault.Message}", fault);
        }
    }
}
