using System.Globalization;
using HybridGpu.Simulation.Participants;

namespace HybridGpu.Host.Running;

/// <summary>The summary as a person reads it.</summary>
internal static class SummaryText
{
    /// <summary>A line for each matter, and what the participants were refused.</summary>
    public static IEnumerable<string> Lines(RunSummary summary, Participants participants)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        yield return string.Create(culture, $"ran           {summary.ElapsedS:F1} s, backend {summary.Backend}");
        if (summary.BackendFallback is not null)
        {
            yield return $"DEVICE LOST   {summary.BackendFallback}";
        }

        yield return string.Create(
            culture,
            $"orders        {summary.Orders:N0}, of them refused {summary.OrdersRejected:N0}; "
            + $"quotes {summary.Quotes:N0}");
        yield return string.Create(culture, $"trades        {summary.Trades:N0}");
        yield return string.Create(
            culture,
            $"contracts     {summary.Contracts:N0} listed, {summary.ContractsSettled:N0} settled "
            + $"in {summary.ExpiriesSettled:N0} expiries, {summary.ExpiriesAveraged:N0} at the average");
        yield return string.Create(
            culture, $"funding       {summary.Fundings:N0} times, {summary.FundingPaidMicros / 1e6:N2} USD paid");
        yield return string.Create(
            culture,
            $"ticks         {summary.Ticks:N0}, p50 {summary.TickMs.P50:F2} ms, p99 {summary.TickMs.P99:F2} ms; "
            + $"{summary.Epochs:N0} epochs, {summary.EpochsSkipped:N0} skipped, {summary.EpochsAbandoned:N0} given up");
        SurfaceFigures surface = summary.Surface;
        yield return string.Create(
            culture,
            $"surfaces      {surface.Fits:N0} fits in {surface.Refits:N0} refits, {surface.Failures:N0} failures; "
            + $"median error {surface.MedianErrorPoints:F2} vol points, refit p50 {surface.RefitP50Ms:F1} ms, p99 "
            + $"{surface.RefitP99Ms:F1} ms; "
            + $"{surface.Alerts} of {surface.Expiries} expiries not on a fresh fit");
        yield return SyncBufferLine(summary.SyncBuffer);
        yield return string.Create(
            culture,
            $"fix           {summary.FixSessions} sessions, {summary.FixReports:N0} reports, "
            + $"{summary.FixSnapshots:N0} snapshots");
        yield return string.Create(
            culture,
            $"journal       {summary.JournalSeq:N0} commands, state hash {summary.StateHash}");
        if (summary.StateRoot is not null)
        {
            yield return string.Create(
                culture,
                $"settlement    {summary.Batches:N0} batches, {summary.BatchesPosted:N0} on the chain, "
                + $"{summary.BatchesFinalised:N0} final; {summary.Settlement.Records:N0} records, "
                + $"{summary.Settlement.DataBytes:N0} bytes");
            yield return $"state root    {summary.StateRoot}";
            yield return $"on the chain  {summary.OnchainRoot ?? "unknown"}";
        }

        yield return $"conservation  {summary.Conservation}";
        if (summary.Fault is not null)
        {
            yield return $"fault         {summary.Fault}";
        }

        var refused = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (ParticipantStatistics statistics in participants.Statistics)
        {
            foreach ((string text, long count) in statistics.RejectsByText())
            {
                refused[text] = refused.GetValueOrDefault(text) + count;
            }
        }

        foreach ((string text, long count) in refused)
        {
            yield return string.Create(culture, $"refused       {count:N0} x {text}");
        }
    }

    private static string SyncBufferLine(SyncBufferReport buffer)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string ranges = string.Join(", ", buffer.Ranges.Select(row => row.Range.ToString("P2", culture)));
        return string.Create(
            culture, $"sync buffer   for {buffer.DelayS.Total:F2} s, ranges {(ranges.Length == 0 ? "-" : ranges)}")
            + (buffer.RangesHeld == 0 ? "" : $"; {buffer.RangesHeld} OF THEM TOO SMALL");
    }
}
