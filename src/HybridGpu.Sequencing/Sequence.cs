using System.Runtime.CompilerServices;
using System.Threading;

namespace HybridGpu.Sequencing;

/// <summary>A progress counter that one thread advances and others watch, alone on its cache lines.</summary>
/// <remarks>
/// Layout: 128 bytes of padding on both sides of the counter, because x86 prefetches lines in pairs and several ARM
/// cores have 128-byte lines: wherever the collector puts the object, nothing else that is written shares the
/// counter's lines. Thread: any. Ordering: reads acquire and writes release, so what was written before
/// <see cref="SetValue"/> is seen by whoever reads that value, on ARM as on x86. Cost: no allocation after creation.
/// </remarks>
public sealed class Sequence
{
    /// <summary>The value of a sequence nothing has passed yet: one before the first event, which is 0.</summary>
    public const long InitialValue = -1;

    private PaddedLong _padded;

    /// <summary>Creates a sequence that stands at <see cref="InitialValue"/>.</summary>
    public Sequence()
        : this(InitialValue)
    {
    }

    /// <summary>Creates a sequence that stands at a given value.</summary>
    /// <param name="initialValue">The last event already passed; -1 for none.</param>
    public Sequence(long initialValue) => Volatile.Write(ref _padded.Value, initialValue);

    /// <summary>Hot path: one acquiring load. The last event passed.</summary>
    public long Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _padded.Value);
    }

    internal ref long ValueReference => ref _padded.Value;

    /// <summary>Hot path: one releasing store, no fence. For the one thread that owns the sequence.</summary>
    /// <param name="value">The last event passed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SetValue(long value) => Volatile.Write(ref _padded.Value, value);

    /// <summary>Hot path: one interlocked operation. Sets the value if it still is what the caller saw.</summary>
    /// <param name="expected">The value the caller saw.</param>
    /// <param name="next">The value to set.</param>
    /// <returns>True if this call set it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool CompareAndSet(long expected, long next) =>
        Interlocked.CompareExchange(ref _padded.Value, next, expected) == expected;

    /// <summary>Hot path: one interlocked operation. Adds to the value and gives the result.</summary>
    /// <param name="increment">How much to add.</param>
    /// <returns>The value after the addition.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long AddAndGet(long increment) => Interlocked.Add(ref _padded.Value, increment);

    /// <summary>The value as text, for logs and debuggers.</summary>
    /// <returns>The value in invariant digits.</returns>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
