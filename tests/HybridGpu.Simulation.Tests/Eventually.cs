using System.Diagnostics;

namespace HybridGpu.Simulation.Tests;

/// <summary>Waits for other threads by looking again until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task Holds(Func<bool> condition, Func<string> otherwise)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (waited.Elapsed > Deadline)
            {
                Assert.Fail(otherwise());
            }

            await Task.Delay(10);
        }
    }
}
