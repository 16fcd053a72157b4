using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Money;

namespace HybridGpu.Domain.Instruments;

/// <summary>The terms of a listed contract, as journaled. 104 bytes; layout in docs/wire.md.</summary>
/// <remarks>Linear, stablecoin-settled contracts. Prices in ticks of <see cref="TickSizeMicros"/>, quantities in lots
/// of <see cref="LotSizeMicros"/>; one tick of one lot is the integer <see cref="TickValue"/>.</remarks>
[StructLayout(LayoutKind.Explicit, Size = WireSize)]
public struct InstrumentSpec : IEquatable<InstrumentSpec>
{
    /// <summary>Bytes in a command.</summary>
    public const int WireSize = 104;

    /// <summary>The venue-wide bound on the size of a lot: 6 x forward x lot must stay below this many micro-USD, so
    /// that a risk cell fits an int32 under the largest scenario move.</summary>
    public const long LotNotionalBoundMicros = int.MaxValue;

    /// <summary>Symbol, for example BTC-27MAR26-70000-C.</summary>
    [FieldOffset(0)] public Text40 Symbol;

    /// <summary>Strike in micro-USD; 0 for contracts without one.</summary>
    [FieldOffset(40)] public long StrikeMicros;

    /// <summary>Expiry in MarketNs; <see cref="long.MaxValue"/> for a perpetual.</summary>
    [FieldOffset(48)] public long ExpiryNs;

    /// <summary>Price increment in micro-USD.</summary>
    [FieldOffset(56)] public long TickSizeMicros;

    /// <summary>Size of a lot in 1e-6 of the underlying unit.</summary>
    [FieldOffset(64)] public long LotSizeMicros;

    /// <summary>A price of the underlying in micro-USD at listing, against which the lot bound is checked.</summary>
    [FieldOffset(72)] public long ReferencePriceMicros;

    /// <summary>Highest price that an order may name, in ticks.</summary>
    [FieldOffset(80)] public long PriceTicksMax;

    /// <summary>Highest quantity that an order may name, in lots.</summary>
    [FieldOffset(88)] public long OrderLotsMax;

    /// <summary>Id that the instrument takes: the number listed before it; <see cref="InstrumentId.Unassigned"/> in a
    /// listing leaves that to the engine.</summary>
    [FieldOffset(96)] public InstrumentId Id;

    /// <summary>Underlying.</summary>
    [FieldOffset(100)] public UnderlyingId Underlying;

    /// <summary>Kind.</summary>
    [FieldOffset(101)] public InstrumentKind Kind;

    /// <summary>1 for a combo that gives its place to another one when it lies idle (ADR 21), as those do that clients
    /// define; else 0.</summary>
    [FieldOffset(102)] public byte Yields;

    /// <summary>Micro-USD per tick and lot; an integer because listing refuses anything else.</summary>
    public readonly long TickValue => TickSizeMicros * LotSizeMicros / Micros.PerUnit;

    /// <summary>True for calls and puts.</summary>
    public readonly bool IsOption => Kind is InstrumentKind.Call or InstrumentKind.Put;

    /// <summary>Checks the terms against the venue's unit rules.</summary>
    /// <returns><see cref="RejectCode.None"/> when they hold, else the first rule broken.</returns>
    public readonly RejectCode Validate()
    {
        if (Symbol.IsEmpty || Underlying.Value >= UnderlyingId.Capacity || Id.Value >= InstrumentId.Capacity
            || Kind is < InstrumentKind.Future or > InstrumentKind.Combo || ExpiryNs <= 0)
        {
            return RejectCode.BadInstrumentTerms;
        }

        bool endless = ExpiryNs == long.MaxValue;
        bool isCombo = Kind == InstrumentKind.Combo;
        bool fits = (isCombo || endless == (Kind == InstrumentKind.Perpetual)) && Yields <= (isCombo ? 1 : 0);
        if (!fits || (IsOption ? StrikeMicros <= 0 : StrikeMicros != 0))
        {
            return RejectCode.BadInstrumentTerms;
        }

        if (TickSizeMicros <= 0 || LotSizeMicros <= 0 || ReferencePriceMicros <= 0
            || PriceTicksMax <= 0 || OrderLotsMax <= 0
            || (Int128)TickSizeMicros * LotSizeMicros % Micros.PerUnit != 0)
        {
            return RejectCode.TickValueNotInteger;
        }

        // Divided instead of multiplied by 6: two full longs and a factor would leave even an Int128.
        Int128 notional = (Int128)ReferencePriceMicros * LotSizeMicros;
        if (notional > (((Int128)LotNotionalBoundMicros * Micros.PerUnit) - 1) / 6)
        {
            return RejectCode.LotTooLarge;
        }

        // The largest order must be worth less than 2^62 micro-USD, so that sums of a few of them can't leave a long.
        // Each factor is bounded before it is multiplied on, so that no product here can wrap.
        Int128 bound = (Int128)1 << 62;
        Int128 tickLots = (Int128)PriceTicksMax * OrderLotsMax;
        bool tickValueWraps = (Int128)TickSizeMicros * LotSizeMicros > long.MaxValue;
        return tickLots >= bound || tickValueWraps || tickLots * TickValue >= bound
            ? RejectCode.LotTooLarge
            : RejectCode.None;
    }

    /// <inheritdoc/>
    public readonly bool Equals(InstrumentSpec other) =>
        Symbol == other.Symbol && StrikeMicros == other.StrikeMicros && ExpiryNs == other.ExpiryNs
        && TickSizeMicros == other.TickSizeMicros && LotSizeMicros == other.LotSizeMicros
        && ReferencePriceMicros == other.ReferencePriceMicros && PriceTicksMax == other.PriceTicksMax
        && OrderLotsMax == other.OrderLotsMax && Id == other.Id && Underlying == other.Underlying && Kind == other.Kind
        && Yields == other.Yields;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is InstrumentSpec other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => Symbol.GetHashCode();

    /// <summary>Equality of all terms.</summary>
    public static bool operator ==(InstrumentSpec left, InstrumentSpec right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(InstrumentSpec left, InstrumentSpec right) => !left.Equals(right);
}
