using System;
using System.Collections.Generic;
using System.Globalization;

namespace HybridGpu.FixFuzz;

/// <summary>What the command line says.</summary>
/// <param name="Messages">How many mutated messages.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Threads">How many conversations at a time.</param>
/// <param name="StateFile">Where to note how far it got, to go on from there; null for nowhere.</param>
/// <param name="Replay">The index of a message to get to again; null for a campaign.</param>
internal sealed record FuzzOptions(long Messages, ulong Seed, int Threads, string? StateFile, long? Replay)
{
    /// <summary>How the program is called.</summary>
    public const string Usage =
        """
        usage: HybridGpu.FixFuzz [--messages N] [--seed N] [--threads N] [--state FILE] [--replay INDEX]
          --messages N     mutated messages (1000000), rounded up to whole conversations of 100000
          --seed N         the same seed is the same campaign (1)
          --threads N      conversations at a time (2); the messages do not depend on it
          --state FILE     goes on where a campaign with this file was stopped
          --replay INDEX   leads one conversation to this message again and shows it
        """;

    private static readonly string[] Names = ["--messages", "--seed", "--threads", "--state", "--replay"];

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Its words.</param>
    /// <exception cref="ArgumentException">It is not as <see cref="Usage"/> says.</exception>
    public static FuzzOptions Parse(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string> values = [];
        for (int at = 0; at < arguments.Count; at += 2)
        {
            if (Array.IndexOf(Names, arguments[at]) < 0 || at + 1 == arguments.Count)
            {
                throw new ArgumentException($"'{arguments[at]}' is no option, or lacks its value.");
            }

            values[arguments[at]] = arguments[at + 1];
        }

        return new FuzzOptions(
            WholeConversations(Number(values, "--messages", 1, long.MaxValue / 2) ?? 1_000_000),
            (ulong)(Number(values, "--seed", 0, long.MaxValue) ?? 1),
            (int)(Number(values, "--threads", 1, 256) ?? 2),
            values.GetValueOrDefault("--state"),
            Number(values, "--replay", 0, long.MaxValue));
    }

    /// <summary>A conversation that is cut short could not be gone on with.</summary>
    private static long WholeConversations(long messages) =>
        (messages + Campaign.ConversationLength - 1) / Campaign.ConversationLength * Campaign.ConversationLength;

    private static long? Number(Dictionary<string, string> values, string name, long least, long most)
    {
        if (!values.TryGetValue(name, out string? text))
        {
            return null;
        }

        bool isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return isNumber && number >= least && number <= most
            ? number
            : throw new ArgumentException($"{name} takes a number from {least} to {most}, not '{text}'.");
    }
}
