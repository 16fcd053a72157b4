using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace HybridGpu.Settlement.Risk;

/// <summary>Epochs on their way from where arrays are current to where events are translated.</summary>
/// <remarks>An epoch that the engine refused is never asked for, and is dropped when a later one is. At the bound
/// whoever puts one in waits, as for a full ring. Thread: one puts in, one takes out.</remarks>
public sealed class RiskEpochInbox
{
    private readonly object _changed = new();
    private readonly Queue<RiskEpochData> _epochs = [];
    private readonly int _capacity;
    private bool _isClosed;

    /// <summary>An inbox.</summary>
    /// <param name="capacity">Most epochs that may wait.</param>
    public RiskEpochInbox(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Puts an epoch in, waiting while the inbox is full and open.</summary>
    /// <param name="epoch">Later than those before it.</param>
    public void Add(RiskEpochData epoch)
    {
        lock (_changed)
        {
            while (_epochs.Count >= _capacity && !_isClosed)
            {
                Monitor.Wait(_changed);
            }

            if (!_isClosed)
            {
                _epochs.Enqueue(epoch);
            }
        }
    }

    /// <summary>Takes an epoch out, and those before it away.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="epoch">The epoch.</param>
    /// <returns>False when it isn't there; then only earlier ones are gone.</returns>
    public bool TryTake(ulong number, [NotNullWhen(true)] out RiskEpochData? epoch)
    {
        lock (_changed)
        {
            epoch = null;
            while (epoch is null && _epochs.TryPeek(out RiskEpochData? next) && next.Epoch <= number)
            {
                _epochs.Dequeue();
                epoch = next.Epoch == number ? next : null;
            }

            Monitor.PulseAll(_changed);
            return epoch is not null;
        }
    }

    /// <summary>Nobody takes epochs out any more: what is put in is dropped, and nobody waits.</summary>
    public void Close()
    {
        lock (_changed)
        {
            _isClosed = true;
            _epochs.Clear();
            Monitor.PulseAll(_changed);
        }
    }
}
