using System.Diagnostics;
using System.Globalization;
using HybridGpu.Risk.Surfaces;
using HybridGpu.Simulation.Markets;

namespace HybridGpu.Host.Running;

/// <summary>The market's thread: steps it through wall time until it is told to stop.</summary>
internal sealed class MarketDriver : IDisposable
{
    private static readonly TimeSpan StepInterval = TimeSpan.FromMilliseconds(50);

    private readonly IMarket _market;
    private VenueMarketSink? _sink;
    private int _refusalsSaid;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stopping = new(false);
    private Exception? _fault;
    private int _problemsSaid;
    private bool _isLeftOutSaid;
    private bool _isBufferSaid;

    public MarketDriver(IMarket market)
    {
        _market = market;
        _thread = new Thread(Run) { IsBackground = true, Name = "market" };
    }

    /// <summary>What stopped the market; null while all is well.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>What the surfaces behind the prices came to; null before the start.</summary>
    public SurfaceFeedReport? Surfaces => Volatile.Read(ref _sink)?.Surfaces;

    /// <summary>The sync buffer inside the settlement grid; null before the start.</summary>
    public SyncBufferReport? SyncBuffer => Volatile.Read(ref _sink)?.SyncBuffer;

    /// <summary>Starts the market on its venue, then its thread.</summary>
    public void Start(VenueMarketSink sink, long? resumeMarketNs)
    {
        Volatile.Write(ref _sink, sink);
        _market.Start(sink, resumeMarketNs);
        _thread.Start();
    }

    /// <summary>Ends the thread after a step to this moment: however busy the machine was, the market got its
    /// whole time.</summary>
    public void Stop()
    {
        _stopping.Set();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    public void Dispose()
    {
        Stop();
        _stopping.Dispose();
    }

    /// <summary>What is wrong with recorded files is said when they are reached, what can't be listed when it is tried,
    /// and that there is no room for pricing when there is none: the run goes on without them.</summary>
    private void SayProblems()
    {
        for (; _refusalsSaid < _sink!.Refusals.Count; _refusalsSaid++)
        {
            Console.Error.WriteLine($"Listing: {_sink.Refusals[_refusalsSaid]}");
        }

        if (_sink.LeftOutNotice is { } leftOut && !_isLeftOutSaid)
        {
            _isLeftOutSaid = true;
            Console.Error.WriteLine($"Pricing: {leftOut}");
        }

        if (_sink.SyncBuffer is { RangesHeld: > 0 } buffer && !_isBufferSaid)
        {
            _isBufferSaid = true;
            string delay = buffer.DelayS.Total.ToString("F0", CultureInfo.InvariantCulture);
            Console.Error.WriteLine(
                $"Margin: settlement takes {delay} s, for which {buffer.RangesHeld} scan ranges would be beyond what "
                + "the grid holds. They are cut there: margin is less than the delay asks for.");
        }

        if (_market is not RecordedChainMarket recorded)
        {
            return;
        }

        for (; _problemsSaid < recorded.Problems.Count; _problemsSaid++)
        {
            Console.Error.WriteLine($"Market data: {recorded.Problems[_problemsSaid]}");
        }
    }

    private void Run()
    {
        try
        {
            long last = Stopwatch.GetTimestamp();
            bool isLast;
            do
            {
                isLast = _stopping.Wait(StepInterval);
                long now = Stopwatch.GetTimestamp();
                _market.Advance((long)Stopwatch.GetElapsedTime(last, now).TotalNanoseconds);
                last = now;
                SayProblems();
            }
            while (!isLast);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Volatile.Write(ref _fault, fault);
        }
    }
}
