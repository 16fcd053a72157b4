namespace HybridGpu.Host.Match;

/// <summary>What <c>hybridgpu match</c> was asked for.</summary>
internal sealed record MatchOptions
{
    /// <summary>The input file; null for the standard workload.</summary>
    public string? Input { get; init; }

    /// <summary>orders, lobster, bitstamp or hg-ob-1.</summary>
    public required string Format { get; init; }

    /// <summary>Levels of a side that are printed.</summary>
    public int Levels { get; init; }

    /// <summary>Print JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Where to write the trades; null for nowhere.</summary>
    public string? TradesFile { get; init; }

    /// <summary>Where to write the final books; null for nowhere.</summary>
    public string? BookFile { get; init; }

    /// <summary>LOBSTER: what rests when the messages begin; null for the first row of <see cref="VerifyFile"/>, or an
    /// empty book.</summary>
    public string? OpeningFile { get; init; }

    /// <summary>LOBSTER: the published book to be held against ours after every message.</summary>
    public string? VerifyFile { get; init; }

    /// <summary>Bitstamp: the exchange's own books, to be compared.</summary>
    public string? CompareFile { get; init; }

    /// <summary>Orders: decimals that prices may have.</summary>
    public int PriceDecimals { get; init; }

    /// <summary>Orders: decimals that quantities may have.</summary>
    public int QuantityDecimals { get; init; }

    /// <summary>Standard workload: its seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Replays that are timed, after one that isn't.</summary>
    public int Repeat { get; init; }
}
