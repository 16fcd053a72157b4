namespace HybridGpu.Host.Match;

/// <summary>One book at the end of a replay.</summary>
/// <param name="Instrument">Name.</param>
/// <param name="Orders">Orders resting, all levels.</param>
/// <param name="Bids">Best first.</param>
/// <param name="Asks">Best first.</param>
internal sealed record BookReport(
    string Instrument, int Orders, IReadOnlyList<LevelReport> Bids, IReadOnlyList<LevelReport> Asks);
