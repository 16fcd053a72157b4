using System;
using System.Diagnostics;
using System.Threading;
using HybridGpu.Domain.Commands;
using HybridGpu.Risk.Tick;

namespace HybridGpu.Venue;

/// <summary>The thread of the risk tick: newest inputs and fills in, snapshots and risk epochs out.</summary>
/// <remarks>
/// Ticks coalesce: while one runs, newer inputs replace older ones and none queue. An epoch that finds the inbound ring
/// full is given up and its number used again; the next tick makes a newer one anyway.
/// </remarks>
internal sealed class RiskLoop : IDisposable
{
    /// <summary>Least time between two ticks: fills alone could otherwise keep a core busy.</summary>
    internal static readonly TimeSpan TickIntervalMin = TimeSpan.FromMilliseconds(10);

    private readonly RiskTick _tick;
    private readonly CommandGate _gate;
    private readonly DurabilityGate _durable;
    private readonly Action<Exception> _onFault;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new(false);
    private readonly Func<TimeSpan, bool> _pause;
    private ulong _awaited;
    private long _awaitedSince;

    /// <param name="tick">What a turn runs.</param>
    /// <param name="gate">Where epochs go.</param>
    /// <param name="durable">Says when they are safe.</param>
    /// <param name="onFault">Told once, when a turn throws.</param>
    /// <param name="pause">Waits before each turn, and says whether it is the end; null waits by the clock, until the
    /// loop is stopped.</param>
    public RiskLoop(
        RiskTick tick,
        CommandGate gate,
        DurabilityGate durable,
        Action<Exception> onFault,
        Func<TimeSpan, bool>? pause = null)
    {
        _pause = pause ?? _stopping.Wait;
        _tick = tick;
        _gate = gate;
        _durable = durable;
        _onFault = onFault;
        _thread = new Thread(Run) { IsBackground = true, Name = "risk" };
    }

    /// <summary>Times from an epoch's entry into the ring until it is durable, rounded up to this loop's turn; one at a
    /// time is watched.</summary>
    public LatencyHistogram Sequencing { get; } = new();

    public void Start() => _thread.Start();

    /// <summary>Ends the loop after the tick in hand.</summary>
    public void Stop()
    {
        _stopping.Set();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void Run()
    {
        try
        {
            while (!_pause(TickIntervalMin))
            {
                WatchAwaited();
                if (_tick.TryTick(out TickResult result) && result.HasEpoch)
                {
                    Submit(in result);
                }
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A bug in pricing must stop the venue loudly: without ticks nobody's margin is watched.
            _onFault(fault);
        }
    }

    private void Submit(in TickResult result)
    {
        Command command = Command.Of(CommandKind.RiskEpoch);
        command.RiskEpoch = result.Epoch;
        if (!_gate.TryPublish(in command, result.Payload.Span, result.Arrays))
        {
            _tick.Abandon(in result);
        }
        else if (_awaited == 0)
        {
            // The epoch's own number or, if others entered since, a later one: it can only look slower.
            _awaited = _gate.LastSequence;
            _awaitedSince = Stopwatch.GetTimestamp();
        }
    }

    private void WatchAwaited()
    {
        if (_awaited != 0 && _durable.SafeSequence >= _awaited)
        {
            Sequencing.Record((long)Stopwatch.GetElapsedTime(_awaitedSince).TotalNanoseconds);
            _awaited = 0;
        }
    }
}
