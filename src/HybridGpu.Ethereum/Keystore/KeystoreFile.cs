using System;
using System.Buffers;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Keystore;

/// <summary>A private key in a file, under a password.</summary>
/// <remarks>
/// Source: Web3 Secret Storage Definition, version 3 (aes-128-ctr; scrypt or pbkdf2 with hmac-sha256). Files are made
/// with mode 0600 before the first byte is in them, and put in place by a rename. Parameters that would cost more than
/// <see cref="ScryptMemoryMax"/> or <see cref="Pbkdf2IterationsMax"/> are refused: a file mustn't stop its reader.
/// Thread: any. Cost: about a second on purpose.
/// </remarks>
public static class KeystoreFile
{
    /// <summary>The most memory that reading a file may take, in bytes.</summary>
    public const long ScryptMemoryMax = 1L << 30;

    /// <summary>The most rounds that reading a file may take.</summary>
    public const int Pbkdf2IterationsMax = 10_000_000;

    private const int FileBytesMax = 65_536;
    private const int ScryptParallelismMax = 16;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Its password.</param>
    /// <returns>The key.</returns>
    /// <exception cref="KeystoreException">No keystore of version 3, costlier than allowed, or another password.
    /// </exception>
    public static EthereumKey Read(string path, string password)
    {
        if (new FileInfo(path).Length > FileBytesMax)
        {
            throw new KeystoreException("too large to be a keystore");
        }

        return Decrypt(File.ReadAllText(path), password);
    }

    /// <summary>Writes a key to a new file, mode 0600. An existing file is never overwritten.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">The key.</param>
    /// <param name="password">The password.</param>
    /// <param name="settings">The cost; null for the defaults.</param>
    /// <exception cref="IOException">The file is there already, or can't be written.</exception>
    public static void Write(string path, EthereumKey key, string password, KeystoreSettings? settings = null)
    {
        string json = Encrypt(key, password, settings);
        string partial = path + ".partial-" + Guid.NewGuid().ToString("n");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(partial, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(json));
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: false);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Reads the JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="password">Its password.</param>
    /// <returns>The key.</returns>
    /// <exception cref="KeystoreException">As <see cref="Read"/>.</exception>
    public static EthereumKey Decrypt(string json, string password)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Decrypt(document.RootElement, password);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or System.Collections.Generic.KeyNotFoundException or ArgumentException)
        {
            throw new KeystoreException("not a keystore of version 3", exception);
        }
    }

    /// <summary>The JSON text of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="password">The password.</param>
    /// <param name="settings">The cost; null for the defaults.</param>
    /// <returns>The text.</returns>
    public static string Encrypt(EthereumKey key, string password, KeystoreSettings? settings = null)
    {
        settings ??= new KeystoreSettings();
        byte[] salt = RandomNumberGenerator.GetBytes(32);
        byte[] iv = RandomNumberGenerator.GetBytes(KeystoreCipher.BlockBytes);
        CheckCost(settings);
        byte[] derived = settings.Kdf == KeystoreKdf.Scrypt
            ? KeystoreCipher.ByScrypt(password, salt, settings.ScryptN, settings.ScryptR, settings.ScryptP)
            : KeystoreCipher.ByPbkdf2(password, salt, settings.Pbkdf2Iterations);
        Span<byte> secret = stackalloc byte[EthereumKey.Size];
        key.CopySecretTo(secret);
        byte[] ciphertext = KeystoreCipher.Crypt(derived, iv, secret);
        byte[] mac = KeystoreCipher.Mac(derived, ciphertext);
        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(derived);
        return Print(key.Address, settings, salt, iv, ciphertext, mac);
    }

    private static EthereumKey Decrypt(JsonElement root, string password)
    {
        JsonElement crypto = root.TryGetProperty("crypto", out JsonElement lower) ? lower : root.GetProperty("Crypto");
        if (root.GetProperty("version").GetInt32() != 3
            || crypto.GetProperty("cipher").GetString() != "aes-128-ctr")
        {
            throw new KeystoreException("not a keystore of version 3 with aes-128-ctr");
        }

        byte[] ciphertext = Bytes(crypto, "ciphertext");
        byte[] iv = Bytes(crypto.GetProperty("cipherparams"), "iv");
        if (ciphertext.Length != EthereumKey.Size || iv.Length != KeystoreCipher.BlockBytes)
        {
            throw new KeystoreException("not a keystore of a 32-byte key");
        }

        byte[] derived = Derive(crypto, password);
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(
                KeystoreCipher.Mac(derived, ciphertext), Bytes(crypto, "mac")))
            {
                throw new KeystoreException("another password, or a damaged keystore");
            }

            byte[] secret = KeystoreCipher.Crypt(derived, iv, ciphertext);
            var key = new EthereumKey(secret);
            CryptographicOperations.ZeroMemory(secret);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    private static byte[] Derive(JsonElement crypto, string password)
    {
        JsonElement parameters = crypto.GetProperty("kdfparams");
        byte[] salt = Bytes(parameters, "salt");
        string? kdf = crypto.GetProperty("kdf").GetString();
        if (parameters.GetProperty("dklen").GetInt32() != KeystoreCipher.DerivedBytes)
        {
            throw new KeystoreException("a derived key of another length than 32");
        }

        if (kdf == "scrypt")
        {
            var settings = new KeystoreSettings
            {
                ScryptN = parameters.GetProperty("n").GetInt32(),
                ScryptR = parameters.GetProperty("r").GetInt32(),
                ScryptP = parameters.GetProperty("p").GetInt32(),
            };
            CheckCost(settings);
            return KeystoreCipher.ByScrypt(password, salt, settings.ScryptN, settings.ScryptR, settings.ScryptP);
        }

        if (kdf == "pbkdf2" && parameters.GetProperty("prf").GetString() == "hmac-sha256")
        {
            int iterations = parameters.GetProperty("c").GetInt32();
            CheckCost(new KeystoreSettings { Kdf = KeystoreKdf.Pbkdf2, Pbkdf2Iterations = iterations });
            return KeystoreCipher.ByPbkdf2(password, salt, iterations);
        }

        throw new KeystoreException("neither scrypt nor pbkdf2 with hmac-sha256");
    }

    private static void CheckCost(KeystoreSettings settings)
    {
        bool isAllowed = settings.Kdf == KeystoreKdf.Pbkdf2
            ? settings.Pbkdf2Iterations is > 0 and <= Pbkdf2IterationsMax
            : settings.ScryptN > 1 && int.IsPow2(settings.ScryptN) && settings.ScryptR is > 0 and < 65_536
                && settings.ScryptP is > 0 and <= ScryptParallelismMax
                && 128L * settings.ScryptN * settings.ScryptR <= ScryptMemoryMax;
        if (!isAllowed)
        {
            throw new KeystoreException("a derivation that isn't allowed, or costlier than allowed");
        }
    }

    private static byte[] Bytes(JsonElement owner, string name) => Hex.Decode(owner.GetProperty(name).GetString());

    private static string Print(
        Address address, KeystoreSettings settings, byte[] salt, byte[] iv, byte[] ciphertext, byte[] mac)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("address", Convert.ToHexStringLower(address.ToArray()));
            writer.WriteStartObject("crypto");
            writer.WriteString("cipher", "aes-128-ctr");
            writer.WriteStartObject("cipherparams");
            writer.WriteString("iv", Convert.ToHexStringLower(iv));
            writer.WriteEndObject();
            writer.WriteString("ciphertext", Convert.ToHexStringLower(ciphertext));
            WriteDerivation(writer, settings, salt);
            writer.WriteString("mac", Convert.ToHexStringLower(mac));
            writer.WriteEndObject();
            writer.WriteString("id", Guid.NewGuid());
            writer.WriteNumber("version", 3);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void WriteDerivation(Utf8JsonWriter writer, KeystoreSettings settings, byte[] salt)
    {
        writer.WriteString("kdf", settings.Kdf == KeystoreKdf.Scrypt ? "scrypt" : "pbkdf2");
        writer.WriteStartObject("kdfparams");
        writer.WriteNumber("dklen", KeystoreCipher.DerivedBytes);
        if (settings.Kdf == KeystoreKdf.Scrypt)
        {
            writer.WriteNumber("n", settings.ScryptN);
            writer.WriteNumber("p", settings.ScryptP);
            writer.WriteNumber("r", settings.ScryptR);
        }
        else
        {
            writer.WriteNumber("c", settings.Pbkdf2Iterations);
            writer.WriteString("prf", "hmac-sha256");
        }

        writer.WriteString("salt", Convert.ToHexStringLower(salt));
        writer.WriteEndObject();
    }
}
