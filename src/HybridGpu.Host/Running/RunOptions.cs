using HybridGpu.Fix.Store;
using HybridGpu.Gateway;
using HybridGpu.Host.Settlement;
using HybridGpu.Persistence;

namespace HybridGpu.Host.Running;

/// <summary>What <c>hybridgpu run</c> was asked to do.</summary>
internal sealed record RunOptions
{
    /// <summary>What a session's store may take where nothing is said.</summary>
    public static readonly int DefaultFixStoreMaxMiB = (int)(StoreLimits.Default.MaxBytes >> MiBBits);

    /// <summary>The least that it may be told to take: some segments.</summary>
    public static readonly int LeastFixStoreMaxMiB =
        (int)(StoreLimits.LeastSegments * StoreLimits.Default.SegmentBytes >> MiBBits);

    /// <summary>The most: 1 TiB, which no start would want to read.</summary>
    public const int MostFixStoreMaxMiB = 1 << MiBBits;

    private const int MiBBits = 20;

    /// <summary>How long to run; null until stopped.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Where to write the summary; null for nowhere.</summary>
    public string? SummaryFile { get; init; }

    /// <summary>Whether standard output carries nothing but the summary as JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Data directory; null for a fresh one that is deleted at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Directory of recorded chains; null for the built-in sample market.</summary>
    public string? ChainDirectory { get; init; }

    /// <summary>What the sample market lists; null for the embedded specification.</summary>
    public string? ListingFile { get; init; }

    /// <summary>Only this currency of the recorded chains; null for all.</summary>
    public string? Currency { get; init; }

    /// <summary>Who computes risk arrays.</summary>
    public string Backend { get; init; } = "auto";

    /// <summary>Seed of everything simulated.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of simulated makers; takers come with them.</summary>
    public int Makers { get; init; } = 3;

    /// <summary>FIX port; 0 takes a free one.</summary>
    public int FixPort { get; init; }

    /// <summary>Further clients that may log on.</summary>
    public IReadOnlyList<GatewayClientOptions> Sessions { get; init; } = [];

    /// <summary>Where FIX listens and who else may log on; null for loopback and nobody.</summary>
    public string? FixConfigurationFile { get; init; }

    /// <summary>Most MiB that the messages of one FIX session take on disk.</summary>
    public int FixStoreMaxMiB { get; init; } = DefaultFixStoreMaxMiB;

    /// <summary>How much of each FIX session's messages is kept.</summary>
    public StoreLimits FixStoreLimits => new() { MaxBytes = (long)FixStoreMaxMiB << MiBBits };

    /// <summary>Whether acknowledgements wait for fdatasync.</summary>
    public Durability Durability { get; init; } = Durability.Sync;

    /// <summary>Where and how the run settles.</summary>
    public SettlementOptions Settlement { get; init; } = new();
}
