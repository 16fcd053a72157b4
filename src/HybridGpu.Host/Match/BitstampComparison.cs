namespace HybridGpu.Host.Match;

/// <summary>How our book compares with the exchange's own, each time that it published one.</summary>
internal sealed record BitstampComparison
{
    /// <summary>Books published.</summary>
    public long Books { get; set; }

    /// <summary>Of them, those whose best bid has the same price here.</summary>
    public long BestBidPrices { get; set; }

    /// <summary>And the same quantity too.</summary>
    public long BestBids { get; set; }

    /// <summary>Books whose best ask has the same price here.</summary>
    public long BestAskPrices { get; set; }

    /// <summary>And the same quantity too.</summary>
    public long BestAsks { get; set; }

    /// <summary>Books of which every level is here, with its quantity and in its rank.</summary>
    public long WholeBooks { get; set; }

    /// <summary>Levels published.</summary>
    public long Levels { get; set; }

    /// <summary>Levels with the same price and quantity in the same rank here.</summary>
    public long LevelsByRank { get; set; }

    /// <summary>Levels whose price has the same quantity here, whatever its rank.</summary>
    public long LevelsByPrice { get; set; }

    /// <summary>Levels whose price has the same quantity when the events are taken at their word, without
    /// matching: no replay can have more than the recording.</summary>
    public long LevelsTold { get; set; }

    /// <summary>Of these, levels that are not so here: our matching has traded what the exchange has not, because
    /// orders that are older than the recording stood before them.</summary>
    public long LevelsLostByMatching { get; set; }

    /// <summary>Levels whose price has no order here.</summary>
    public long LevelsMissing { get; set; }

    /// <summary>Of the missing levels, those that were in the first published book with the same quantity: orders that
    /// are older than the recording and that it never names.</summary>
    public long LevelsMissingSinceStart { get; set; }

    /// <summary>Levels whose price has another quantity here.</summary>
    public long LevelsOtherQuantity { get; set; }

    /// <summary>Levels here, within the published range of prices, that the exchange doesn't show.</summary>
    public long LevelsExtra { get; set; }

    /// <summary>Levels published, by quarters of the recording.</summary>
    public long[] QuarterLevels { get; } = new long[4];

    /// <summary>Levels whose price has the same quantity here, by quarters of the recording.</summary>
    public long[] QuarterLevelsByPrice { get; } = new long[4];

    /// <summary>Trades of the exchange that our matching made too: same price and quantity, each counted
    /// once.</summary>
    public long TradesReproduced { get; set; }
}
