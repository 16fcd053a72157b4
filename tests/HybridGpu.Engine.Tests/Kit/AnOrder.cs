using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>Orders in the words of the tests: <c>AnOrder.Buy(10).At(1_250)</c>.</summary>
internal readonly record struct AnOrder
{
    private AnOrder(NewOrder terms)
    {
        Terms = terms;
    }

    public NewOrder Terms { get; private init; }

    public static AnOrder Buy(long lots) => Of(Side.Buy, lots);

    public static AnOrder Sell(long lots) => Of(Side.Sell, lots);

    public static AnOrder Of(Side side, long lots) => new(new NewOrder
    {
        Side = side,
        Lots = lots,
        PriceTicks = 1_000,
        Slot = NewOrder.AnySlot,
        ExpiryNs = long.MaxValue,
    });

    public AnOrder At(long priceTicks) => With((ref NewOrder o) => o.PriceTicks = priceTicks);

    public AnOrder In(InstrumentId instrument) => With((ref NewOrder o) => o.Instrument = instrument);

    public AnOrder Named(string clOrdId) => With((ref NewOrder o) => o.ClOrdId = Text40.Create(clOrdId));

    public AnOrder InSlot(ushort slot, ulong nonce) => With((ref NewOrder o) => (o.Slot, o.Nonce) = (slot, nonce));

    public AnOrder Until(long expiryNs) => With((ref NewOrder o) => o.ExpiryNs = expiryNs);

    public AnOrder PostOnly() => With((ref NewOrder o) => o.Traits = OrderTraits.PostOnly);

    public AnOrder ImmediateOrCancel() => With((ref NewOrder o) => o.TimeInForce = TimeInForce.ImmediateOrCancel);

    public AnOrder FillOrKill() => With((ref NewOrder o) => o.TimeInForce = TimeInForce.FillOrKill);

    /// <summary>A market order; it names no worst price unless one is given.</summary>
    public AnOrder AtMarket(long worstTicks = 0) => With((ref NewOrder o) =>
        (o.Type, o.TimeInForce, o.PriceTicks) = (OrderType.Market, TimeInForce.ImmediateOrCancel, worstTicks));

    /// <summary>A stop that becomes a market order with this worst price.</summary>
    public AnOrder StopAt(long stopTicks, long worstTicks = 0, StopTrigger trigger = StopTrigger.LastTrade) =>
        With((ref NewOrder o) =>
            (o.Type, o.StopTicks, o.PriceTicks, o.Trigger) = (OrderType.Stop, stopTicks, worstTicks, trigger));

    /// <summary>A stop that becomes a limit order at the order's price.</summary>
    public AnOrder StopLimitAt(long stopTicks, StopTrigger trigger = StopTrigger.LastTrade) =>
        With((ref NewOrder o) => (o.Type, o.StopTicks, o.Trigger) = (OrderType.StopLimit, stopTicks, trigger));

    public AnOrder Showing(long lots) => With((ref NewOrder o) => o.DisplayLots = lots);

    public AnOrder ReduceOnly() => With((ref NewOrder o) => o.Traits = OrderTraits.ReduceOnly);

    public AnOrder Slide() => With((ref NewOrder o) => o.Traits = OrderTraits.PostOnlySlide);

    public AnOrder OnSelfTrade(SelfTradeAction action) => With((ref NewOrder o) => o.SelfTrade = action);

    public AnOrder InGroup(ushort group) => With((ref NewOrder o) => o.QuoteGroup = group);

    public AnOrder With(Change change)
    {
        NewOrder terms = Terms;
        change(ref terms);
        return new AnOrder(terms);
    }

    internal delegate void Change(ref NewOrder terms);
}
