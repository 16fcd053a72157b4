using System;
using HybridGpu.Domain.Instruments;
using HybridGpu.Domain.Money;

namespace HybridGpu.Engine;

/// <summary>Trading fees as rates of the traded value (premium for options, notional for others), in 1e-9.</summary>
/// <param name="OptionTakerNano">Taker's rate on options.</param>
/// <param name="OptionMakerNano">Maker's rate on options.</param>
/// <param name="LinearTakerNano">Taker's rate on futures and perpetuals.</param>
/// <param name="LinearMakerNano">Maker's rate on futures and perpetuals.</param>
public sealed record FeeSchedule(
    long OptionTakerNano, long OptionMakerNano, long LinearTakerNano, long LinearMakerNano)
{
    /// <summary>1 % of premium and 5 basis points of notional for takers; makers pay nothing.</summary>
    public static readonly FeeSchedule Default = new(10_000_000, 0, 500_000, 0);

    /// <summary>The fee of a trade in micro-USD, rounded up, that is against the account. Hot path.</summary>
    /// <param name="kind">Kind of instrument.</param>
    /// <param name="isTaker">True for the incoming side.</param>
    /// <param name="valueMicros">Price x quantity x tickValue; only its size counts.</param>
    public long Of(InstrumentKind kind, bool isTaker, long valueMicros)
    {
        bool isOption = kind is InstrumentKind.Call or InstrumentKind.Put;
        long rateNano = isOption
            ? (isTaker ? OptionTakerNano : OptionMakerNano)
            : (isTaker ? LinearTakerNano : LinearMakerNano);
        return rateNano == 0 ? 0 : Micros.ChargeRoundedUp(Math.Abs(valueMicros), rateNano);
    }
}
