using System;

namespace HybridGpu.FixFuzz;

/// <summary>A field as the oracle has it.</summary>
/// <param name="Tag">Its tag, or 0.</param>
/// <param name="Start">Where its value begins in the message.</param>
/// <param name="Length">Bytes of the value.</param>
internal readonly record struct OracleField(int Tag, int Start, int Length)
{
    /// <summary>The value.</summary>
    /// <param name="message">The message.</param>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}
