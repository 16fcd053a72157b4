using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;
using HybridGpu.Venue;

namespace HybridGpu.Gateway.Orders;

/// <summary>Which of an account's open orders a request means.</summary>
internal readonly struct OrderFilter
{
    private InstrumentId? Instrument { get; init; }

    private UnderlyingId? Underlying { get; init; }

    private Side Side { get; init; }

    /// <summary>Reads an OrderMassStatusRequest(AF).</summary>
    /// <returns>Empty, or what is wrong with it.</returns>
    public static ReadOnlySpan<byte> TryRead(
        in OrderMassStatusRequestReader message, VenueDirectory directory, out OrderFilter filter)
    {
        filter = new OrderFilter { Side = OrderTranslator.SideOf(message.Side) };
        switch (message.MassStatusReqType)
        {
            case MassStatusReqTypeValues.All:
                return default;
            case MassStatusReqTypeValues.Security when Symbols.TryFind(
                directory, message.Symbol, out InstrumentSpec spec):
                filter = filter with { Instrument = spec.Id };
                return default;
            case MassStatusReqTypeValues.Security:
                return "Unknown Symbol(55)"u8;
            case MassStatusReqTypeValues.Underlying when Symbols.TryFindUnderlying(
                directory, message.UnderlyingSymbol, out UnderlyingId underlying):
                filter = filter with { Underlying = underlying };
                return default;
            default:
                return "Unknown UnderlyingSymbol(311)"u8;
        }
    }

    /// <summary>Whether it means this order.</summary>
    public bool Takes(in OrderState order, VenueDirectory directory) =>
        (Side == Side.None || order.Side == Side)
        && (Instrument is not { } instrument || order.Instrument == instrument)
        && (Underlying is not { } underlying
            || (directory.TryGetInstrument(order.Instrument, out InstrumentSpec spec)
                && spec.Underlying == underlying));
}
