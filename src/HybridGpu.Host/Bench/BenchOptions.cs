using HybridGpu.Persistence;

namespace HybridGpu.Host.Bench;

/// <summary>What <c>hybridgpu bench</c> was asked for.</summary>
internal sealed record BenchOptions
{
    /// <summary>One workload, or all.</summary>
    public required string Workload { get; init; }

    /// <summary>Seed of what is drawn.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Runs of which medians are taken; seconds for pipeline and journal.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Ring: events of one run.</summary>
    public long Events { get; init; } = 20_000_000;

    /// <summary>Pipeline: orders a second.</summary>
    public IReadOnlyList<int> Rates { get; init; } = [10_000, 50_000, 100_000];

    /// <summary>Pipeline: what an order waits for before its report leaves.</summary>
    public IReadOnlyList<Durability> Durabilities { get; init; } = [Durability.Async, Durability.Sync];

    /// <summary>Replay: commands drawn for the journal that is recorded.</summary>
    public int Commands { get; init; } = 1_000_000;

    /// <summary>Replay: data directory of a run whose journal is replayed; null to record one.</summary>
    public string? JournalDirectory { get; init; }

    /// <summary>Journal, pipeline and replay: where is written; null for the temporary directory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How to print: text, json, markdown or csv.</summary>
    public string Output { get; init; } = "text";
}
