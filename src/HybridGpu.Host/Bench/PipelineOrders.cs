using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Host.Bench;

/// <summary>The orders of the pipeline bench, drawn before the clock runs: of sixteen, seven rest near the middle,
/// seven cancel, two take.</summary>
/// <remarks>
/// Every command carries its number from 1 as MsgSeqNum, by which its report is known. A cancel names the thousandth
/// last order to rest; about three in ten have traded by then, and their cancels are refused, as in life. So at most
/// some thousand orders are open, and margins are bounded.
/// </remarks>
internal sealed class PipelineOrders
{
    private const long MiddleTicks = 20_000;
    private const int SpreadTicks = 20;
    private const int OpenOrders = 1_000;
    private const ulong CancelSixteenths = 7;
    private const ulong TakeSixteenths = 2;

    private readonly Queue<(AccountId Account, Text40 Name)> _resting = new();
    private readonly SplitMix _draws;

    private PipelineOrders(ulong seed) => _draws = new SplitMix(seed);

    /// <summary>Draws so many commands.</summary>
    public static Command[] Draw(int count, ulong seed)
    {
        var orders = new PipelineOrders(seed);
        var commands = new Command[count];
        for (int i = 0; i < count; i++)
        {
            commands[i] = orders.Next(i + 1);
            commands[i].Header.MsgSeqNum = (ulong)(i + 1);
        }

        return commands;
    }

    private Command Next(int number)
    {
        ulong kind = _draws.Below(16);
        if (kind < CancelSixteenths && _resting.Count > OpenOrders)
        {
            return Cancel();
        }

        bool takes = kind is >= CancelSixteenths and < CancelSixteenths + TakeSixteenths;
        Side side = _draws.Below(2) == 0 ? Side.Buy : Side.Sell;
        long distance = takes ? -SpreadTicks : 1 + (long)_draws.Below(SpreadTicks);
        AccountId account = PipelineMarket.Account((uint)_draws.Below(PipelineMarket.Accounts));
        Text40 name = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"O{number}"));
        Command command = Command.Of(CommandKind.NewOrder);
        command.NewOrder.ClOrdId = name;
        command.NewOrder.Account = account;
        command.NewOrder.Instrument = new InstrumentId((uint)_draws.Below(PipelineMarket.Contracts));
        command.NewOrder.Side = side;
        command.NewOrder.PriceTicks = MiddleTicks - (side.Sign() * distance);
        command.NewOrder.Lots = 1 + (long)_draws.Below(10);
        command.NewOrder.TimeInForce = takes ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
        command.NewOrder.Slot = NewOrder.AnySlot;
        command.NewOrder.ExpiryNs = long.MaxValue;
        if (!takes)
        {
            _resting.Enqueue((account, name));
        }

        return command;
    }

    private Command Cancel()
    {
        (AccountId account, Text40 name) = _resting.Dequeue();
        Command command = Command.Of(CommandKind.CancelOrder);
        command.CancelOrder.ClOrdId = name;
        command.CancelOrder.OrigClOrdId = name;
        command.CancelOrder.Account = account;
        return command;
    }
}
