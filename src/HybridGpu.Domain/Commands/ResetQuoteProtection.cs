using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Opens a quote group again that its protection has shut. 48 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct ResetQuoteProtection
{
    /// <summary>The client's name for the request.</summary>
    [FieldOffset(0)] public Text40 Name;

    /// <summary>The account.</summary>
    [FieldOffset(40)] public AccountId Account;

    /// <summary>Its group.</summary>
    [FieldOffset(44)] public ushort QuoteGroup;
}
