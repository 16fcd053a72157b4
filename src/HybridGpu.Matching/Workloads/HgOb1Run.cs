using System;

namespace HybridGpu.Matching.Workloads;

/// <summary>One replay of a script: books filled, then the timed commands, one by one or in one go.</summary>
/// <remarks>One thread. For throughput read a clock before and after <see cref="ApplyRest()"/>; for latency hand a
/// clock to <see cref="ApplyRest{TClock}"/>.</remarks>
public sealed class HgOb1Run
{
    /// <summary>Commands between two looks at the same one: a few hundred nanoseconds, which memory takes.</summary>
    private const int LookAheadBy = 2;

    private readonly HgOb1Script _script;
    private readonly HgOb1Venue _venue;
    private readonly bool _looksAhead;

    /// <summary>A venue whose books hold the untimed orders.</summary>
    /// <param name="script">The commands.</param>
    /// <param name="likeEngine">Orders with terms and no look ahead, which is what the engine's books have; else orders
    /// of what books need, and the memory of the next commands is asked for.</param>
    public HgOb1Run(HgOb1Script script, bool likeEngine = false)
    {
        ArgumentNullException.ThrowIfNull(script);
        _script = script;
        _venue = new HgOb1Venue(hasTerms: likeEngine);
        _looksAhead = !likeEngine;
        foreach (ref readonly HgOb1Command command in script.Untimed)
        {
            _venue.Apply(in command);
        }
    }

    /// <summary>Timed commands applied.</summary>
    public int Applied { get; private set; }

    /// <summary>What the replay has come to; equal to <see cref="HgOb1Script.Result"/> once all is applied.</summary>
    public HgOb1Result Result => _venue.Result;

    /// <summary>Draws and runs the workload of a seed.</summary>
    public static HgOb1Result Execute(ulong seed) => new HgOb1Script(seed).Result;

    /// <summary>Applies the next timed command; false when there is none. Hot path.</summary>
    public bool Step()
    {
        if (Applied == HgOb1Script.TimedCommands)
        {
            return false;
        }

        _venue.Apply(in _script.Timed[Applied++]);
        return true;
    }

    /// <summary>Applies all that is left.</summary>
    public void ApplyRest()
    {
        ReadOnlySpan<HgOb1Command> rest = _script.Timed[Applied..];
        for (int i = 0; i < rest.Length; i++)
        {
            LookAhead(rest, i);
            _venue.Apply(in rest[i]);
        }

        Applied = HgOb1Script.TimedCommands;
    }

    /// <summary>Applies all that is left and writes what each command took.</summary>
    /// <param name="clock">Read once between any two commands, so a reading is part of each time.</param>
    /// <param name="elapsedTicks">Room for what is left; the first command's time comes first.</param>
    /// <returns>Number of times written.</returns>
    /// <exception cref="ArgumentException">Not enough room.</exception>
    public int ApplyRest<TClock>(TClock clock, Span<long> elapsedTicks)
        where TClock : struct, IWorkloadClock
    {
        ReadOnlySpan<HgOb1Command> rest = _script.Timed[Applied..];
        if (elapsedTicks.Length < rest.Length)
        {
            throw new ArgumentException("There is no room for the times of all commands.", nameof(elapsedTicks));
        }

        long last = clock.Ticks();
        for (int i = 0; i < rest.Length; i++)
        {
            LookAhead(rest, i);
            _venue.Apply(in rest[i]);
            long now = clock.Ticks();
            elapsedTicks[i] = now - last;
            last = now;
        }

        Applied = HgOb1Script.TimedCommands;
        return rest.Length;
    }
    private void LookAhead(ReadOnlySpan<HgOb1Command> commands, int at)
    {
        if (_looksAhead && at + (2 * LookAheadBy) < commands.Length)
        {
            _venue.LookAhead(in commands[at + LookAheadBy], in commands[at + (2 * LookAheadBy)]);
        }
    }
}
