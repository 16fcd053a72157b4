using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Matching;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A venue with a perpetual at a mark of 1,000 ticks and three rich accounts; its state is checked after each
/// test.</summary>
public abstract class RulesFixture
{
    private protected TestVenue Venue { get; private set; } = null!;

    private protected AccountId Alice { get; private set; }

    private protected AccountId Bob { get; private set; }

    private protected AccountId Carol { get; private set; }

    [SetUp]
    public void OpenTheVenue()
    {
        Venue = TestVenue.WithPerpetual();
        Alice = Venue.OpenAccount(TestVenue.Rich);
        Bob = Venue.OpenAccount(TestVenue.Rich);
        Carol = Venue.OpenAccount(TestVenue.Rich);
    }

    [TearDown]
    public void The_state_is_sound() => Assert.That(Venue.Engine.CheckConservation(), Is.EqualTo("ok"));

    private protected PriceLevel[] Levels(Side side, InstrumentId instrument = default)
    {
        var levels = new PriceLevel[64];
        return levels[..Venue.Engine.CopyLevels(instrument, side, levels)];
    }

    /// <summary>Gives the account a position, against Carol.</summary>
    private protected void Hold(AccountId account, long lots)
    {
        Venue.Rest(Carol, lots > 0 ? AnOrder.Sell(lots) : AnOrder.Buy(-lots));
        Venue.Submit(account, lots > 0 ? AnOrder.Buy(lots) : AnOrder.Sell(-lots));
        Assert.That(Venue.Engine.LotsOf(account, default), Is.EqualTo(lots));
    }

    private protected delegate void Fill(ref Command command);

    private protected VenueEvent[] Send(CommandKind kind, Fill fill, ReadOnlySpan<byte> payload = default)
    {
        Command command = Command.Of(kind);
        fill(ref command);
        return Venue.Apply(command, payload);
    }

    private protected VenueEvent[] Replace(
        AccountId account, string name, long priceTicks, long lots, string? newName = null) =>
        Send(CommandKind.ReplaceOrder, (ref Command c) =>
        {
            c.ReplaceOrder.Account = account;
            c.ReplaceOrder.OrigClOrdId = Text40.Create(name);
            c.ReplaceOrder.ClOrdId = Text40.Create(newName ?? name);
            c.ReplaceOrder.PriceTicks = priceTicks;
            c.ReplaceOrder.Lots = lots;
        });

    private protected VenueEvent[] SetLimits(AccountId account, Fill fill) =>
        Send(CommandKind.SetAccountLimits, (ref Command c) =>
        {
            c.SetAccountLimits.Account = account;
            fill(ref c);
        });

    private protected static EventKind LastKind(VenueEvent[] events) => events[^1].Header.Kind;

    private protected static OrderState TheCancel(VenueEvent[] events) =>
        events.Single(e => e.Header.Kind == EventKind.OrderCancelled).Order;
}
