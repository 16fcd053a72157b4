using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace HybridGpu.Kernels.Backends;

/// <summary>A fixed set of threads that share one range of work at a time, without allocating.</summary>
/// <remarks>
/// The caller works too. Chunks are handed out by one atomic counter; the results don't depend on who does which. An
/// exception stops the hand-out and is thrown to the caller. Thread: one caller at a time.
/// </remarks>
internal sealed class WorkerCrew : IDisposable
{
    private readonly Thread[] _threads;
    private readonly object _gate = new();
    private IRangeWork? _work;
    private int _count;
    private int _grain;
    private int _next;
    private Exception? _failure;
    private long _round;
    private int _working;
    private bool _stopping;

    /// <summary>Starts threads − 1 background threads.</summary>
    public WorkerCrew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"kernel-{worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>The caller and the threads.</summary>
    public int Size => _threads.Length + 1;

    /// <summary>Does items [0, count) in chunks of grain and returns when all are done.</summary>
    public void Run(IRangeWork work, int count, int grain)
    {
        if (_threads.Length == 0 || count <= grain)
        {
            work.Run(0, count, 0);
            return;
        }

        _work = work;
        _count = count;
        _grain = grain;
        _next = 0;
        _failure = null;
        lock (_gate)
        {
            _working = _threads.Length;
            _round++;
            Monitor.PulseAll(_gate);
        }

        TakeChunks(0);
        AwaitThreads();
        _work = null;
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    /// <summary>Waits until every thread has left the round: a late one must never meet the next round's
    /// work.</summary>
    private void AwaitThreads()
    {
        lock (_gate)
        {
            while (_working > 0)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Serve(int worker)
    {
        for (long seen = 0; AwaitRound(ref seen);)
        {
            TakeChunks(worker);
            lock (_gate)
            {
                _working--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for the next round; false when there will be none.</summary>
    private bool AwaitRound(ref long seen)
    {
        lock (_gate)
        {
            while (_round == seen && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            seen = _round;
            return !_stopping;
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Design", "CA1031:Do not catch general exception types",
        Justification = "The edge of a thread: the failure is kept and thrown to the caller of Run.")]
    private void TakeChunks(int worker)
    {
        try
        {
            while (true)
            {
                int from = Interlocked.Add(ref _next, _grain) - _grain;
                if (from >= _count)
                {
                    return;
                }

                _work!.Run(from, Math.Min(from + _grain, _count), worker);
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            Interlocked.Exchange(ref _next, _count);
        }
    }
}
