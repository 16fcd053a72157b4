using HybridGpu.Host.Bench;

namespace HybridGpu.Host.Match;

/// <summary>What came of a replay; the JSON output as it stands (docs/formats.md).</summary>
internal sealed record MatchReport
{
    /// <summary>Format of the input.</summary>
    public required string Format { get; init; }

    /// <summary>The input as the user named it.</summary>
    public required string Input { get; init; }

    /// <summary>Rows that were applied.</summary>
    public required long Commands { get; init; }

    /// <summary>Well-formed commands that the book refused, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>Trades.</summary>
    public required long Trades { get; init; }

    /// <summary>Sum of the quantities traded.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Digest of the trades, 16 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Orders resting at the end.</summary>
    public required int Resting { get; init; }

    /// <summary>Median over the timed replays; reading the input isn't in it.</summary>
    public required double CommandsPerS { get; init; }

    /// <summary>Replays that were timed.</summary>
    public required int Replays { get; init; }

    /// <summary>What the throughput depends on.</summary>
    public required BenchConditions Conditions { get; init; }

    /// <summary>Instruments that the input names.</summary>
    public required int Instruments { get; init; }

    /// <summary>Their books at the end, those with most orders first.</summary>
    public required IReadOnlyList<BookReport> Books { get; init; }

    /// <summary>What the messages were; null but for LOBSTER.</summary>
    public LobsterCounts? Lobster { get; init; }

    /// <summary>The comparison after every message; null unless asked for.</summary>
    public LobsterVerification? Verification { get; init; }

    /// <summary>Where matching and events agreed; null but for Bitstamp.</summary>
    public BitstampCounts? Bitstamp { get; init; }

    /// <summary>The comparison with the exchange's own books; null unless asked for.</summary>
    public BitstampComparison? Comparison { get; init; }

    /// <summary>Bad rows of the input, which were left out.</summary>
    public required long BadRows { get; init; }
}
