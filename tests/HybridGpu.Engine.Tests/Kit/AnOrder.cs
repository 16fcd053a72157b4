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

    public AnOrder With(Change change)
    {
        NewOrder terms = Terms;
        change(ref terms);
        return new AnOrder(terms);
    }

    internal delegate void Change(ref NewOrder terms);
}
