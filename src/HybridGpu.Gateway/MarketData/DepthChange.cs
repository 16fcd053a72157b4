using HybridGpu.Domain;

namespace HybridGpu.Gateway.MarketData;

/// <summary>One entry of an incremental refresh.</summary>
/// <param name="Action">MDUpdateAction(279).</param>
/// <param name="Type">MDEntryType(269).</param>
/// <param name="Ticks">Price in ticks.</param>
/// <param name="Lots">Quantity; of a level that went, 0.</param>
/// <param name="Aggressor">Of a trade, who took.</param>
/// <param name="TimeNs">Of a trade, when.</param>
internal readonly record struct DepthChange(
    byte Action, byte Type, long Ticks, long Lots, Side Aggressor = Side.None, long TimeNs = 0);
