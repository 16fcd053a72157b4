using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Matching;

/// <summary>What an order says beyond what books match by: two cache lines apart from <see cref="RestingOrder"/>, which
/// only icebergs and whoever reports on orders read.</summary>
[StructLayout(LayoutKind.Sequential, Size = SizeInBytes)]
internal struct OrderTerms
{
    /// <summary>Bytes of one record.</summary>
    public const int SizeInBytes = 128;

    /// <summary><see cref="OrderRef.Lots"/>.</summary>
    public long Lots;

    /// <summary><see cref="OrderRef.DisplayLots"/>.</summary>
    public long DisplayLots;

    /// <summary><see cref="OrderRef.ExpiryNs"/>.</summary>
    public long ExpiryNs;

    /// <summary><see cref="OrderRef.StopTicks"/>.</summary>
    public long StopTicks;

    /// <summary><see cref="OrderRef.AccountNext"/>.</summary>
    public int AccountNext;

    /// <summary><see cref="OrderRef.AccountPrev"/>.</summary>
    public int AccountPrev;

    /// <summary><see cref="OrderRef.EngineEntry"/>.</summary>
    public int EngineEntry;

    /// <summary><see cref="OrderRef.Owner"/>.</summary>
    public SessionId Owner;

    /// <summary><see cref="OrderRef.EngineTag"/>.</summary>
    public uint EngineTag;

    /// <summary><see cref="OrderRef.Slot"/>.</summary>
    public ushort Slot;

    /// <summary><see cref="OrderRef.QuoteGroup"/>.</summary>
    public ushort QuoteGroup;

    /// <summary><see cref="OrderRef.TimeInForce"/>.</summary>
    public TimeInForce TimeInForce;

    /// <summary><see cref="OrderRef.EngineBits"/>.</summary>
    public byte EngineBits;

    /// <summary><see cref="OrderRef.Nonce"/>.</summary>
    public ulong Nonce;

    /// <summary><see cref="OrderRef.EngineDigest"/>.</summary>
    public ulong EngineDigest;

    /// <summary><see cref="OrderRef.ClOrdId"/>.</summary>
    public Text40 ClOrdId;
}
