using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Replaces an account's two-sided quotes in many instruments in one step. 72 bytes and a payload of
/// <see cref="EntryCount"/> <see cref="QuoteEntry"/>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
public struct MassQuote
{
    /// <summary>Most entries in one message: 100 sets of 100.</summary>
    public const int EntryCountMax = 10_000;

    /// <summary>The client's name for the message.</summary>
    [FieldOffset(0)] public Text40 QuoteId;

    /// <summary>Account that quotes.</summary>
    [FieldOffset(40)] public AccountId Account;

    /// <summary>Number of entries.</summary>
    [FieldOffset(44)] public uint EntryCount;

    /// <summary>Version of the account's signed quotes: a higher one replaces, a lower or equal one is dead; 0 when
    /// delegated.</summary>
    [FieldOffset(48)] public ulong Version;

    /// <summary>Last moment of signed quotes in SequencedNs; 0 when delegated, and then they have none.</summary>
    [FieldOffset(56)] public long ExpiryNs;

    /// <summary>Quote group whose protection counts the fills and may cancel the quotes; 0 is none.</summary>
    [FieldOffset(64)] public ushort QuoteGroup;
}
