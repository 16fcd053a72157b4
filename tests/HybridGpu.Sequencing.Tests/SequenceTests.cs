using System.Runtime.CompilerServices;

namespace HybridGpu.Sequencing.Tests;

public sealed class SequenceTests
{
    [Test]
    public void The_counter_has_128_bytes_of_padding_on_both_sides()
    {
        var sequence = new Sequence();
        ref byte start = ref Unsafe.As<RawObject>(sequence).FirstByte;
        long offset = (long)Unsafe.ByteOffset(ref start, ref Unsafe.As<long, byte>(ref sequence.ValueReference));

        long before = GC.GetAllocatedBytesForCurrentThread();
        var other = new Sequence(5);
        long objectBytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(offset, Is.EqualTo(128));
        Assert.That(objectBytes, Is.EqualTo(128 + 8 + 128 + (2 * IntPtr.Size)), "header and method table included");
        Assert.That(other.Value, Is.EqualTo(5));
    }

    [Test]
    public void The_single_producers_own_fields_have_128_bytes_of_padding_on_both_sides()
    {
        ProducerState state = default;
        ref byte start = ref Unsafe.As<ProducerState, byte>(ref state);

        long claimed = (long)Unsafe.ByteOffset(ref start, ref Unsafe.As<long, byte>(ref state.Claimed));
        long gatingCache = (long)Unsafe.ByteOffset(ref start, ref Unsafe.As<long, byte>(ref state.GatingCache));

        Assert.That(claimed, Is.EqualTo(128));
        Assert.That(gatingCache, Is.EqualTo(136));
        Assert.That(Unsafe.SizeOf<ProducerState>(), Is.EqualTo(128 + 16 + 128));
    }

    [Test]
    public void A_new_sequence_stands_before_the_first_event()
    {
        Assert.That(new Sequence().Value, Is.EqualTo(-1));
        Assert.That(new Sequence().ToString(), Is.EqualTo("-1"));
    }

    [Test]
    public void Compare_and_set_sets_only_what_was_seen()
    {
        var sequence = new Sequence(7);

        Assert.That(sequence.CompareAndSet(6, 9), Is.False);
        Assert.That(sequence.Value, Is.EqualTo(7));
        Assert.That(sequence.CompareAndSet(7, 9), Is.True);
        Assert.That(sequence.AddAndGet(3), Is.EqualTo(12));
    }

    private sealed class RawObject
    {
        public byte FirstByte;
    }
}
