using System.Runtime.InteropServices;

namespace HybridGpu.Domain.Commands;

/// <summary>Cancels what is open of an account, or a part of it. 56 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
public struct MassCancel
{
    /// <summary>The client's name for the request.</summary>
    [FieldOffset(0)] public Text40 ClOrdId;

    /// <summary>Account whose orders they are.</summary>
    [FieldOffset(40)] public AccountId Account;

    /// <summary>Instrument, for <see cref="MassCancelScope.Instrument"/>; one of the expiry, for
    /// <see cref="MassCancelScope.Expiry"/>; the place of <see cref="Session"/>, for
    /// <see cref="MassCancelScope.Session"/>.</summary>
    [FieldOffset(44)] public InstrumentId Instrument;

    /// <summary>Which of them.</summary>
    [FieldOffset(48)] public MassCancelScope Scope;

    /// <summary>Underlying, for <see cref="MassCancelScope.Underlying"/>.</summary>
    [FieldOffset(49)] public UnderlyingId Underlying;

    /// <summary>Quote group, for <see cref="MassCancelScope.QuoteGroup"/>.</summary>
    [FieldOffset(50)] public ushort QuoteGroup;

    /// <summary>One side only; none is both.</summary>
    [FieldOffset(52)] public Side Side;

    /// <summary>Orders, quotes or both.</summary>
    [FieldOffset(53)] public MassCancelTarget Target;

    /// <summary>For <see cref="MassCancelScope.Session"/>, when the venue asks: whose orders and quotes. It lies where
    /// <see cref="Instrument"/> does.</summary>
    public SessionId Session
    {
        readonly get => new(Instrument.Value);
        set => Instrument = new InstrumentId(value.Value);
    }
}
