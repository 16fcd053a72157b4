using HybridGpu.Domain;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Orders;

/// <summary>What the engine keeps of an order's instructions in <see cref="OrderRef.EngineBits"/>.</summary>
internal static class OrderBits
{
    private const byte TypeMask = 0b11;
    private const int SelfTradeShift = 2;
    private const byte SelfTradeMask = 0b111 << SelfTradeShift;
    private const byte MarkTrigger = 1 << 5;
    private const byte Waiting = 1 << 6;

    public static OrderType TypeOf(OrderRef order) => (OrderType)(order.EngineBits & TypeMask);

    public static SelfTradeAction SelfTradeOf(OrderRef order) =>
        (SelfTradeAction)((order.EngineBits & SelfTradeMask) >> SelfTradeShift);

    public static StopTrigger TriggerOf(OrderRef order) =>
        (order.EngineBits & MarkTrigger) != 0 ? StopTrigger.Mark : StopTrigger.LastTrade;

    /// <summary>True while a stop order waits for its trigger: it is in no book and in no margin.</summary>
    public static bool IsWaiting(OrderRef order) => (order.EngineBits & Waiting) != 0;

    public static bool IsReduceOnly(OrderRef order) => (order.Traits & OrderTraits.ReduceOnly) != 0;

    public static bool IsQuote(OrderRef order) => (order.Traits & OrderTraits.Quote) != 0;

    public static void Set(OrderRef order, OrderType type, SelfTradeAction selfTrade, StopTrigger trigger)
    {
        int bits = (int)type | ((int)selfTrade << SelfTradeShift);
        order.EngineBits = (byte)(trigger == StopTrigger.Mark ? bits | MarkTrigger : bits);
    }

    public static void SetWaiting(OrderRef order, bool isWaiting) =>
        order.EngineBits = (byte)(isWaiting ? order.EngineBits | Waiting : order.EngineBits & ~Waiting);

    /// <summary>A stop that was set off becomes what it stood for.</summary>
    public static void SetOff(OrderRef order)
    {
        OrderType now = TypeOf(order) == OrderType.Stop ? OrderType.Market : OrderType.Limit;
        order.EngineBits = (byte)((order.EngineBits & ~TypeMask & ~Waiting) | (int)now);
    }
}
