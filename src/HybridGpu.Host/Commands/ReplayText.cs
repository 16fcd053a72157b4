using System.Globalization;
using System.Text.Json;
using HybridGpu.Host.Running;
using HybridGpu.Venue;

namespace HybridGpu.Host.Commands;

/// <summary>A replay's report for people and for programs (docs/formats.md).</summary>
internal static class ReplayText
{
    /// <summary>One JSON object.</summary>
    public static string Json(ReplayReport report, ReplayMeasure measure) => JsonSerializer.Serialize(
        new
        {
            started_behind = report.StartedBehind,
            commands = report.Commands,
            events = report.Events,
            state_hash = report.StateHash.ToString(),
            hashes_checked = report.HashesChecked,
            hashes_differing = report.HashesDiffering,
            conservation = report.Conservation,
            end = JsonNamingPolicy.SnakeCaseLower.ConvertName(report.End.ToString()),
            bytes = measure.Bytes,
            elapsed_s = measure.InAll.TotalSeconds,
            applying_s = measure.Applying.TotalSeconds,
            commands_per_s = Rate(report.Commands, measure),
            events_per_s = Rate(report.Events, measure),
        },
        SummaryWriter.JsonOptions);

    /// <summary>A line a figure.</summary>
    public static string Text(ReplayReport report, ReplayMeasure measure)
    {
        string end = report.End switch
        {
            ReplayEnd.NotReached => "not looked at",
            ReplayEnd.Whole => "whole",
            ReplayEnd.Torn => "torn by a crash. What is missing was never acknowledged",
            ReplayEnd.BeingWritten =>
                "being written: a venue runs here. Replayed up to what was whole when this began",
            _ => "journal.control can't be read: acknowledged commands may be missing too",
        };
        string start = report.StartedBehind == 0 ? "" : $" behind the snapshot of command {report.StartedBehind:N0}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            commands      {report.Commands:N0} ({Rate(report.Commands, measure):N0}/s){start}
            events        {report.Events:N0} ({Rate(report.Events, measure):N0}/s)
            elapsed       {measure.InAll.TotalSeconds:N3} s, {measure.Applying.TotalSeconds:N3} s without setup
            state hash    {report.StateHash}
            hashes        {report.HashesChecked:N0} compared, {report.HashesDiffering:N0} differ
            conservation  {report.Conservation}
            journal end   {end}
            """);
    }

    /// <summary>How many a second of reading and applying; an empty journal takes no time, and has none.</summary>
    private static double Rate(ulong count, ReplayMeasure measure) =>
        count == 0 ? 0 : count / measure.Applying.TotalSeconds;
}
