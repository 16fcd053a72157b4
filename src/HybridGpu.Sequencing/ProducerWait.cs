using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>How a producer waits for a full ring: it spins a little, then yields its core, then sleeps.</summary>
/// <remarks>
/// The yields last some hundred microseconds, longer than a consumer needs for a lap of a usual ring, so that producer
/// and consumer don't fall into lockstep with the one-millisecond sleep. A stuck consumer costs no core.
/// </remarks>
internal struct ProducerWait
{
    private const int SpinTurns = 50;
    private const int YieldTurns = 1_000;

    private int _turns;

    internal void Once()
    {
        if (_turns < SpinTurns)
        {
            _turns++;
            Thread.SpinWait(1);
        }
        else if (_turns < SpinTurns + YieldTurns)
        {
            _turns++;
            Thread.Yield();
        }
        else
        {
            Thread.Sleep(1);
        }
    }
}
