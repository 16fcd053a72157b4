using System;
using ILGPU;
using ILGPU.Runtime;

namespace HybridGpu.Kernels.Backends;

/// <summary>A device array that grows to the largest tick seen and is then reused.</summary>
/// <remarks>Copies are begun, not waited for: the caller synchronises once after all of them.</remarks>
/// <typeparam name="T">The element.</typeparam>
internal sealed class DeviceBuffer<T>(Accelerator accelerator, PageLocks locks) : IDisposable
    where T : unmanaged
{
    private MemoryBuffer1D<T, Stride1D.Dense>? _buffer;

    /// <summary>The first elements, whatever they hold; allocates when there are too few.</summary>
    public ArrayView<T> Reserve(int count)
    {
        if (_buffer is null || _buffer.Length < count)
        {
            _buffer?.Dispose();
            _buffer = accelerator.Allocate1D<T>(Math.Max(1, count));
        }

        return _buffer.View.BaseView.SubView(0, count);
    }

    /// <summary>All that is there, kept as it is.</summary>
    public ArrayView<T> Whole => _buffer!.View.BaseView;

    /// <summary>Begins to copy the first count elements of a pinned array to the device.</summary>
    public ArrayView<T> Upload(T[] source, int count)
    {
        ArrayView<T> view = Reserve(count);
        if (count > 0)
        {
            locks.Lock(source);
            view.CopyFromCPUUnsafeAsync(accelerator.DefaultStream, ref source[0], count);
        }

        return view;
    }

    /// <summary>Begins to copy the first count elements back into a pinned array.</summary>
    public void Download(T[] target, int count)
    {
        if (count > 0)
        {
            locks.Lock(target);
            _buffer!.View.BaseView.SubView(0, count)
                .CopyToCPUUnsafeAsync(accelerator.DefaultStream, ref target[0], count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer?.Dispose();
}
