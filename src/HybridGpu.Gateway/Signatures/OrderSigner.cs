using System;
using System.Security.Cryptography;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Gateway.Signatures;

/// <summary>A client's side of a signature: makes what <see cref="OrderKey"/> checks.</summary>
/// <remarks>Thread: one at a time.</remarks>
public sealed class OrderSigner : IDisposable
{
    private readonly ECDsa _key;
    private readonly Hash256 _domain;

    /// <summary>A signer with a private key.</summary>
    /// <param name="privateKey">PKCS #8 in PEM, P-256.</param>
    /// <param name="domain">The venue's domain.</param>
    /// <exception cref="CryptographicException">It is none.</exception>
    /// <exception cref="ArgumentException">It isn't PEM.</exception>
    public OrderSigner(string privateKey, OrderDomain domain)
    {
        _key = ECDsa.Create();
        _key.ImportFromPem(privateKey);
        _domain = domain.Separator();
    }

    /// <summary>The public key as <see cref="OrderKey.Parse"/> reads it: the DER of its SubjectPublicKeyInfo in
    /// base64.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>Makes a key.</summary>
    /// <returns>PKCS #8 in PEM.</returns>
    public static string MakeKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Signs an order.</summary>
    /// <param name="order">The order with slot, nonce and expiry.</param>
    /// <returns>Signature(89).</returns>
    public string Sign(in NewOrder order) => Sign(OrderHashes.Of(in order));

    /// <summary>Signs a mass quote.</summary>
    /// <param name="quote">The message with version and expiry.</param>
    /// <param name="entries">Its entries.</param>
    /// <returns>Signature(89).</returns>
    public string Sign(in MassQuote quote, ReadOnlySpan<QuoteEntry> entries) =>
        Sign(OrderHashes.Of(in quote, entries));

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private string Sign(Hash256 structHash)
    {
        Span<byte> digest = stackalloc byte[Hash256.Length];
        OrderHashes.WriteDigest(_domain, structHash, digest);
        return Convert.ToBase64String(_key.SignHash(digest));
    }
}
