using System;

namespace HybridGpu.Sequencing;

/// <summary>Thrown to a producer that waits for room in a ring whose consumers have been halted.</summary>
/// <remarks>
/// Room will never come, and waiting for it would be a silent hang. Producers that must not see exceptions use
/// <c>TryNext</c>, which says false on a full ring, halted or not.
/// </remarks>
public sealed class RingHaltedException : Exception
{
    /// <summary>Creates the exception with its standard text.</summary>
    public RingHaltedException()
        : base("The ring is full and its consumers have been halted: no room will come.")
    {
    }

    /// <summary>Creates the exception with a text.</summary>
    /// <param name="message">What happened.</param>
    public RingHaltedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a text and a cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public RingHaltedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
