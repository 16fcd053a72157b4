using System;
using System.Collections.Generic;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>Pages of the host that the card may read and write itself, without a copy in between.</summary>
/// <remarks>
/// The columns of a tick are the same arrays each time, so locking happens once an array. Bound: at
/// <see cref="Most"/> arrays all are unlocked and those in use locked again; no copy may then be under way.
/// </remarks>
internal sealed class PageLocks(Accelerator accelerator) : IDisposable
{
    /// <summary>Most arrays that are locked.</summary>
    public const int Most = 64;

    private readonly Dictionary<Array, IDisposable> _locks = new(ReferenceEqualityComparer.Instance);

    /// <summary>Arrays locked now.</summary>
    public int Count => _locks.Count;

    /// <summary>Locks a pinned array unless it is locked already.</summary>
    public void Lock<T>(T[] array)
        where T : unmanaged
    {
        if (_locks.ContainsKey(array))
        {
            return;
        }

        if (_locks.Count == Most)
        {
            accelerator.Synchronize();
            Dispose();
        }

        _locks.Add(array, accelerator.CreatePageLockFromPinned(array));
    }

    /// <summary>Unlocks all.</summary>
    public void Dispose()
    {
        foreach (IDisposable pages in _locks.Values)
        {
            pages.Dispose();
        }

        _locks.Clear();
    }
}
