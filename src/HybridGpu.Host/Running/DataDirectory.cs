namespace HybridGpu.Host.Running;

/// <summary>Where a run keeps what.</summary>
/// <param name="Root">The --data directory.</param>
internal sealed record DataDirectory(string Root)
{
    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Root, "journal");

    /// <summary>The venue's FIX message stores.</summary>
    public string FixStore => Path.Combine(Root, "fix");

    /// <summary>The simulated clients' own FIX message stores.</summary>
    public string Agents => Path.Combine(Root, "agents");
}
