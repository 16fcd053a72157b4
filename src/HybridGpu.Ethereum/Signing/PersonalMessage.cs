using System;
using System.Globalization;
using System.Text;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>Messages signed by wallets for people: prefixed, so that none can be a transaction.</summary>
/// <remarks>Source: EIP-191, version 0x45 (personal_sign).</remarks>
public static class PersonalMessage
{
    /// <summary>The digest that is signed.</summary>
    /// <param name="message">The message's bytes.</param>
    /// <returns>keccak256("\x19Ethereum Signed Message:\n" ‖ length in decimal ‖ message).</returns>
    public static Hash32 Hash(ReadOnlySpan<byte> message)
    {
        string prefix = "\u0019Ethereum Signed Message:\n" + message.Length.ToString(CultureInfo.InvariantCulture);
        byte[] whole = [.. Encoding.ASCII.GetBytes(prefix), .. message];
        return Keccak256.Hash(whole);
    }

    /// <summary>The digest of a text in UTF-8.</summary>
    /// <param name="message">The text.</param>
    /// <returns>The digest.</returns>
    public static Hash32 Hash(string message) => Hash(Encoding.UTF8.GetBytes(message));
}
