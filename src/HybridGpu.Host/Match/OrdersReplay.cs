using System.Runtime.InteropServices;

namespace HybridGpu.Host.Match;

/// <summary>An orders file (docs/formats.md), read whole.</summary>
internal sealed class OrdersReplay : IReplay
{
    private readonly List<OrderAction> _actions;

    /// <summary>A replay of rows that were read.</summary>
    public OrdersReplay(
        List<OrderAction> actions, IReadOnlyList<string> instruments, int priceDecimals, int quantityDecimals)
    {
        _actions = actions;
        Instruments = instruments;
        PriceDecimals = priceDecimals;
        QuantityDecimals = quantityDecimals;
    }

    /// <inheritdoc/>
    public string Format => "orders";

    /// <inheritdoc/>
    public long Commands => _actions.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> Instruments { get; }

    /// <inheritdoc/>
    public int PriceDecimals { get; }

    /// <inheritdoc/>
    public int QuantityDecimals { get; }

    /// <inheritdoc/>
    public MatchBooks Apply(List<TradeRow>? tape)
    {
        var books = new MatchBooks(Instruments.Count, tape);
        foreach (ref readonly OrderAction action in CollectionsMarshal.AsSpan(_actions))
        {
            books.Apply(in action);
        }

        return books;
    }
}
