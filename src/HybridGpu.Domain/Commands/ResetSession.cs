using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Both sides of a session agreed to count messages from 1 again (FIX ResetSeqNumFlag). 4 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4)]
public struct ResetSession
{
    /// <summary>The session whose message numbers restart.</summary>
    [FieldOffset(0)] public SessionId Session;
}
