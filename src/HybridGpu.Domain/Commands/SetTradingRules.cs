using System.Runtime.InteropServices;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Domain.Commands;

/// <summary>Sets how an instrument, or a class of instruments, trades. The venue only. 88 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
public struct SetTradingRules
{
    /// <summary>The instrument, for <see cref="TradingScope.Instrument"/>.</summary>
    [FieldOffset(0)] public InstrumentId Instrument;

    /// <summary>One instrument, or all of an underlying and a kind, future listings included.</summary>
    [FieldOffset(4)] public TradingScope Scope;

    /// <summary>Underlying of the class.</summary>
    [FieldOffset(5)] public UnderlyingId Underlying;

    /// <summary>Kind of the class.</summary>
    [FieldOffset(6)] public InstrumentKind Kind;

    /// <summary>How fills are shared out at one price; can change only while the book is empty.</summary>
    [FieldOffset(7)] public MatchAllocation Allocation;

    /// <summary>Price band: ticks either side of the mark that are always allowed.</summary>
    [FieldOffset(8)] public long BandTicks;

    /// <summary>Price band: further ticks as a share of the mark, in 1e-9; both 0 is no band.</summary>
    [FieldOffset(16)] public long BandNano;

    /// <summary>Fat finger: most value of one order in micro-USD, of the premium for options; 0 is none.</summary>
    [FieldOffset(24)] public long NotionalMaxMicros;

    /// <summary>Tick table: prices are multiples of this many ticks; 0 is 1.</summary>
    [FieldOffset(32)] public long Step0;

    /// <summary>From this price in ticks on, multiples of <see cref="Step1"/>; 0 ends the table.</summary>
    [FieldOffset(40)] public long From1;

    /// <summary>Step from <see cref="From1"/> on.</summary>
    [FieldOffset(48)] public long Step1;

    /// <summary>The next row, above <see cref="From1"/>; 0 ends the table.</summary>
    [FieldOffset(56)] public long From2;

    /// <summary>Step from <see cref="From2"/> on.</summary>
    [FieldOffset(64)] public long Step2;

    /// <summary>The next row, above <see cref="From2"/>; 0 ends the table.</summary>
    [FieldOffset(72)] public long From3;

    /// <summary>Step from <see cref="From3"/> on.</summary>
    [FieldOffset(80)] public long Step3;
}
