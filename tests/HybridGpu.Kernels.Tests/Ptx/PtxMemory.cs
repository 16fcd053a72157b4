using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>A card's global memory for the interpreter: each array by itself, so that an index past the end of one
/// throws and never reads another.</summary>
internal sealed class PtxMemory
{
    private readonly List<byte[]> _arrays = [];

    /// <summary>A copy of an array on the card.</summary>
    /// <returns>Its address.</returns>
    public PtxView Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        PtxView view = Reserve<T>(values.Length);
        MemoryMarshal.AsBytes(values).CopyTo(_arrays[^1]);
        return view;
    }

    /// <summary>A zeroed array on the card.</summary>
    public PtxView Reserve<T>(int length)
        where T : unmanaged
    {
        _arrays.Add(new byte[length * Unsafe.SizeOf<T>()]);
        return new PtxView((ulong)_arrays.Count << 32, length);
    }

    /// <summary>An array from the card.</summary>
    public void Download<T>(PtxView view, Span<T> into)
        where T : unmanaged =>
        _arrays[(int)(view.Address >> 32) - 1].CopyTo(MemoryMarshal.AsBytes(into[..view.Length]));

    /// <summary>Reads some bytes as a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside every array.</exception>
    public ulong Load(ulong address, int bytes)
    {
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        At(address, bytes).CopyTo(number);
        return MemoryMarshal.Read<ulong>(number);
    }

    /// <summary>Writes the low bytes of a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside every array.</exception>
    public void Store(ulong address, int bytes, ulong value) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in value))[..bytes].CopyTo(At(address, bytes));

    private Span<byte> At(ulong address, int bytes)
    {
        int array = (int)(address >> 32) - 1;
        uint offset = (uint)address;
        if ((uint)array >= (uint)_arrays.Count || (long)offset + bytes > _arrays[array].Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(address), $"0x{address:x16}", $"{bytes} bytes there are in no array of the kernel's.");
        }

        return _arrays[array].AsSpan((int)offset, bytes);
    }
}

/// <summary>An array on the card, as kernels get it.</summary>
/// <param name="Address">Of its first element.</param>
/// <param name="Length">In elements.</param>
internal readonly record struct PtxView(ulong Address, int Length);
