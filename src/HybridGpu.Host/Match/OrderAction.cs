using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>One row of an orders file, read and scaled.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Side">Side of a new order.</param>
/// <param name="TimeInForce">What becomes of the rest of a new order.</param>
/// <param name="Book">Index of the instrument.</param>
/// <param name="Id">The order.</param>
/// <param name="NewId">Its name from now on, for a replace; 0 keeps it.</param>
/// <param name="Account">Who trades.</param>
/// <param name="Price">Limit in units of the price; <see cref="long.MaxValue"/> or its negative takes any.</param>
/// <param name="Quantity">Units of the quantity: of the order, to take away, or open after a replace.</param>
internal readonly record struct OrderAction(
    OrderActionKind Kind,
    Side Side,
    TimeInForceKind TimeInForce,
    int Book,
    ulong Id,
    ulong NewId,
    uint Account,
    long Price,
    long Quantity);
