using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Events;

/// <summary>A session was registered or reset. 48 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 48)]
public struct SessionChanged
{
    /// <summary>The client's CompID.</summary>
    [FieldOffset(0)] public Text40 CompId;

    /// <summary>Its number.</summary>
    [FieldOffset(40)] public SessionId Session;

    /// <summary>Its account.</summary>
    [FieldOffset(44)] public AccountId Account;
}
