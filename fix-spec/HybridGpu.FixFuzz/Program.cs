using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;

namespace HybridGpu.FixFuzz;

/// <summary>
/// Torments the FIX engine with mutated messages:
/// <c>dotnet run -c Release --project fix-spec/HybridGpu.FixFuzz -- --messages 50000000 --seed 1</c>.
/// </summary>
internal static class Program
{
    // Sessions with different settings, and code that is compiled again, come and go by less than this.
    private const long GrowthMax = 1024 * 1024;
    private const int WatchdogSeconds = 60;
    private const int HungStatus = 3;

    /// <summary>Runs a campaign or a replay.</summary>
    /// <param name="arguments">The command line.</param>
    /// <returns>0 when all went well, 1 when something was found, 2 when called wrongly, 3 when the engine
    /// hangs.</returns>
    internal static int Main(string[] arguments)
    {
        try
        {
            var options = FuzzOptions.Parse(arguments);
            return options.Replay is { } index ? Replay(options, index) : Run(options);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or JsonException)
        {
            Console.Error.WriteLine(exception.Message);
            Console.Error.WriteLine(FuzzOptions.Usage);
            return 2;
        }
    }

    private static int Replay(FuzzOptions options, long index)
    {
        (Finding? finding, string message) = new Campaign(options.Seed, 1).Replay(index);
        Console.WriteLine($"message {index} of seed {options.Seed}: {message}");
        return finding is null ? 0 : Report(finding, options.Seed);
    }

    private static int Run(FuzzOptions options)
    {
        var state = CampaignState.Load(options.StateFile, options.Seed);
        var campaign = new Campaign(options.Seed, options.Threads);
        campaign.Counts.Add(state.Counts);
        using var watchdog = new Timer(
            Watch(campaign, options),
            null,
            TimeSpan.FromSeconds(WatchdogSeconds),
            TimeSpan.FromSeconds(WatchdogSeconds));
        long start = Stopwatch.GetTimestamp();
        long next = state.NextIndex;
        double Seconds() => state.Seconds + Stopwatch.GetElapsedTime(start).TotalSeconds;
        while (next < options.Messages)
        {
            long to = Math.Min(options.Messages, next + ((long)options.Threads * Campaign.ConversationLength));
            if (campaign.PlayRound(next, to) is { } finding)
            {
                return Report(finding, options.Seed);
            }

            next = to;
            new CampaignState(options.Seed, next, Seconds(), campaign.Counts).Save(options.StateFile);
            if (next % (10L * options.Threads * Campaign.ConversationLength) == 0)
            {
                Console.WriteLine($"{next:N0} messages, {Seconds():F0} s, {campaign.LiveBytes[^1]:N0} live bytes");
            }
        }

        return Summarise(campaign, options, next, Seconds());
    }

    /// <summary>
    /// A message is a hang when it is met at three looks: at two it may be the program that was held, as by a debugger.
    /// </summary>
    private static TimerCallback Watch(Campaign campaign, FuzzOptions options)
    {
        long[] seen = new long[options.Threads];
        int[] stalls = new int[options.Threads];
        return _ =>
        {
            for (int thread = 0; thread < seen.Length; thread++)
            {
                long now = campaign.PositionOf(thread);
                stalls[thread] = now == seen[thread] && !campaign.IsBetweenRounds ? stalls[thread] + 1 : 0;
                seen[thread] = now;
                if (stalls[thread] >= 2)
                {
                    Console.Error.WriteLine(
                        $"HANG: message {now} of seed {options.Seed} takes more than {WatchdogSeconds} s.");
                    Environment.Exit(HungStatus);
                }
            }
        };
    }

    private static int Report(Finding finding, ulong seed)
    {
        Console.Error.WriteLine($"FOUND at message {finding.Index} of seed {seed}: {finding.Message}");
        Console.Error.WriteLine(finding.Fault.ToString());
        Console.Error.WriteLine($"see it again: --seed {seed} --replay {finding.Index}");
        return 1;
    }

    private static int Summarise(Campaign campaign, FuzzOptions options, long next, double seconds)
    {
        ConversationCounts counts = campaign.Counts;
        Console.WriteLine(
            $"""
            seed {options.Seed}, {options.Threads} threads, {seconds:F0} s, {next / seconds:N0} messages/s
              mutated messages              {next,15:N0}
              bytes of them                 {counts.Bytes,15:N0}
              whole frames                  {counts.Frames,15:N0}
              valid by the dictionary       {counts.Valid,15:N0}
              got through to applications   {counts.Application,15:N0}
              Rejects sent                  {counts.Rejects,15:N0}
              messages sent                 {counts.Sent,15:N0}
              messages sent again           {counts.Resent,15:N0}
              logons                        {counts.Logons,15:N0}
              probes, all answered          {counts.Probes,15:N0}
            """);
        return IsGrowing(campaign.LiveBytes) ? 1 : 0;
    }

    /// <summary>Live bytes after N messages against those after 2N.</summary>
    private static bool IsGrowing(List<long> liveBytes)
    {
        if (liveBytes.Count < 4)
        {
            Console.WriteLine("too short a run to say whether memory grows");
            return false;
        }

        // The first round is left out: what is compiled and cached in it stays.
        long half = liveBytes.Skip(1).Take(liveBytes.Count / 2).Max();
        long whole = liveBytes.Skip(1 + (liveBytes.Count / 2)).Max();
        Console.WriteLine($"live bytes: at most {half:N0} in the first half, {whole:N0} in the second");
        if (whole <= half + GrowthMax)
        {
            return false;
        }

        Console.Error.WriteLine($"GROWS: by {whole - half:N0} bytes, and {GrowthMax:N0} are allowed.");
        return true;
    }
}
