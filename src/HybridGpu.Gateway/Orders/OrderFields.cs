using System;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Generated;

namespace HybridGpu.Gateway.Orders;

/// <summary>An order's terms and standing in an ExecutionReport(8), the same in every kind of report. No
/// allocation.</summary>
internal static class OrderFields
{
    /// <summary>FIX wants an OrderID in every report, also of an order that never had one.</summary>
    public static void WriteOrderId(ExecutionReportWriter report, OrderId id) =>
        _ = id == OrderId.None ? report.OrderID("NONE"u8) : report.OrderID((long)id.Value);

    /// <summary>What was ordered: instrument, side, quantity, type, prices, time in force, instructions.</summary>
    public static void WriteTerms(ExecutionReportWriter report, in OrderState order, in InstrumentSpec spec)
    {
        Span<byte> text = stackalloc byte[Text40.Capacity];
        report
            .Account(order.Account.Value)
            .Symbol(text[..spec.Symbol.CopyTo(text)])
            .Side(SideOf(order.Side))
            .OrderQty(VenuePrice.FromLots(order.Lots))
            .OrdType(OrdTypeOf(order.Type));

        // A price of 0 is none: the price band was the limit.
        if (order.PriceTicks != 0 || order.Type is OrderType.Limit or OrderType.StopLimit)
        {
            report.Price(VenuePrice.FromTicks(order.PriceTicks, in spec));
        }

        if (order.StopTicks != 0)
        {
            report.StopPx(VenuePrice.FromTicks(order.StopTicks, in spec)).StopTrigger((long)order.Trigger);
        }

        report.TimeInForce(TimeInForceOf(in order));
        if (order.ExpiryNs != long.MaxValue)
        {
            report.ExpireTime(order.ExpiryNs);
        }

        WriteInstructions(report, in order);
    }

    /// <summary>What has traded of it and what is open.</summary>
    public static void WriteQuantities(
        ExecutionReportWriter report, long openLots, long cumLots, long cumTickLots, in InstrumentSpec spec) =>
        report
            .LeavesQty(VenuePrice.FromLots(openLots))
            .CumQty(VenuePrice.FromLots(cumLots))
            .AvgPx(VenuePrice.Average(cumTickLots, cumLots, in spec));

    /// <summary>The domain's sides have FIX's digits.</summary>
    public static byte SideOf(Side side) => (byte)('0' + (int)side);

    /// <summary>OrdStatus(39) of an open order.</summary>
    public static byte OpenStatus(in OrderState order) =>
        order.CumLots == 0 ? OrdStatusValues.New : OrdStatusValues.PartiallyFilled;

    private static void WriteInstructions(ExecutionReportWriter report, in OrderState order)
    {
        bool isPostOnly = (order.Traits & (OrderTraits.PostOnly | OrderTraits.PostOnlySlide)) != 0;
        bool isReduceOnly = (order.Traits & OrderTraits.ReduceOnly) != 0;
        if (isPostOnly || isReduceOnly)
        {
            report.ExecInst(isPostOnly && isReduceOnly ? "6 E"u8 : isPostOnly ? "6"u8 : "E"u8);
        }

        if (order.DisplayLots != 0)
        {
            report.MaxFloor(VenuePrice.FromLots(order.DisplayLots));
        }

        if (order.QuoteGroup != 0)
        {
            report.QuoteGroup(order.QuoteGroup);
        }

        if (order.SelfTrade != SelfTradeAction.Default)
        {
            report.SelfTradeAction((long)order.SelfTrade);
        }
    }

    private static byte OrdTypeOf(OrderType type) => type switch
    {
        OrderType.Market => OrdTypeValues.Market,
        OrderType.Stop => OrdTypeValues.Stop,
        OrderType.StopLimit => OrdTypeValues.StopLimit,
        _ => OrdTypeValues.Limit,
    };

    private static byte TimeInForceOf(in OrderState order) => order.TimeInForce switch
    {
        TimeInForce.ImmediateOrCancel => TimeInForceValues.ImmediateOrCancel,
        TimeInForce.FillOrKill => TimeInForceValues.FillOrKill,
        _ when order.ExpiryNs != long.MaxValue => TimeInForceValues.GoodTillDate,
        _ => TimeInForceValues.GoodTillCancel,
    };
}
