using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Makes a client session known and binds it to an account. 44 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 44)]
public struct RegisterSession
{
    /// <summary>The client's CompID, unique.</summary>
    [FieldOffset(0)] public Text40 CompId;

    /// <summary>The account that the session trades for.</summary>
    [FieldOffset(40)] public AccountId Account;
}
