using System;
using System.Collections.Generic;
using System.Text;

namespace HybridGpu.Fix.Sessions;

/// <summary>Which application messages are stale by the time they are asked for again, and so are gap-filled.</summary>
/// <remarks>Thread: any; immutable.</remarks>
public sealed class ResendPolicy
{
    private readonly byte[][] _neverResent;

    /// <summary>Creates a policy.</summary>
    /// <param name="neverResent">Message types (35) that are gap-filled.</param>
    public ResendPolicy(IEnumerable<string> neverResent)
    {
        List<byte[]> types = [];
        foreach (string type in neverResent)
        {
            types.Add(Encoding.ASCII.GetBytes(type));
        }

        _neverResent = [.. types];
    }

    /// <summary>Quotes, their acknowledgements and market data (S, i, b, Z, V, W, X, Y) are never resent.</summary>
    public static ResendPolicy Default { get; } = new(["S", "i", "b", "Z", "V", "W", "X", "Y"]);

    /// <summary>Whether the bytes of a message are kept in the store. Market data (W, X) isn't: it is never sent again,
    /// and a subscription to a whole market would fill a disk in hours. Its numbers are.</summary>
    /// <param name="msgType">MsgType(35).</param>
    public static bool IsKept(ReadOnlySpan<byte> msgType) =>
        !msgType.SequenceEqual("W"u8) && !msgType.SequenceEqual("X"u8);

    /// <summary>Whether a message may be sent again.</summary>
    /// <param name="msgType">MsgType(35).</param>
    public bool MayResend(ReadOnlySpan<byte> msgType)
    {
        foreach (byte[] type in _neverResent)
        {
            if (msgType.SequenceEqual(type))
            {
                return false;
            }
        }

        return true;
    }
}
