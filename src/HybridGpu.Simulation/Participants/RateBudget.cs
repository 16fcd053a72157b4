using System;

namespace HybridGpu.Simulation.Participants;

/// <summary>A token bucket: so many actions a second, with a bounded burst.</summary>
internal sealed class RateBudget
{
    private const double NsPerSecond = 1e9;

    private readonly double _perSecond;
    private readonly double _burst;
    private double _available;
    private long _lastNs;

    public RateBudget(double perSecond, double burst)
    {
        _perSecond = perSecond;
        _burst = burst;
        _available = burst;
    }

    /// <summary>Whole actions that may be done now.</summary>
    public int Available => (int)_available;

    /// <summary>Adds what the time since the last call has earned; a clock that steps back adds nothing.</summary>
    public void Refill(long nowNs)
    {
        if (_lastNs != 0)
        {
            _available = Math.Min(_burst, _available + (_perSecond * Math.Max(0, nowNs - _lastNs) / NsPerSecond));
        }

        _lastNs = nowNs;
    }

    public void Spend(int count) => _available -= count;
}
