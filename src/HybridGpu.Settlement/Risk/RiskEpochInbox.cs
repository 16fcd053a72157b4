using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace HybridGpu.Settlement.Risk;

/// <summary>Epochs on their way from where arrays are computed to where events are translated.</summary>
/// <remarks>An epoch that the engine refused is never asked for, and is dropped when a later one is. Bounded. Thread: one
/// puts in, one takes out.</remarks>
public sealed class RiskEpochInbox
{
    private readonly Lock _lock = new();
    private readonly Queue<RiskEpochData> _epochs = [];
    private readonly int _capacity;

    /// <summary>An inbox.</summary>
    /// <param name="capacity">Most epochs that may wait.</param>
    public RiskEpochInbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Puts an epoch in.</summary>
    /// <param name="epoch">Later than those before it.</param>
    /// <returns>False when the inbox is full: settlement lags behind.</returns>
    public bool TryAdd(RiskEpochData epoch)
    {
        lock (_lock)
        {
            if (_epochs.Count >= _capacity)
            {
                return false;
            }

            _epochs.Enqueue(epoch);
            return true;
        }
    }

    /// <summary>Takes an epoch out, and those before it away.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="epoch">The epoch.</param>
    /// <returns>False when it isn't there; then only earlier ones are gone.</returns>
    public bool TryTake(ulong number, [NotNullWhen(true)] out RiskEpochData? epoch)
    {
        lock (_lock)
        {
            while (_epochs.TryPeek(out RiskEpochData? next) && next.Epoch <= number)
            {
                _epochs.Dequeue();
                if (next.Epoch == number)
                {
                    epoch = next;
                    return true;
                }
            }

            epoch = null;
            return false;
        }
    }
}
