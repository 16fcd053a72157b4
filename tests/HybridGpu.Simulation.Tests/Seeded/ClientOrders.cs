using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>What a client thinks of next: mostly orders, replaces, cancels and quotes, more rarely everything else
/// that a client may send.</summary>
internal sealed class ClientOrders(Random random, VenueDriver driver)
{
    private const int Names = 30;

    /// <summary>A random command, from what the client knows.</summary>
    public void SendOne(Client client)
    {
        if (client.View.Alive.Count == 0)
        {
            return;
        }

        byte[] payload = [];
        Command command = random.Next(100) switch
        {
            < 50 => Order(client),
            < 58 => Replace(client),
            < 68 => Cancel(client),
            < 84 => Quote(client, out payload),
            < 87 => MassCancel(client),
            < 90 => Protect(client),
            < 92 => Reset(client),
            < 95 => Ask(client),
            < 98 => Answer(client),
            < 99 => Accept(client),
            _ => Kill(client, engage: true),
        };
        client.Send(command, payload);
        if (command.Header.Kind == CommandKind.KillSwitch)
        {
            client.Send(Kill(client, engage: false), []);
        }
    }

    private InstrumentSpec Pick(Client client) => client.View.Alive[random.Next(client.View.Alive.Count)];

    private Text40 Name() => Text40.Create(string.Create(CultureInfo.InvariantCulture, $"c{random.Next(Names)}"));

    private long PriceNear(in InstrumentSpec spec, int away)
    {
        long price = driver.MarkTicks(spec.Id) + random.Next(-away, away + 1);
        return spec.Kind == InstrumentKind.Combo ? price : Math.Max(1, price);
    }

    private Command Order(Client client)
    {
        InstrumentSpec spec = Pick(client);
        Command command = Command.Of(CommandKind.NewOrder);
        ref NewOrder order = ref command.NewOrder;
        order.ClOrdId = Name();
        order.Account = client.Account;
        order.Instrument = spec.Id;
        order.Side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        order.Lots = random.Next(1, 30);
        order.PriceTicks = PriceNear(in spec, 10);
        order.Slot = NewOrder.AnySlot;
        order.ExpiryNs = random.Next(8) == 0 ? driver.NowNs + random.Next(20_000) : long.MaxValue;
        order.SelfTrade = random.Next(4) == 0 ? (SelfTradeAction)random.Next(6) : SelfTradeAction.Default;
        order.QuoteGroup = (ushort)(random.Next(4) == 0 ? random.Next(3) : 0);
        switch (random.Next(14))
        {
            case 0:
                order.TimeInForce = TimeInForce.ImmediateOrCancel;
                break;
            case 1:
                order.TimeInForce = TimeInForce.FillOrKill;
                break;
            case 2:
                order.Traits = OrderTraits.PostOnly;
                break;
            case 3:
                order.Traits = OrderTraits.PostOnlySlide;
                break;
            case 4:
                order.Traits = OrderTraits.ReduceOnly;
                break;
            case 5:
                order.DisplayLots = 1 + (order.Lots / 3);
                break;
            case 6:
                (order.Type, order.TimeInForce) = (OrderType.Market, TimeInForce.ImmediateOrCancel);
                break;
            case 7 or 8:
                order.Type = random.Next(2) == 0 ? OrderType.Stop : OrderType.StopLimit;
                order.Trigger = (StopTrigger)random.Next(2);
                order.StopTicks = Math.Max(1, driver.MarkTicks(spec.Id) + (order.Side.Sign() * random.Next(1, 9)));
                order.PriceTicks = Math.Max(1, order.StopTicks + (order.Side.Sign() * 3));
                break;
            case 9:
                (order.Slot, order.Nonce) = ((ushort)random.Next(4), (ulong)client.Sent.Count + 1);
                break;
            default:
                break;
        }

        return command;
    }

    private Command Replace(Client client)
    {
        Command command = Command.Of(CommandKind.ReplaceOrder);
        InstrumentSpec spec = Pick(client);
        command.ReplaceOrder.Account = client.Account;
        command.ReplaceOrder.OrigClOrdId = Name();
        command.ReplaceOrder.ClOrdId = random.Next(2) == 0 ? command.ReplaceOrder.OrigClOrdId : Name();
        command.ReplaceOrder.PriceTicks = PriceNear(in spec, 10);
        command.ReplaceOrder.Lots = random.Next(1, 30);
        return command;
    }

    private Command Cancel(Client client)
    {
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.Account = client.Account;
        command.CancelOrder.ClOrdId = Text40.Create("cancel");
        command.CancelOrder.OrigClOrdId = Name();
        return command;
    }

    private Command Quote(Client client, out byte[] payload)
    {
        var entries = new QuoteEntry[random.Next(1, 6)];
        for (int i = 0; i < entries.Length; i++)
        {
            InstrumentSpec spec = Pick(client);
            entries[i].Instrument = spec.Id;
            entries[i].BidTicks = PriceNear(in spec, 5) - 2;
            entries[i].AskTicks = PriceNear(in spec, 5) + 2;
            entries[i].BidLots = random.Next(0, 6) * 5;
            entries[i].AskLots = random.Next(0, 6) * 5;
        }

        Command command = Command.Of(CommandKind.MassQuote);
        command.MassQuote.QuoteId = Text40.Create("quote");
        command.MassQuote.Account = client.Account;
        command.MassQuote.EntryCount = (uint)entries.Length;
        command.MassQuote.QuoteGroup = (ushort)random.Next(3);
        payload = MemoryMarshal.AsBytes(entries.AsSpan()).ToArray();
        return command;
    }

    private Command MassCancel(Client client)
    {
        Command command = Command.Of(CommandKind.MassCancel);
        command.MassCancel.Account = client.Account;
        command.MassCancel.Scope = (MassCancelScope)random.Next(0, 6);
        command.MassCancel.Instrument = Pick(client).Id;
        command.MassCancel.Underlying = new UnderlyingId((byte)random.Next(2));
        command.MassCancel.QuoteGroup = (ushort)random.Next(3);
        command.MassCancel.Side = (Side)random.Next(3);
        command.MassCancel.Target = (MassCancelTarget)random.Next(0, 3);
        return command;
    }

    private Command Protect(Client client)
    {
        Command command = Command.Of(CommandKind.SetQuoteProtection);
        ref SetQuoteProtection terms = ref command.SetQuoteProtection;
        terms.Account = client.Account;
        terms.QuoteGroup = (ushort)random.Next(1, 4);
        terms.WindowNs = random.Next(5) == 0 ? 0 : random.Next(1, 30_000);
        terms.FreezeNs = random.Next(2) * random.Next(1, 5_000);
        terms.QuantityMaxMicros = random.Next(2) * random.Next(1, 40) * 1_000_000L;
        terms.DeltaMaxMicros = random.Next(2) * random.Next(1, 200_000);
        terms.VegaMaxMicros = random.Next(2) * random.Next(1, 200_000);
        terms.TradesMax = (uint)(random.Next(2) * random.Next(1, 8));
        return command;
    }

    private Command Reset(Client client)
    {
        Command command = Command.Of(CommandKind.ResetQuoteProtection);
        command.ResetQuoteProtection.Account = client.Account;
        command.ResetQuoteProtection.QuoteGroup = (ushort)random.Next(1, 4);
        return command;
    }

    private Command Ask(Client client)
    {
        Command command = Command.Of(CommandKind.RequestForQuote);
        command.RequestForQuote.Account = client.Account;
        command.RequestForQuote.Name = Name();
        command.RequestForQuote.Instrument = Pick(client).Id;
        command.RequestForQuote.Lots = random.Next(1, 60);
        command.RequestForQuote.Side = (Side)random.Next(3);
        command.RequestForQuote.ExpiryNs = driver.NowNs + random.Next(1_000, 60_000);
        return command;
    }

    /// <summary>To a request that it has heard of, or to none that is.</summary>
    private Command Answer(Client client)
    {
        (ulong number, InstrumentId instrument) = PickRequest(client, own: false);
        long mark = driver.MarkTicks(instrument);
        Command command = Command.Of(CommandKind.QuoteRequestAnswer);
        command.QuoteRequestAnswer.Request = number;
        command.QuoteRequestAnswer.Account = client.Account;
        command.QuoteRequestAnswer.BidTicks = mark - random.Next(1, 4);
        command.QuoteRequestAnswer.AskTicks = mark + random.Next(0, 4);
        command.QuoteRequestAnswer.BidLots = random.Next(0, 60);
        command.QuoteRequestAnswer.AskLots = random.Next(0, 60);
        return command;
    }

    private Command Accept(Client client)
    {
        (ulong number, InstrumentId instrument) = PickRequest(client, own: true);
        Command command = Command.Of(CommandKind.AcceptQuotes);
        command.AcceptQuotes.Request = number;
        command.AcceptQuotes.Account = client.Account;
        command.AcceptQuotes.Side = (Side)random.Next(1, 3);
        command.AcceptQuotes.LimitTicks =
            driver.MarkTicks(instrument) + (command.AcceptQuotes.Side.Sign() * random.Next(2, 9));
        command.AcceptQuotes.Lots = random.Next(1, 20);
        return command;
    }

    private static (ulong Number, InstrumentId Instrument) PickRequest(Client client, bool own)
    {
        foreach ((ulong number, (InstrumentId instrument, AccountId asker)) in client.View.Requests)
        {
            if (asker == client.Account == own)
            {
                return (number, instrument);
            }
        }

        return (1, default);
    }

    private static Command Kill(Client client, bool engage)
    {
        Command command = Command.Of(CommandKind.KillSwitch);
        command.KillSwitch.Scope = KillScope.Account;
        command.KillSwitch.Account = client.Account;
        command.KillSwitch.Session = client.View.Session;
        command.KillSwitch.Engage = engage ? (byte)1 : (byte)0;
        return command;
    }
}
