using HybridGpu.Domain;

namespace HybridGpu.Engine.Orders;

/// <summary>One side of a trade that is being booked.</summary>
/// <param name="Handle">Its order, which may be one in a combo.</param>
/// <param name="Side">What it does in the traded instrument.</param>
/// <param name="WasResting">Whether the order rests in that instrument's book.</param>
/// <param name="Role">Traits that the report carries on top of the order's own.</param>
internal readonly record struct TradeSide(int Handle, Side Side, bool WasResting, OrderTraits Role = OrderTraits.None);
