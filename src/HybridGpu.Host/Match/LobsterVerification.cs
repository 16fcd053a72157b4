using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>How our book compares with the published one, level by level after every message.</summary>
internal sealed record LobsterVerification
{
    /// <summary>Rows of the book file: one a message.</summary>
    public long Rows { get; set; }

    /// <summary>Levels compared, both sides.</summary>
    public long LevelsCompared { get; set; }

    /// <summary>Levels at prices of which the opening book says nothing.</summary>
    public long LevelsUnknown { get; set; }

    /// <summary>Levels that differ.</summary>
    public long Differences { get; private set; }

    /// <summary>The first of them in words: line of the book file, side, level, both contents; null if there is
    /// none.</summary>
    public string? FirstDifference { get; private set; }

    /// <summary>Adds a difference.</summary>
    public void Add(long line, Side side, int level, BookLevel? published, BookLevel? ours)
    {
        Differences++;
        FirstDifference ??= $"line {line}, {(side == Side.Buy ? "bid" : "ask")} level {level}: "
            + $"published {Text(published)}, here {Text(ours)}";
    }

    private static string Text(BookLevel? level) => level is { } at ? $"{at.Quantity} at {at.Price}" : "nothing";
}
