using System;
using System.Collections.Generic;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>A ring, the graph of its consumers, and their threads.</summary>
/// <remarks>
/// Written down as it runs: <c>HandleEventsWith(a, b).Then(c)</c>. Built, started and halted once; after a halt a new
/// one is built. Thread: the building members and <see cref="Start"/> from one thread, the rest from any.
/// </remarks>
/// <typeparam name="T">The event.</typeparam>
/// <param name="ringBuffer">The ring; nobody else adds gating sequences to it.</param>
/// <param name="onFault">
/// Called with each fault of a handler, on its consumer's thread; for <see cref="ExceptionPolicy.Halt"/> after the
/// whole pipeline was alerted. See <see cref="EventProcessor{T, THandler, TWait}"/> for what throwing from it does.
/// </param>
public sealed class Disruptor<T>(RingBuffer<T> ringBuffer, Action<HandlerFault> onFault)
    where T : struct
{
    private readonly List<EventConsumer<T>> _consumers = [];
    private readonly HashSet<EventConsumer<T>> _inner = [];
    private readonly List<Thread> _threads = [];
    private EventConsumer<T>[] _started = [];
    private HandlerFault? _fault;
    private bool _isStarted;
    private int _defaultCount;

    /// <summary>The ring, for producers.</summary>
    public RingBuffer<T> RingBuffer => ringBuffer;

    /// <summary>Whether the pipeline was halted, by request or by a fault.</summary>
    public bool IsHalted => ringBuffer.Sequencer.IsAlerted;

    /// <summary>The first fault that halted the pipeline; null if none did.</summary>
    public HandlerFault? Fault => Volatile.Read(ref _fault);

    /// <summary>Describes a consumer, to be placed by <c>HandleEventsWith</c> or <c>Then</c>.</summary>
    /// <typeparam name="THandler">The handler's type; a struct, or a class (one interface call an event).</typeparam>
    /// <typeparam name="TWait">The wait strategy.</typeparam>
    /// <param name="name">The consumer's name, also its thread's.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="wait">The wait strategy; its default value will do.</param>
    /// <returns>The consumer.</returns>
    public EventConsumer<T> Consumer<THandler, TWait>(string name, THandler handler, TWait wait)
        where THandler : IEventHandler<T>
        where TWait : struct, IWaitStrategy =>
        new TypedEventConsumer<T, THandler, TWait>(name, handler, wait);

    /// <summary>Places consumers right behind the producers.</summary>
    /// <param name="consumers">The consumers; they run side by side.</param>
    /// <returns>The group they form.</returns>
    public EventHandlerGroup<T> HandleEventsWith(params ReadOnlySpan<EventConsumer<T>> consumers) =>
        Place([], consumers);

    /// <summary>Places handlers with blocking waits and the halt policy right behind the producers.</summary>
    /// <param name="handlers">The handlers; they run side by side.</param>
    /// <returns>The group they form.</returns>
    public EventHandlerGroup<T> HandleEventsWith(params ReadOnlySpan<IEventHandler<T>> handlers) =>
        Place([], WithDefaults(handlers));

    /// <summary>A group of consumers placed before, for consumers behind them.</summary>
    /// <param name="consumers">Consumers of this graph.</param>
    /// <returns>The group.</returns>
    /// <exception cref="InvalidOperationException">One of them is not placed in this graph.</exception>
    public EventHandlerGroup<T> After(params ReadOnlySpan<EventConsumer<T>> consumers)
    {
        foreach (EventConsumer<T> consumer in consumers)
        {
            ThrowIfForeign(consumer);
        }

        return new EventHandlerGroup<T>(this, consumers);
    }

    /// <summary>Gates the ring on the last consumers and starts a background thread for each consumer.</summary>
    /// <exception cref="InvalidOperationException">It was started before, halted, or has no consumers.</exception>
    public void Start()
    {
        if (_isStarted || IsHalted || _consumers.Count == 0)
        {
            throw new InvalidOperationException("A pipeline starts once, before any halt, with at least one consumer.");
        }

        _isStarted = true;
        var last = new List<Sequence>();
        foreach (EventConsumer<T> consumer in _consumers)
        {
            if (!_inner.Contains(consumer))
            {
                last.Add(consumer.Sequence);
            }

            _threads.Add(new Thread(consumer.Processor!.Run) { IsBackground = true, Name = consumer.Name });
        }

        ringBuffer.AddGatingSequences(last.ToArray());
        Volatile.Write(ref _started, _consumers.ToArray());
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Waits until every consumer has passed everything claimed; the producers must have stopped.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False if the deadline passed or the pipeline halted first.</returns>
    public bool Drain(TimeSpan timeout)
    {
        long deadlineMillis = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (HasBacklog())
        {
            if (IsHalted || Environment.TickCount64 >= deadlineMillis)
            {
                return false;
            }

            Thread.Sleep(1);
        }

        return true;
    }

    /// <summary>Tells every consumer to stop after the batch in hand, and waiting producers to throw; doesn't
    /// wait.</summary>
    public void Halt()
    {
        ringBuffer.Sequencer.Alert();
        foreach (EventConsumer<T> consumer in _consumers)
        {
            consumer.Processor!.Halt();
        }
    }

    /// <summary>Waits until the threads have ended; not to be called from a handler.</summary>
    /// <param name="timeout">How long to wait at most, for all together.</param>
    /// <returns>False if one still ran at the deadline.</returns>
    public bool Join(TimeSpan timeout)
    {
        long deadlineMillis = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        foreach (Thread thread in _threads)
        {
            long leftMillis = Math.Max(0, deadlineMillis - Environment.TickCount64);
            if (!thread.Join(TimeSpan.FromMilliseconds(leftMillis)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Drains, halts whatever came of that, and joins.</summary>
    /// <param name="timeout">How long each of draining and joining may take; not called from a handler.</param>
    /// <returns>True if everything was handled and every thread has ended.</returns>
    public bool Shutdown(TimeSpan timeout)
    {
        bool isDrained = Drain(timeout);
        Halt();
        return Join(timeout) && isDrained;
    }

    internal EventHandlerGroup<T> Place(
        ReadOnlySpan<EventConsumer<T>> upstream, ReadOnlySpan<EventConsumer<T>> consumers)
    {
        if (_isStarted || IsHalted)
        {
            throw new InvalidOperationException("The graph is fixed once the pipeline was started or halted.");
        }

        var sequences = new Sequence[upstream.Length];
        for (int i = 0; i < upstream.Length; i++)
        {
            ThrowIfForeign(upstream[i]);
            sequences[i] = upstream[i].Sequence;
            if (!consumers.IsEmpty)
            {
                _inner.Add(upstream[i]);
            }
        }

        foreach (EventConsumer<T> consumer in consumers)
        {
            consumer.Place(ringBuffer, sequences, OnFault);
            _consumers.Add(consumer);
        }

        return new EventHandlerGroup<T>(this, consumers);
    }

    internal EventConsumer<T>[] WithDefaults(ReadOnlySpan<IEventHandler<T>> handlers)
    {
        var consumers = new EventConsumer<T>[handlers.Length];
        for (int i = 0; i < handlers.Length; i++)
        {
            consumers[i] = Consumer($"consumer-{_defaultCount++}", handlers[i], default(BlockingWait));
        }

        return consumers;
    }

    private bool HasBacklog()
    {
        long cursor = ringBuffer.Cursor;
        foreach (EventConsumer<T> consumer in Volatile.Read(ref _started))
        {
            if (consumer.Sequence.Value < cursor)
            {
                return true;
            }
        }

        return _started.Length == 0 && cursor != Sequence.InitialValue;
    }

    private void OnFault(HandlerFault fault)
    {
        if (fault.Policy == ExceptionPolicy.Halt)
        {
            Interlocked.CompareExchange(ref _fault, fault, null);
            Halt();
        }

        onFault(fault);
    }

    private void ThrowIfForeign(EventConsumer<T> consumer)
    {
        if (!_consumers.Contains(consumer))
        {
            throw new InvalidOperationException($"Consumer {consumer.Name} is not placed in this graph.");
        }
    }
}
