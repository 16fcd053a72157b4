using HybridGpu.Domain;

namespace HybridGpu.Engine.Requests;

/// <summary>One maker's part of an accepted request.</summary>
/// <param name="Answer">Place of its answer.</param>
/// <param name="PriceTicks">Its price.</param>
/// <param name="Lots">What it trades.</param>
/// <param name="Account">Whose it is.</param>
internal readonly record struct Share(int Answer, long PriceTicks, long Lots, AccountId Account);
