using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Matching.Workloads;

namespace HybridGpu.Host.Match;

/// <summary>The standard workload as a replay: drawn once, then put through books like any other input.</summary>
internal sealed class HgOb1Replay : IReplay
{
    private readonly HgOb1Script _script;
    private readonly OrderAction[] _actions;

    /// <summary>Draws the workload of a seed.</summary>
    public HgOb1Replay(ulong seed)
    {
        _script = new HgOb1Script(seed);
        var actions = new List<OrderAction>();
        foreach (HgOb1Command command in (HgOb1Command[])[.. _script.Untimed, .. _script.Timed])
        {
            Add(in command, actions);
        }

        _actions = [.. actions];
        Instruments =
        [
            .. Enumerable.Range(0, HgOb1Script.Instruments).Select(i => i.ToString(CultureInfo.InvariantCulture)),
        ];
    }

    /// <inheritdoc/>
    public string Format => "hg-ob-1";

    /// <summary>Commands of the workload; a replace counts once, although it is a cancel and an add here.</summary>
    public long Commands => HgOb1Script.UntimedCommands + HgOb1Script.TimedCommands;

    /// <inheritdoc/>
    public IReadOnlyList<string> Instruments { get; }

    /// <inheritdoc/>
    public int PriceDecimals => 0;

    /// <inheritdoc/>
    public int QuantityDecimals => 0;

    /// <summary>The workload as rows of an orders file.</summary>
    public IReadOnlyList<OrderAction> Actions => _actions;

    /// <summary>What the workload comes to, by the library's own books.</summary>
    public HgOb1Result Expected => _script.Result;

    /// <inheritdoc/>
    public MatchBooks Apply(List<TradeRow>? tape)
    {
        var books = new MatchBooks(Instruments.Count, tape);
        foreach (ref readonly OrderAction action in _actions.AsSpan())
        {
            books.Apply(in action);
        }

        return books;
    }

    private static void Add(in HgOb1Command command, List<OrderAction> actions)
    {
        if (command.Kind is HgOb1Kind.Cancel or HgOb1Kind.Replace)
        {
            actions.Add(new OrderAction(
                OrderActionKind.Cancel, Side.None, default, command.Instrument, (ulong)command.TargetId, 0, 0, 0, 0));
        }

        if (command.Kind != HgOb1Kind.Cancel)
        {
            TimeInForceKind timeInForce = command.Kind == HgOb1Kind.ImmediateOrCancel
                ? TimeInForceKind.ImmediateOrCancel
                : TimeInForceKind.GoodTillCancel;
            actions.Add(new OrderAction(
                OrderActionKind.Add, command.Side, timeInForce, command.Instrument, (ulong)command.NewId, 0,
                command.Account, command.PriceTicks, command.Lots));
        }
    }
}
