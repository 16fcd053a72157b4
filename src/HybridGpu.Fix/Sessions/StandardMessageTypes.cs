using System;

namespace HybridGpu.Fix.Sessions;

/// <summary>The message types that FIX 4.4 defines: unsupported is another fault than unknown.</summary>
internal static class StandardMessageTypes
{
    /// <summary>Whether FIX 4.4 defines the type, or it is a user-defined one (U…).</summary>
    /// <param name="msgType">MsgType(35).</param>
    public static bool Contains(ReadOnlySpan<byte> msgType) => msgType.Length switch
    {
        // 4.4 uses every digit and letter but U, which is left to users.
        1 => char.IsAsciiLetterOrDigit((char)msgType[0]),

        // The two-letter types run from AA to BH.
        2 => (msgType[0] == 'A' && msgType[1] is >= (byte)'A' and <= (byte)'Z')
            || (msgType[0] == 'B' && msgType[1] is >= (byte)'A' and <= (byte)'H')
            || msgType[0] == 'U',
        _ => msgType.Length > 2 && msgType[0] == 'U',
    };
}
