using System;

namespace HybridGpu.Settlement.Chain;

/// <summary>The chain, its node or its keys aren't as they must be; the message says what to do and names no
/// secret.</summary>
/// <remarks>Thrown where nothing can go on: at the start, or when the chain contradicts the venue. What may pass by
/// itself is a status instead.</remarks>
public sealed class ChainException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What showed it, or null.</param>
    public ChainException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
