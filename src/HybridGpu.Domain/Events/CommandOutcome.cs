using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>What became of a command that has no event of its own. 8 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
public struct CommandOutcome
{
    /// <summary>The command's kind.</summary>
    [FieldOffset(0)] public CommandKind Command;

    /// <summary>Why it was refused; none when it did nothing wrong.</summary>
    [FieldOffset(2)] public RejectCode Reason;
}
