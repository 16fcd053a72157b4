using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Domain.Events;

/// <summary>What became of a mass quote, or of one entry of it. 136 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 136)]
public struct QuoteResult
{
    /// <summary>The client's name for the message.</summary>
    [FieldOffset(0)] public Text40 QuoteId;

    /// <summary>The entry concerned (<see cref="EventKind.QuoteEntryRejected"/> only).</summary>
    [FieldOffset(40)] public QuoteEntry Entry;

    /// <summary>Account.</summary>
    [FieldOffset(104)] public AccountId Account;

    /// <summary>The session that hears of it.</summary>
    [FieldOffset(108)] public SessionId Owner;

    /// <summary>Entries applied.</summary>
    [FieldOffset(112)] public uint Accepted;

    /// <summary>Entries refused.</summary>
    [FieldOffset(116)] public uint Rejected;

    /// <summary>Why the entry, or the whole message, was refused.</summary>
    [FieldOffset(120)] public RejectCode Reason;
}
