using System;
using ILGPU;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>A device array that grows to the largest tick seen and is then reused.</summary>
/// <typeparam name="T">The element.</typeparam>
internal sealed class DeviceBuffer<T>(Accelerator accelerator) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? _buffer;

    /// <summary>A view of so many elements, whatever they hold.</summary>
    public ArrayView<T> Reserve(int count)
    {
        if (_buffer is null || _buffer.Length < count)
        {
            _buffer?.Dispose();
            _buffer = accelerator.Allocate1D<T>(Math.Max(1, count));
        }

        return _buffer.View.BaseView.SubView(0, count);
    }

    /// <summary>A view of the first count elements of an array, copied to the device.</summary>
    public ArrayView<T> Upload(T[] source, int count)
    {
        ArrayView<T> view = Reserve(count);
        if (count > 0)
        {
            view.CopyFromCPU(ref source[0], count);
        }

        return view;
    }

    /// <summary>Copies the first count elements back.</summary>
    public void Download(T[] target, int count)
    {
        if (count > 0)
        {
            _buffer!.View.BaseView.SubView(0, count).CopyToCPU(ref target[0], count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();
}
