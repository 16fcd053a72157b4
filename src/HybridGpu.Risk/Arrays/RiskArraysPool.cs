using System;
using System.Threading;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Arrays;

/// <summary>The risk arrays of the epochs in flight: rented by the tick, given back by the last holder.</summary>
/// <remarks>All allocated at start. When none is left the tick publishes no epoch, counts that, and tries again at its
/// next turn: the engine keeps the epoch that it has. Thread: any.</remarks>
public sealed class RiskArraysPool
{
    private readonly Lock _gate = new();
    private readonly RiskArrays[] _free;
    private readonly int _capacity;
    private int _count;

    /// <summary>A full pool.</summary>
    public RiskArraysPool(RiskLimits limits)
    {
        _capacity = limits.Checked().EpochsInFlight;
        _free = new RiskArrays[_capacity];
        for (int i = 0; i < _capacity; i++)
        {
            _free[i] = new RiskArrays(limits.ContractCapacity, limits.InstrumentCapacity);
        }

        _count = _capacity;
    }

    /// <summary>Arrays free to rent.</summary>
    public int Available
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Takes arrays out, or null when all are in flight.</summary>
    public RiskArrays? TryRent()
    {
        lock (_gate)
        {
            return _count == 0 ? null : _free[--_count];
        }
    }

    /// <summary>Gives arrays back; nobody may read them any longer.</summary>
    /// <exception cref="InvalidOperationException">Given back twice, or more than were rented: a bug.</exception>
    public void Return(RiskArrays arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        lock (_gate)
        {
            if (_count == _capacity || Array.IndexOf(_free, arrays, 0, _count) >= 0)
            {
                throw new InvalidOperationException("Risk arrays were given back that were not rented.");
            }

            _free[_count++] = arrays;
        }
    }
}
