using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Matching;

/// <summary>An order as it was or would be, apart from its pool: 192 bytes.</summary>
public struct OrderCopy
{
    private RestingOrder _book;
    private OrderTerms _terms;

    /// <summary>A copy of an order that has terms.</summary>
    public OrderCopy(OrderRef order) => (_book, _terms) = order.Records;

    /// <summary>The copy as an order; changing it changes this copy alone.</summary>
    [UnscopedRef]
    public OrderRef Order => new(ref _book, ref _terms);
}
