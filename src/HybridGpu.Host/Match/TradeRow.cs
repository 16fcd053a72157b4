namespace HybridGpu.Host.Match;

/// <summary>One trade, as the trades file holds it.</summary>
/// <param name="Command">Number of the command that caused it, from 1.</param>
/// <param name="Book">Index of the instrument.</param>
/// <param name="Maker">Id of the resting order; 0 when it is older than the input.</param>
/// <param name="Taker">Id of the arriving order; 0 when the input doesn't name it.</param>
/// <param name="Price">The maker's price.</param>
/// <param name="Quantity">What traded.</param>
internal readonly record struct TradeRow(
    long Command, int Book, ulong Maker, ulong Taker, long Price, long Quantity);
