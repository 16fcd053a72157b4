using System;

namespace HybridGpu.Fix.Sessions;

/// <summary>Names a session from our side: begin string, our CompID and the counterparty's.</summary>
/// <param name="BeginString">BeginString(8), such as FIX.4.4.</param>
/// <param name="SenderCompId">Our CompID: 49 in what we send, 56 in what we receive.</param>
/// <param name="TargetCompId">The counterparty's CompID.</param>
public sealed record SessionId(string BeginString, string SenderCompId, string TargetCompId)
{
    /// <summary>The longest CompID accepted, in bytes; it bounds the header.</summary>
    public const int MaxCompIdLength = 64;

    /// <summary>FIX.4.4 between two CompIDs.</summary>
    /// <param name="senderCompId">Our CompID.</param>
    /// <param name="targetCompId">The counterparty's CompID.</param>
    public static SessionId Fix44(string senderCompId, string targetCompId) =>
        new("FIX.4.4", senderCompId, targetCompId);

    /// <summary>Throws unless the names can stand in a header and in a file name.</summary>
    /// <exception cref="ArgumentException">A name is empty, too long or not printable ASCII.</exception>
    public void ThrowIfInvalid()
    {
        ThrowIfInvalid(BeginString);
        ThrowIfInvalid(SenderCompId);
        ThrowIfInvalid(TargetCompId);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{BeginString}:{SenderCompId}->{TargetCompId}";

    private static void ThrowIfInvalid(string name)
    {
        bool valid = name.Length is > 0 and <= MaxCompIdLength;
        foreach (char character in name)
        {
            valid &= character is > ' ' and < '\u007f' and not '/' and not '\\';
        }

        if (!valid || name.StartsWith('.'))
        {
            throw new ArgumentException($"'{name}' is no name: 1 to {MaxCompIdLength} printable ASCII characters.");
        }
    }
}
