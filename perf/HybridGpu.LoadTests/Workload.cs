namespace HybridGpu.LoadTests;

/// <summary>What is done to a server.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Window">Orders without a report; 0 for a flood that is not reported.</param>
/// <param name="Messages">How many orders.</param>
internal sealed record Workload(string Name, int Window, int Messages);
