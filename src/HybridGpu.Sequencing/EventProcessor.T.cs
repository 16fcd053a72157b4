using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>The loop of one consumer: waits behind its barrier and hands the events to its handler in
/// batches.</summary>
/// <remarks>
/// The handler and the wait strategy are type parameters, so that with structs the loop has no indirect call.
/// Progress is made visible once a batch: a release store of the sequence, and a wakeup of blocked consumers behind.
/// Cost: no allocation per event. Thread: <see cref="Run"/> on one; the rest from any.
/// </remarks>
/// <typeparam name="T">The event.</typeparam>
/// <typeparam name="THandler">The handler.</typeparam>
/// <typeparam name="TWait">How to wait.</typeparam>
public sealed class EventProcessor<T, THandler, TWait> : IEventProcessor
    where T : struct
    where THandler : IEventHandler<T>
    where TWait : struct, IWaitStrategy
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Stopped = 2;
    private const string StructJustification = "On a readonly struct each call would work on a copy.";

    private readonly RingBuffer<T> _ring;
    private readonly SequenceBarrier _barrier;
    private readonly Action<HandlerFault> _onFault;
    private readonly ExceptionPolicy _policy;
    private readonly int _batchLimit;

    [SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = StructJustification)]
    private THandler _handler;

    [SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = StructJustification)]
    private TWait _wait;

    private int _state = Idle;
    private long _skippedCount;
    private HandlerFault? _fault;

    /// <summary>Creates the loop; nothing runs yet.</summary>
    /// <param name="name">The consumer's name.</param>
    /// <param name="ring">The ring.</param>
    /// <param name="barrier">What to wait behind; from the same ring.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="wait">The wait strategy.</param>
    /// <param name="onFault">
    /// Called on the consumer's thread with each fault, after it is recorded. Throwing from it turns a skip into a
    /// halt; throwing while halting takes the process down, as an unhandled exception of a thread does.
    /// </param>
    /// <param name="sequence">The sequence to advance; a new one if null.</param>
    /// <param name="policy">What to do when the handler throws.</param>
    /// <param name="batchLimit">The most events to a batch; at least 1.</param>
    public EventProcessor(
        string name,
        RingBuffer<T> ring,
        SequenceBarrier barrier,
        THandler handler,
        TWait wait,
        Action<HandlerFault> onFault,
        Sequence? sequence = null,
        ExceptionPolicy policy = ExceptionPolicy.Halt,
        int batchLimit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchLimit, 1);

        Name = name;
        Sequence = sequence ?? new Sequence();
        _ring = ring;
        _barrier = barrier;
        _handler = handler;
        _wait = wait;
        _onFault = onFault;
        _policy = policy;
        _batchLimit = batchLimit;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Sequence Sequence { get; }

    /// <inheritdoc/>
    public bool IsRunning => Volatile.Read(ref _state) == Running;

    /// <inheritdoc/>
    public long SkippedCount => Volatile.Read(ref _skippedCount);

    /// <inheritdoc/>
    public HandlerFault? Fault => Volatile.Read(ref _fault);

    /// <inheritdoc/>
    public void Run()
    {
        if (Interlocked.CompareExchange(ref _state, Running, Idle) != Idle)
        {
            throw new InvalidOperationException($"Consumer {Name} was run before; build a new pipeline instead.");
        }

        try
        {
            if (NotifyStart())
            {
                ProcessEvents();
            }

            NotifyShutdown();
        }
        finally
        {
            Volatile.Write(ref _state, Stopped);
        }
    }

    /// <inheritdoc/>
    public void Halt() => _barrier.Alert();

    private void ProcessEvents()
    {
        long next = Sequence.Value + 1;
        while (true)
        {
            long available = _wait.WaitFor(next, _barrier);
            if (_barrier.IsAlerted)
            {
                return;
            }

            long last = Math.Min(available, next + _batchLimit - 1);
            if (last < next)
            {
                continue;
            }

            long handled = ProcessBatch(next, last);
            Sequence.SetValue(handled);
            _barrier.Gate.SignalAll();
            next = handled + 1;
        }
    }

    /// <summary>Handles up to the end of the batch, or to the first event that throws; gives the last one
    /// passed.</summary>
    private long ProcessBatch(long first, long last)
    {
        long current = first;
        try
        {
            for (; current < last; current++)
            {
                _handler.OnEvent(ref _ring[current], current, endOfBatch: false);
            }

            _handler.OnEvent(ref _ring[last], last, endOfBatch: true);
            return last;
        }
        catch (Exception exception)
        {
            return OnEventFault(exception, current);
        }
    }

    private long OnEventFault(Exception exception, long sequence)
    {
        if (_policy == ExceptionPolicy.Halt)
        {
            Stop(exception, sequence);
            return sequence - 1;
        }

        Volatile.Write(ref _skippedCount, _skippedCount + 1);
        try
        {
            _onFault(new HandlerFault(Name, sequence, exception, ExceptionPolicy.Skip));
            return sequence;
        }
        catch (Exception reportException)
        {
            Stop(new AggregateException(exception, reportException), sequence);
            return sequence - 1;
        }
    }

    private void Stop(Exception exception, long nextSequence)
    {
        var fault = new HandlerFault(Name, nextSequence, exception, ExceptionPolicy.Halt);
        Interlocked.CompareExchange(ref _fault, fault, null);

        // What was handled before the fault is passed, so that the record shows exactly where the consumer stands.
        Sequence.SetValue(nextSequence - 1);
        _barrier.Alert();
        _onFault(fault);
    }

    private bool NotifyStart()
    {
        try
        {
            (_handler as ILifecycleAware)?.OnStart();
            return true;
        }
        catch (Exception exception)
        {
            Stop(exception, Sequence.Value + 1);
            return false;
        }
    }

    private void NotifyShutdown()
    {
        try
        {
            (_handler as ILifecycleAware)?.OnShutdown();
        }
        catch (Exception exception)
        {
            Stop(exception, Sequence.Value + 1);
        }
    }
}
