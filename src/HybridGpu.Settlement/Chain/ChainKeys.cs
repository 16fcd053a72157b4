using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using HybridGpu.Ethereum.Keystore;
using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Settlement.Chain;

/// <summary>Where private keys come from: plain files on development chains, keystores everywhere else.</summary>
/// <remarks>No message shows a key or a password. Errors: <see cref="ChainException"/>. Thread: any.</remarks>
public static class ChainKeys
{
    private const int FileBytesMax = 4_096;

    // The first of the accounts that development nodes give money to. It is printed in their manuals, so anything sent
    // to it on a real chain is taken within seconds.
    private const string DevAccountHex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    /// <summary>The account that a development node gives money to.</summary>
    /// <param name="chainId">The chain it is for.</param>
    /// <returns>Its key, the caller's to dispose of.</returns>
    /// <exception cref="ChainException">Not a development chain.</exception>
    public static EthereumKey DevAccount(ulong chainId)
    {
        DevChains.Require(chainId, "The well-known development account");
        return EthereumKey.Parse(DevAccountHex);
    }

    /// <summary>Reads a key of a development chain from a file of hexadecimal digits, made at first use.</summary>
    /// <param name="path">The file; new ones have mode 0600.</param>
    /// <param name="chainId">The chain it is for.</param>
    /// <returns>The key, the caller's to dispose of.</returns>
    /// <exception cref="ChainException">Not a development chain, no key in the file, or a file that others may read.
    /// </exception>
    public static EthereumKey OpenOrCreateDev(string path, ulong chainId)
    {
        DevChains.Require(chainId, "A key in a plain file");
        if (!File.Exists(path))
        {
            Create(path);
        }

        RequirePrivate(path);
        try
        {
            return EthereumKey.Parse(ReadLine(path));
        }
        catch (ArgumentException exception)
        {
            throw new ChainException($"{path} holds no private key: 64 hexadecimal digits are expected", exception);
        }
    }

    /// <summary>Reads a key from a keystore under a password in a file of its own.</summary>
    /// <param name="path">The keystore, version 3.</param>
    /// <param name="passwordPath">The password's file; its first line counts.</param>
    /// <returns>The key, the caller's to dispose of.</returns>
    /// <exception cref="ChainException">A file that isn't there, that others may read, or another password.</exception>
    public static EthereumKey OpenKeystore(string path, string passwordPath)
    {
        foreach (string file in new[] { path, passwordPath })
        {
            if (!File.Exists(file))
            {
                throw new ChainException($"{file} isn't there: a keystore and a file with its password are needed");
            }
        }

        RequirePrivate(passwordPath);
        try
        {
            return KeystoreFile.Read(path, ReadLine(passwordPath));
        }
        catch (KeystoreException exception)
        {
            throw new ChainException($"{path} can't be opened with the password in {passwordPath}: "
                + exception.Message, exception);
        }
    }

    private static void Create(string path)
    {
        Span<byte> secret = stackalloc byte[EthereumKey.Size];
        while (true)
        {
            RandomNumberGenerator.Fill(secret);
            try
            {
                new EthereumKey(secret).Dispose();
                break;
            }
            catch (ArgumentException)
            {
                // One in 2^127 random numbers is no key.
            }
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret) + "\n");
        AtomicFile.Write(path, text, isSecret: true);
        CryptographicOperations.ZeroMemory(text);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void RequirePrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~AtomicFile.OwnerOnly) != 0)
        {
            throw new ChainException($"{path} holds a secret and may be read by others: chmod 600 it");
        }
    }

    private static string ReadLine(string path)
    {
        if (new FileInfo(path).Length > FileBytesMax)
        {
            throw new ChainException($"{path} is too large to hold a secret");
        }

        using var reader = new StreamReader(path);
        return reader.ReadLine() ?? "";
    }
}
