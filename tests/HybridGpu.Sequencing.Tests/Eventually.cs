using System.Diagnostics;

namespace HybridGpu.Sequencing.Tests;

internal static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static void Until(Func<bool> condition, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Deadline)
            {
                Assert.Fail($"Not within {Deadline.TotalSeconds} s: {what}");
            }

            Thread.Yield();
        }
    }

    public static Thread[] Run(int count, Action<int> body)
    {
        Thread[] threads =
            [.. Enumerable.Range(0, count).Select(i => new Thread(() => Guard(body, i)) { IsBackground = true })];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        return threads;
    }

    /// <summary>For pipelines that must not fault: says it; the halt that goes with it fails the test.</summary>
    public static void Report(HandlerFault fault) => TestContext.Progress.WriteLine(fault.ToString());

    public static void JoinAll(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            Assert.That(thread.Join(Deadline), "A thread hangs.");
        }
    }

    // An exception that leaves a thread would take the test host down; the missing events fail the test instead.
    private static void Guard(Action<int> body, int index)
    {
        try
        {
            body(index);
        }
        catch (Exception exception)
        {
            TestContext.Progress.WriteLine(exception.ToString());
        }
    }
}
