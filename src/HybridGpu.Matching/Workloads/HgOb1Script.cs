using System;

namespace HybridGpu.Matching.Workloads;

/// <summary>
/// All commands of HG-OB-1 for one seed. Which order a cancel meets depends on what has traded, so the commands are
/// drawn once against real books, untimed; replaying them needs no draws and no list of live orders, so that a
/// measurement holds the book and the map from ids to orders alone.
/// </summary>
/// <remarks>HG-OB-1 is a set of draws that any book can run and check itself by: see docs/hg-ob-1.md. Takes about
/// 36 MB. Thread: any; immutable.</remarks>
public sealed class HgOb1Script
{
    /// <summary>Instruments, and so books.</summary>
    public const int Instruments = 1000;

    /// <summary>Commands that fill the books first.</summary>
    public const int UntimedCommands = 100_000;

    /// <summary>Commands to measure.</summary>
    public const int TimedCommands = 1_000_000;

    private readonly HgOb1Command[] _commands = new HgOb1Command[UntimedCommands + TimedCommands];

    /// <summary>Draws the commands. Cost: about a second.</summary>
    public HgOb1Script(ulong seed)
    {
        Seed = seed;
        var source = new HgOb1Workload(seed);
        var venue = new HgOb1Venue(hasTerms: false);
        for (int i = 0; i < _commands.Length; i++)
        {
            _commands[i] = i < UntimedCommands ? source.NextUntimed() : source.NextTimed();
            venue.Apply(in _commands[i], source);
        }

        Result = venue.Result;
    }

    /// <summary>Where the draws start.</summary>
    public ulong Seed { get; }

    /// <summary>What the commands came to when they were drawn; each replay must come to the same.</summary>
    public HgOb1Result Result { get; }

    /// <summary>The commands that fill the books.</summary>
    public ReadOnlySpan<HgOb1Command> Untimed => _commands.AsSpan(0, UntimedCommands);

    /// <summary>The commands to measure.</summary>
    public ReadOnlySpan<HgOb1Command> Timed => _commands.AsSpan(UntimedCommands);
}
