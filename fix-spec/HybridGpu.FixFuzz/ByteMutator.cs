using System;

namespace HybridGpu.FixFuzz;

/// <summary>Damages bytes without knowing what they mean. Thread: one.</summary>
/// <param name="random">What it draws from.</param>
internal sealed class ByteMutator(FuzzRandom random)
{
    /// <summary>Applies one to three faults to a part of a buffer.</summary>
    /// <param name="bytes">The buffer.</param>
    /// <param name="from">The first byte that may be hurt; what stands before is left alone.</param>
    /// <param name="other">Another message, to splice and merge with.</param>
    public void Mutate(ByteBuffer bytes, int from, ReadOnlySpan<byte> other)
    {
        for (int count = 1 + random.Below(3); count > 0 && bytes.Length > from; count--)
        {
            MutateOnce(bytes, from, other);
        }
    }

    private void MutateOnce(ByteBuffer bytes, int from, ReadOnlySpan<byte> other)
    {
        int at = from + random.Below(bytes.Length - from);
        int count = 1 + random.Below(Math.Min(24, bytes.Length - at));
        switch (random.Below(8))
        {
            case 0:
                bytes.Span[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                bytes.Span[at] = (byte)random.Below(256);
                break;
            case 2:
                bytes.Remove(at, count);
                break;
            case 3:
                bytes.Remove(at, bytes.Length - at);
                break;
            case 4:
                Fill(bytes.Insert(at, count));
                break;
            case 5:
                bytes.Span.Slice(at, count).ToArray().CopyTo(bytes.Insert(at, count));
                break;
            case 6:
                Splice(bytes, at, other);
                break;
            default:
                // The head of one message with the tail of another.
                bytes.Remove(at, bytes.Length - at);
                bytes.Add(other[random.Below(other.Length)..]);
                break;
        }
    }

    private void Splice(ByteBuffer bytes, int at, ReadOnlySpan<byte> other)
    {
        int start = random.Below(other.Length);
        ReadOnlySpan<byte> piece = other.Slice(start, 1 + random.Below(other.Length - start));
        piece.CopyTo(bytes.Insert(at, piece.Length));
    }

    private void Fill(Span<byte> room)
    {
        foreach (ref byte value in room)
        {
            value = random.OneIn(3) ? random.Pick("8=FIX.49\u0001103"u8) : (byte)random.Below(256);
        }
    }
}
