using HybridGpu.Kernels.Backends;
using ILGPU;
using ILGPU.Runtime.CPU;

namespace HybridGpu.Kernels.Tests;

/// <summary>The bound on host arrays that a device reads and writes itself.</summary>
public sealed class PageLocksTests
{
    [Test]
    public void One_array_too_many_unlocks_all_and_those_in_use_are_locked_again()
    {
        using Context context = Context.Create(builder => builder.CPU());
        using CPUAccelerator accelerator = context.CreateCPUAccelerator(0);
        using var locks = new PageLocks(accelerator);
        long[][] arrays = [.. Enumerable.Range(0, PageLocks.Most + 1).Select(_ => Padded.Pinned<long>(8))];
        foreach (long[] array in arrays[..PageLocks.Most])
        {
            locks.Lock(array);
            locks.Lock(array);
        }

        Assert.That(locks.Count, Is.EqualTo(PageLocks.Most), "each once");

        locks.Lock(arrays[PageLocks.Most]);
        Assert.That(locks.Count, Is.EqualTo(1));

        locks.Lock(arrays[0]);
        Assert.That(locks.Count, Is.EqualTo(2));
    }
}
