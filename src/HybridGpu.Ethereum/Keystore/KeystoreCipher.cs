using System;
using System.Security.Cryptography;
using System.Text;
using HybridGpu.Ethereum.Hashing;

namespace HybridGpu.Ethereum.Keystore;

/// <summary>The cryptography of Web3 Secret Storage, version 3: key derivation, AES-128 in counter mode, MAC.</summary>
internal static class KeystoreCipher
{
    public const int DerivedBytes = 32;
    public const int BlockBytes = 16;

    public static byte[] ByScrypt(string password, byte[] salt, int n, int r, int p)
    {
        byte[] secret = Encoding.UTF8.GetBytes(password);
        try
        {
            return Scrypt.Derive(secret, salt, n, r, p, DerivedBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public static byte[] ByPbkdf2(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, DerivedBytes);

    /// <summary>Counter mode, which the runtime lacks: encryption and decryption are the same.</summary>
    public static byte[] Crypt(ReadOnlySpan<byte> derivedKey, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> input)
    {
        using var aes = Aes.Create();
        byte[] key = derivedKey[..BlockBytes].ToArray();
        aes.Key = key;
        CryptographicOperations.ZeroMemory(key);

        Span<byte> counter = stackalloc byte[BlockBytes];
        Span<byte> stream = stackalloc byte[BlockBytes];
        iv.CopyTo(counter);
        byte[] output = new byte[input.Length];
        for (int offset = 0; offset < input.Length; offset += BlockBytes)
        {
            aes.EncryptEcb(counter, stream, PaddingMode.None);
            for (int i = offset; i < Math.Min(offset + BlockBytes, input.Length); i++)
            {
                output[i] = (byte)(input[i] ^ stream[i - offset]);
            }

            Increment(counter);
        }

        CryptographicOperations.ZeroMemory(stream);
        return output;
    }

    /// <summary>keccak256(second half of the derived key ‖ ciphertext).</summary>
    public static byte[] Mac(ReadOnlySpan<byte> derivedKey, ReadOnlySpan<byte> ciphertext)
    {
        byte[] whole = [.. derivedKey[BlockBytes..], .. ciphertext];
        byte[] mac = Keccak256.Hash(whole).ToArray();
        CryptographicOperations.ZeroMemory(whole);
        return mac;
    }

    private static void Increment(Span<byte> counter)
    {
        for (int i = counter.Length - 1; i >= 0 && ++counter[i] == 0; i--)
        {
            // The carry is in the condition.
        }
    }
}
