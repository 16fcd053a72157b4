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
    private readonly SemaphoreSlim _start = new(0);
    private readonly CountdownEvent _done = new(1);
    private IRangeWork? _work;
    private int _count;
    private int _grain;
    private int _next;
    private Exception? _failure;
    private volatile bool _stopping;

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
        _done.Reset(_threads.Length);
        _start.Release(_threads.Length);
        TakeChunks(0);
        _done.Wait();
        _work = null;
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Ends the threads and waits for them.</summary>
    public void Dispose()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        if (_threads.Length > 0)
        {
            _start.Release(_threads.Length);
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _start.Dispose();
        _done.Dispose();
    }

    private void Serve(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_stopping)
            {
                return;
            }

            TakeChunks(worker);
            _done.Signal();
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
