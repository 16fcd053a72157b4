using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridGpu.Matching;

/// <summary>
/// Structs by index in chunks of memory that begin at a cache line and never move: a struct of 32 or 64 bytes lies in
/// one line, which an array doesn't give. Growing adds a chunk, so that references stay valid.
/// </summary>
/// <typeparam name="T">A struct without references.</typeparam>
/// <remarks>
/// One thread. Hot path: an index costs two loads and one bounds check. The place within a chunk is masked to the
/// chunk's length, and the chunk's own index is checked by the runtime, so that no index reaches outside.
/// </remarks>
internal sealed class AlignedChunks<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    private readonly int _shift;
    private readonly int _mask;
    private readonly Chunk[] _chunks;

    /// <summary>No memory yet.</summary>
    /// <param name="capacity">Most structs at once.</param>
    /// <param name="chunkShift">A chunk holds two to this power.</param>
    public AlignedChunks(int capacity, int chunkShift)
    {
        _shift = chunkShift;
        _mask = (1 << chunkShift) - 1;
        _chunks = new Chunk[(capacity + _mask) >> chunkShift];
    }

    /// <summary>Structs that there is memory for.</summary>
    public int Allocated { get; private set; }

    /// <summary>The struct of an index; zero until it is written. Valid for ever.</summary>
    /// <exception cref="IndexOutOfRangeException">Beyond the capacity.</exception>
    /// <exception cref="NullReferenceException">In a chunk that there is no memory for.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ref Chunk chunk = ref _chunks[index >> _shift];
            nint offset = chunk.FirstByte + ((nint)(index & _mask) * Unsafe.SizeOf<T>());
            return ref Unsafe.As<byte, T>(
                ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(chunk.Memory), offset));
        }
    }

    /// <summary>Adds a chunk.</summary>
    public void Grow()
    {
        byte[] memory = GC.AllocateArray<byte>(((_mask + 1) * Unsafe.SizeOf<T>()) + LineBytes, pinned: true);
        nint start = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        _chunks[Allocated >> _shift] = new Chunk { Memory = memory, FirstByte = -start & (LineBytes - 1) };
        Allocated += _mask + 1;
    }

    private struct Chunk
    {
        public byte[] Memory;
        public nint FirstByte;
    }
}
