using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>One row of a LOBSTER message file.</summary>
/// <param name="Row">Number of the row from 0, counting bad ones: the row of the book file that goes with it.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Kind">Type.</param>
/// <param name="Id">The exchange's id of the resting order.</param>
/// <param name="Size">Shares.</param>
/// <param name="Price">Price of the resting order in 1/10000 USD.</param>
/// <param name="Side">Side of the resting order.</param>
internal readonly record struct LobsterMessage(
    long Row, long Line, LobsterKind Kind, ulong Id, long Size, long Price, Side Side);
