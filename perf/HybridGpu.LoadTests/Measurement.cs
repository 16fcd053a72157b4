using System.Diagnostics;
using System.Globalization;
using System.Text;
using HdrHistogram;

namespace HybridGpu.LoadTests;

/// <summary>One workload against one server, once.</summary>
/// <param name="Orders">How many orders.</param>
/// <param name="OrderBytes">Bytes of one.</param>
/// <param name="Seconds">By the wall clock.</param>
/// <param name="UserSeconds">Processor seconds of the server outside the kernel.</param>
/// <param name="KernelSeconds">Processor seconds of the server in the kernel.</param>
/// <param name="Latencies">Round trips in ns.</param>
internal sealed record Measurement(
    int Orders,
    int OrderBytes,
    double Seconds,
    double UserSeconds,
    double KernelSeconds,
    LongHistogram Latencies)
{
    private static readonly byte[] New = Encoding.ASCII.GetBytes("\u000139=0\u0001");
    private static readonly byte[] Cancelled = Encoding.ASCII.GetBytes("\u000139=4\u0001");

    /// <summary>Orders by the processor second of the server.</summary>
    public double OrdersPerCpuSecond => Orders / (UserSeconds + KernelSeconds);

    /// <summary>Processor time of the server for one order, and its report where there is one.</summary>
    public double MicrosecondsPerOrder => (UserSeconds + KernelSeconds) / Orders * 1e6;

    /// <summary>Measures.</summary>
    /// <param name="server">The server.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="isVenue">Whether the orders meet a real book: they are immediate or cancel then, so that none
    /// stays, and the cancel is what is waited for.</param>
    public static Measurement Take(ServerProcess server, Workload workload, bool isVenue)
    {
        var latencies = new LongHistogram(60_000_000_000, 3);
        using var client = new LoadClient(server.Port, Math.Max(1, workload.Window), isVenue ? '3' : '1');
        (double user, double kernel) = server.CpuSeconds();
        long start = Stopwatch.GetTimestamp();
        if (workload.Window == 0)
        {
            client.Flood(workload.Messages);
        }
        else
        {
            client.RoundTrips(workload.Messages, workload.Window, latencies, isVenue ? Cancelled : New);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (double userAfter, double kernelAfter) = server.CpuSeconds();
        return new Measurement(
            workload.Messages, client.OrderBytes, seconds, userAfter - user, kernelAfter - kernel, latencies);
    }

    /// <summary>A row of the table.</summary>
    public string Row(string server, Workload workload)
    {
        string latency = workload.Window == 0
            ? "| | |"
            : string.Create(CultureInfo.InvariantCulture, $"| {Micros(50):F0} | {Micros(99):F0} | {Micros(99.9):F0} |");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload.Name} | {server} | {Orders / Seconds:N0} | {MicrosecondsPerOrder:F2} "
            + $"| {UserSeconds / Orders * 1e6:F2} + {KernelSeconds / Orders * 1e6:F2} "
            + $"| {OrdersPerCpuSecond:N0} {latency}");
    }

    private double Micros(double percentile) => Latencies.GetValueAtPercentile(percentile) / 1e3;
}
