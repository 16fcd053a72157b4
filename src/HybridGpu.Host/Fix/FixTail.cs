using HybridGpu.Fix.Store;

namespace HybridGpu.Host.Fix;

/// <summary><c>hybridgpu fix tail</c>: a session's messages, read from its log while the venue runs.</summary>
internal static class FixTail
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Prints the last messages of a session, and with <paramref name="follows"/> those that come.</summary>
    /// <param name="data">The venue's data directory, or its directory of message stores.</param>
    /// <param name="session">The client's CompID.</param>
    /// <param name="last">How many of what is there.</param>
    /// <param name="follows">Whether to go on until stopped.</param>
    /// <param name="output">Where to.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Exit status.</returns>
    public static async Task<int> RunAsync(
        string data, string session, int last, bool follows, TextWriter output, CancellationToken cancellation)
    {
        string stores = Directory.Exists(Path.Combine(data, "fix")) ? Path.Combine(data, "fix") : data;
        IReadOnlyList<string> all = SessionLog.Find(stores);
        string[] logs = [.. all.Where(log => log.EndsWith("-" + session, StringComparison.Ordinal))];
        if (logs.Length != 1)
        {
            string known = string.Join(", ", all.Select(SessionOf));
            await Console.Error.WriteLineAsync(
                $"{stores} has {logs.Length} logs of a session '{session}'; "
                + (known.Length == 0 ? "it has none of any." : $"there are: {known}."));
            return 1;
        }

        try
        {
            using var log = SessionLog.Open(logs[0]);
            var lines = new Queue<string>();
            while (log.TryRead(out SessionLogEntry entry))
            {
                lines.Enqueue(LineOf(in entry));
                if (lines.Count > last)
                {
                    lines.Dequeue();
                }
            }

            foreach (string line in lines)
            {
                await output.WriteLineAsync(line);
            }

            await FollowAsync(log, follows, output, cancellation);
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync($"{logs[0]} can't be read on: {fault.Message}");
            return 1;
        }
    }

    private static async Task FollowAsync(
        SessionLog log, bool follows, TextWriter output, CancellationToken cancellation)
    {
        while (follows && !cancellation.IsCancellationRequested)
        {
            while (log.TryRead(out SessionLogEntry entry))
            {
                await output.WriteLineAsync(LineOf(in entry));
            }

            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(PollInterval, cancellation).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static string LineOf(in SessionLogEntry entry) => entry.Kind switch
    {
        SessionLogEntryKind.Sent when entry.Message.IsEmpty =>
            $"{FixLine.Time(entry.TimeNs)} -> {entry.MsgSeqNum,6} market data, whose bytes are not kept",
        SessionLogEntryKind.Sent or SessionLogEntryKind.Received => FixLine.Of(
            entry.TimeNs, entry.Kind == SessionLogEntryKind.Sent, entry.MsgSeqNum, entry.Message.Span),
        SessionLogEntryKind.OlderDeleted =>
            $"-- what was before is not kept; the next number sent is {entry.MsgSeqNum}",
        SessionLogEntryKind.Reset => $"{FixLine.Time(entry.TimeNs)} -- both sequences begin at 1",
        _ => $"{FixLine.Time(entry.TimeNs)} -- the next number sent is {entry.MsgSeqNum}",
    };

    /// <summary>The CompID by the log's name, FIX.4.4-VENUE-CLIENT.</summary>
    private static string SessionOf(string log) => Path.GetFileName(log).Split('-', 3)[^1];
}
