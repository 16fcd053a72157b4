namespace HybridGpu.Matching.Tests;

/// <summary>What a test's handler decides; see <see cref="IMatchHandler.Judge"/>.</summary>
internal delegate MatchVerdict Judgement(OrderRef maker, OrderRef taker, long priceTicks, ref long lots);
