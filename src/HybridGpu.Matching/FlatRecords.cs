using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace HybridGpu.Matching;

/// <summary>
/// Structs by index in one stretch of zeroed memory that begins at a cache line and never moves, so that references
/// stay valid. The stretch is reserved for the whole capacity; the system gives a page of it when it is first written.
/// </summary>
/// <typeparam name="T">A struct without references.</typeparam>
/// <remarks>
/// One thread. Hot path: an index costs one load and one check. The memory is not the collector's, which would count
/// and clear all of it: a reference must not outlive this object, so whoever holds one holds the pool as well.
/// </remarks>
internal sealed unsafe class FlatRecords<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    private readonly void* _memory;
    private readonly T* _first;
    private readonly int _capacity;
    private long _touched;

    /// <summary>Reserves the memory.</summary>
    /// <param name="capacity">Structs.</param>
    /// <exception cref="OutOfMemoryException">The system refuses that much.</exception>
    public FlatRecords(int capacity)
    {
        _capacity = capacity;
        _memory = NativeMemory.AllocZeroed(((nuint)capacity * (nuint)sizeof(T)) + LineBytes);
        _first = (T*)(((nint)_memory + LineBytes - 1) & -LineBytes);
    }

    /// <summary>Gives the memory back.</summary>
    ~FlatRecords()
    {
        NativeMemory.Free(_memory);
        if (_touched > 0)
        {
            GC.RemoveMemoryPressure(_touched);
        }
    }

    /// <summary>The struct of an index; zero until it is written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond the capacity.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_capacity)
            {
                ThrowOutOfRange(index);
            }

            return ref _first[index];
        }
    }

    /// <summary>Asks the processor to have a struct in its nearest cache; does nothing beyond the capacity or on
    /// processors without such a request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int index)
    {
        if (Sse.IsSupported && (uint)index < (uint)_capacity)
        {
            Sse.Prefetch0(_first + index);
        }
    }

    /// <summary>Writes to the first structs' pages, so that the system has given them.</summary>
    public void Touch(int count)
    {
        long bytes = (long)count * sizeof(T);
        NativeMemory.Clear(_first, (nuint)bytes);
        if (bytes > _touched)
        {
            // The collector doesn't see this memory, and would let pools that nobody uses pile up.
            GC.AddMemoryPressure(bytes - _touched);
            _touched = bytes;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowOutOfRange(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, null);
}
