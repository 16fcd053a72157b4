using System.Globalization;
using System.Text;

namespace HybridGpu.Host.Match;

/// <summary>A report as lines for people.</summary>
internal static class MatchText
{
    private const int BooksMax = 5;

    /// <summary>All lines.</summary>
    public static string Write(MatchReport report)
    {
        var text = new StringBuilder();
        string refused = report.Refused.Count == 0
            ? "none refused"
            : "refused: " + string.Join(", ", report.Refused.Select(reason => $"{reason.Key} {N(reason.Value)}"));
        Line(text, "input", $"{report.Input}, format {report.Format}");
        Line(text, "commands", $"{N(report.Commands)}, {refused}");
        Line(text, "trades", $"{N(report.Trades)}, quantity {report.Quantity.ToString(CultureInfo.InvariantCulture)}");
        Line(text, "digest", report.Digest);
        Line(text, "resting", $"{N(report.Resting)} orders in {N(report.Instruments)} books");
        Line(text, "throughput", $"{N((long)report.CommandsPerS)} commands/s on one thread, median of "
            + $"{report.Replays} replays after a first; reading the file is not in it");
        Line(text, "on", report.Conditions.ToString());
        Lobster(text, report);
        Bitstamp(text, report);
        Books(text, report);
        if (report.BadRows > 0)
        {
            Line(text, "bad rows", $"{N(report.BadRows)} left out: see above");
        }

        return text.ToString().TrimEnd();
    }

    private static void Lobster(StringBuilder text, MatchReport report)
    {
        if (report.Lobster is { } counts)
        {
            Line(text, "messages", $"{N(counts.Added)} new, {N(counts.Cancelled)} cancels, {N(counts.Executed)} "
                + $"executions, {N(counts.WithoutBookChange)} without effect on the book");
            Line(text, "priority", $"{N(counts.ExecutedInPriority)} of {N(counts.Executed)} executions are of the "
                + "order that comes first here");
            Line(text, "older orders", $"{N(counts.OlderOrders)} messages about orders of the opening book, "
                + $"{N(counts.UnknownOrders)} about unknown ones; {N(counts.Crossing)} new orders cross, "
                + $"{N(counts.WrongSize)} sizes don't fit");
        }

        if (report.Verification is { } result)
        {
            Line(text, "verified", $"{N(result.Rows)} books, {N(result.LevelsCompared)} levels compared, "
                + $"{N(result.Differences)} differ, {N(result.LevelsUnknown)} lie beyond the opening book");
        }

        if (report.Verification?.FirstDifference is { } difference)
        {
            Line(text, "difference", difference);
        }
    }

    private static void Bitstamp(StringBuilder text, MatchReport report)
    {
        if (report.Bitstamp is { } counts)
        {
            Line(text, "orders", $"{N(counts.Created)} created, {N(counts.Cancelled)} cancelled (of "
                + $"{N(counts.CancelledOtherQuantity)} another quantity was open), {N(counts.OlderOrders)} events "
                + "about orders older than the recording");
            Line(text, "fills", $"{N(counts.FillsConfirmed)} that the exchange confirms, {N(counts.FillsDenied)} that "
                + $"it denies; {N(counts.FillsUnseen)} of its own were not made here");
        }

        if (report.Comparison is not { } result)
        {
            return;
        }

        Line(text, "exchange", $"{N(report.Bitstamp!.ExchangeTrades)} trades, {N(result.TradesReproduced)} of them "
            + "made here too (price and quantity)");
        Line(text, "best bid", Share(result.BestBidPrices, result.Books) + " of the books have the same price, "
            + Share(result.BestBids, result.Books) + " the same quantity too");
        Line(text, "best ask", Share(result.BestAskPrices, result.Books) + " of the books have the same price, "
            + Share(result.BestAsks, result.Books) + " the same quantity too");
        Line(text, "levels", Share(result.LevelsByPrice, result.Levels) + " have the same quantity at their price, "
            + Share(result.LevelsByRank, result.Levels) + " the same rank too");
        Line(text, "recording", Share(result.LevelsTold, result.Levels) + " are in the events taken at their word, "
            + $"{N(result.LevelsLostByMatching)} of them lost by matching past orders older than the recording");
        Line(text, "missing", $"{N(result.LevelsMissing)} levels, {N(result.LevelsMissingSinceStart)} of them "
            + $"unchanged since the first book; {N(result.LevelsOtherQuantity)} have another quantity, "
            + $"{N(result.LevelsExtra)} are only here");
        Line(text, "by quarter", string.Join(", ", result.QuarterLevels.Select((levels, i) =>
            Share(result.QuarterLevelsByPrice[i], levels))) + " of the levels");
    }

    private static void Books(StringBuilder text, MatchReport report)
    {
        foreach (BookReport book in report.Books.Take(BooksMax))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{book.Instrument}, {N(book.Orders)} orders\n");
            text.Append(CultureInfo.InvariantCulture, $"{"bid",16} {"quantity",16} | {"ask",16} {"quantity",16}\n");
            for (int rank = 0; rank < Math.Max(book.Bids.Count, book.Asks.Count); rank++)
            {
                LevelReport? bid = rank < book.Bids.Count ? book.Bids[rank] : null;
                LevelReport? ask = rank < book.Asks.Count ? book.Asks[rank] : null;
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{bid?.Price,16} {bid?.Quantity,16} | {ask?.Price,16} {ask?.Quantity,16}\n");
            }
        }

        if (report.Books.Count > BooksMax)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n... and {N(report.Books.Count - BooksMax)} more books: --json or --book FILE has them.\n");
        }
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-14}{value}\n");

    private static string N(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) => whole == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{part} of {whole} ({100.0 * part / whole:F1} %)");
}
