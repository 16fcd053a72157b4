using System;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>No answer that can be used: the node is away, slow, overloaded, or speaks something else.</summary>
/// <remarks>Whether a request that was sent took effect isn't known.</remarks>
public sealed class JsonRpcTransportException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What showed it.</param>
    public JsonRpcTransportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the answer was larger than allowed: asking for less may help, asking again won't.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>Whether trying again may help.</summary>
    internal bool IsTransient { get; init; }

    /// <summary>How long the node asks to wait.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
