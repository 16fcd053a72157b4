using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>One row of a recording of order events.</summary>
/// <param name="ReceivedMs">When it was recorded, ms since the Unix epoch.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Id">The exchange's id of the order, or of the trade.</param>
/// <param name="Side">Side; None for a trade.</param>
/// <param name="Price">Cents.</param>
/// <param name="Volume">Satoshi: what is left of the order, or what traded.</param>
internal readonly record struct BitstampEvent(
    long ReceivedMs, BitstampKind Kind, ulong Id, Side Side, long Price, long Volume);
