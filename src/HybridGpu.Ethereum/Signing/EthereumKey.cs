using System;
using System.Security.Cryptography;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>A private key of secp256k1. It is never printed: not by ToString, not by an exception.</summary>
/// <remarks>
/// Thread: any, except <see cref="Dispose"/>. The bytes are overwritten by Dispose; copies that the runtime or the
/// curve's library made can't be.
/// </remarks>
public sealed class EthereumKey : IDisposable
{
    /// <summary>Its size in bytes.</summary>
    public const int Size = 32;

    private readonly byte[] _secret;
    private bool _isDisposed;

    /// <summary>Takes a copy of a key.</summary>
    /// <param name="secret">32 bytes: a number of 1 … n − 1.</param>
    /// <exception cref="ArgumentException">No private key. The message doesn't show it.</exception>
    public EthereumKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != Size || !Secp256k1.IsPrivateKey(secret))
        {
            throw new ArgumentException("not a private key of secp256k1", nameof(secret));
        }

        _secret = secret.ToArray();
        Address = Secp256k1.AddressOf(secret);
    }

    /// <summary>The key's address.</summary>
    public Address Address { get; }

    /// <summary>A new key from the system's random numbers.</summary>
    /// <returns>The key.</returns>
    public static EthereumKey Generate()
    {
        Span<byte> secret = stackalloc byte[Size];
        do
        {
            RandomNumberGenerator.Fill(secret);
        }
        while (!Secp256k1.IsPrivateKey(secret));

        var key = new EthereumKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <param name="hex">With or without 0x.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">No private key. The message doesn't show it.</exception>
    public static EthereumKey Parse(ReadOnlySpan<char> hex)
    {
        Span<byte> secret = stackalloc byte[Size];
        if (!Hex.TryDecode(hex, secret))
        {
            throw new ArgumentException("not a private key of secp256k1", nameof(hex));
        }

        var key = new EthereumKey(secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Signs a digest; the same digest always gives the same signature (RFC 6979).</summary>
    /// <param name="digest">A hash that the caller made himself: of a transaction, of typed data, of a message.</param>
    /// <returns>The signature.</returns>
    public EcdsaSignature Sign(Hash32 digest)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Secp256k1.Sign(_secret, digest);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secret);
        _isDisposed = true;
    }

    /// <summary>The address only.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"key of {Address}";

    /// <summary>Copies the secret, for the keystore alone.</summary>
    internal void CopySecretTo(Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _secret.CopyTo(destination);
    }
}
