using System.Globalization;
using System.Runtime.InteropServices;

namespace HybridGpu.LoadTests;

/// <summary>
/// What a FIX message costs, ours and QuickFIX's, taking turns: <c>dotnet run -c Release --project
/// perf/HybridGpu.LoadTests</c>.
/// </summary>
/// <remarks>
/// Separate processes over loopback; of each server and workload the round with the least processor time is shown,
/// since whatever else the machine does can only add to it.
/// </remarks>
internal static class Program
{
    private const string Usage =
        """
        usage: HybridGpu.LoadTests [--scale PERCENT] [--rounds N] [--only fix|venue]
          --scale PERCENT  messages of each workload, as a share of the usual number (100)
          --rounds N       how often each server has its turn (3)
          --only WHAT      fix: the engines alone; venue: hybridgpu alone
        """;

    private static async Task<int> Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (arguments is ["--serve", var store])
        {
            await EchoServer.RunAsync(store);
            return 0;
        }

        var options = new Dictionary<string, string> { ["--scale"] = "100", ["--rounds"] = "3", ["--only"] = "all" };
        for (int at = 0; at < arguments.Length; at += 2)
        {
            if (at + 1 == arguments.Length || !options.ContainsKey(arguments[at]))
            {
                Console.Error.WriteLine(Usage);
                return 2;
            }

            options[arguments[at]] = arguments[at + 1];
        }

        if (!int.TryParse(options["--scale"], out int scale) || !int.TryParse(options["--rounds"], out int rounds))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string folder = Directory.CreateTempSubdirectory("hybridgpu-load-").FullName;
        try
        {
            Run(new Servers(folder), scale, rounds, options["--only"]);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(Servers servers, int scale, int rounds, string only)
    {
        string load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Console.WriteLine(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{Environment.ProcessorCount} processors, load average {load}");
        Console.WriteLine(
            "| workload | server | orders/s | us CPU an order | user + kernel | orders/CPU-s | p50 us | p99 us "
            + "| p99.9 us |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        if (only != "venue")
        {
            Engines(servers, scale, rounds);
        }

        if (only != "fix")
        {
            foreach (string durability in new[] { "sync", "async" })
            {
                using ServerProcess venue = servers.Venue(durability);
                Workload[] workloads =
                    [new("window 1", 1, 5_000 * scale / 100), new("window 100", 100, 100_000 * scale / 100)];
                Compare([venue], workloads, rounds, isVenue: true);
            }
        }
    }

    private static void Engines(Servers servers, int scale, int rounds)
    {
        using ServerProcess ours = servers.Ours();
        using ServerProcess? quickFix = servers.QuickFix();
        if (quickFix is null)
        {
            Console.Error.WriteLine("WARNING: no g++ or libquickfix-dev: nothing to compare with.");
        }

        Workload[] workloads =
        [
            new("window 1", 1, 20_000 * scale / 100),
            new("window 100", 100, 100_000 * scale / 100),
            new("one way", 0, 400_000 * scale / 100),
        ];
        Dictionary<(string Server, string Workload), Measurement> best = Compare(
            quickFix is null ? [ours] : [ours, quickFix], workloads, rounds, isVenue: false);
        Console.WriteLine($"an order has {best[(ours.Name, workloads[^1].Name)].OrderBytes} bytes");
        foreach (Workload workload in quickFix is null ? [] : workloads)
        {
            double ratio = best[(ours.Name, workload.Name)].OrdersPerCpuSecond
                / best[(quickFix!.Name, workload.Name)].OrdersPerCpuSecond;
            Console.WriteLine($"{workload.Name}: {ratio:F2} times QuickFIX C++'s orders by the CPU second");
        }
    }

    private static Dictionary<(string Server, string Workload), Measurement> Compare(
        ServerProcess[] servers, Workload[] workloads, int rounds, bool isVenue)
    {
        Dictionary<(string, string), Measurement> best = [];
        foreach (Workload workload in workloads)
        {
            foreach (ServerProcess server in servers)
            {
                // What is compiled only after some thousand calls is compiled here.
                Measurement.Take(server, workload with { Messages = Math.Max(1, workload.Messages / 2) }, isVenue);
            }

            for (int round = 0; round < rounds; round++)
            {
                foreach (ServerProcess server in servers)
                {
                    var taken = Measurement.Take(server, workload, isVenue);
                    bool isBest = !best.TryGetValue((server.Name, workload.Name), out Measurement? before)
                        || taken.MicrosecondsPerOrder < before.MicrosecondsPerOrder;
                    if (isBest)
                    {
                        best[(server.Name, workload.Name)] = taken;
                    }
                }
            }

            foreach (ServerProcess server in servers)
            {
                Console.WriteLine(best[(server.Name, workload.Name)].Row(server.Name, workload));
            }
        }

        return best;
    }
}
