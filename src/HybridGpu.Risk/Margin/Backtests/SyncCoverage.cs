namespace HybridGpu.Risk.Margin.Backtests;

/// <summary>How often initial margin with its sync buffer covered what a book really lost until it was
/// settled.</summary>
/// <param name="Series">The bars.</param>
/// <param name="Book">The book.</param>
/// <param name="DelayDays">Time between breach and settlement, days.</param>
/// <param name="Margin">Initial margin as a share of the price, without the buffer.</param>
/// <param name="Buffer">The buffer as a share of the price.</param>
/// <param name="Windows">Hours at which such a time begins and whose end is in the data.</param>
/// <param name="Covered">Those whose loss was covered.</param>
/// <param name="CoveredWithoutBuffer">Those whose loss initial margin alone would have covered.</param>
/// <param name="WorstLoss">The largest loss as a share of the price.</param>
public sealed record SyncCoverage(
    string Series,
    string Book,
    double DelayDays,
    double Margin,
    double Buffer,
    int Windows,
    int Covered,
    int CoveredWithoutBuffer,
    double WorstLoss)
{
    /// <summary>Share of the windows that were covered; null where there are none, as nothing was tested.</summary>
    public double? Coverage => Windows == 0 ? null : (double)Covered / Windows;
}
