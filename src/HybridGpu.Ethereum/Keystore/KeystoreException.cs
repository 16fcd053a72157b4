using System;

namespace HybridGpu.Ethereum.Keystore;

/// <summary>A keystore file that can't be read, or not with this password. The message names no secret.</summary>
public sealed class KeystoreException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong.</param>
    public KeystoreException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and what showed it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What showed it.</param>
    public KeystoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
