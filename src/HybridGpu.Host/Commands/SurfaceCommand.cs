using System.CommandLine;
using HybridGpu.Host.Surfaces;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu surface --chain PATH</c>: volatility surfaces of recorded chains, and how well they
/// fit.</summary>
internal static class SurfaceCommand
{
    public static Command Create()
    {
        var chain = new Option<string>("--chain")
        {
            Description = "A recorded chain (chain_*.csv.gz, docs/formats.md), or a directory of them.",
            Required = true,
        };
        var summary = new Option<bool>("--summary") { Description = "Leave the expiries out." };
        var apart = new Option<DayRange?>("--apart")
        {
            Description = "Summarise the snapshots of these UTC days apart: FROM..TO, as 2026-02-05..2026-02-06.",
            CustomParser = DayRange.Parse,
        };
        Option<int> repeat = Options.Whole(
            "--repeat", "Refits of a snapshot whose time is taken, after some that warm up. 0: none.", 5, 0,
            SurfaceOptions.RepeatMax);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("surface", "Fit volatility surfaces to recorded chains without arbitrage.")
        {
            chain, summary, apart, repeat, json,
        };
        command.SetAction(parsed => SurfaceRun.Run(new SurfaceOptions
        {
            Chain = parsed.GetRequiredValue(chain),
            IsSummary = parsed.GetValue(summary),
            Apart = parsed.GetValue(apart),
            Repeat = parsed.GetValue(repeat),
            IsJson = parsed.GetValue(json),
        }));
        return command;
    }
}
