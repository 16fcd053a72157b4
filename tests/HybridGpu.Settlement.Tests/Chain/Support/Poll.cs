using System.Diagnostics;

namespace HybridGpu.Settlement.Tests.Chain.Support;

/// <summary>Waiting by looking again, with a deadline.</summary>
internal static class Poll
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task UntilAsync(Func<bool> isDone, string what) => UntilAsync(() => Task.FromResult(isDone()), what);

    public static async Task UntilAsync(Func<Task<bool>> isDone, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await isDone())
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                Assert.Fail($"within {Deadline}: {what}");
            }

            await Task.Delay(20);
        }
    }
}
