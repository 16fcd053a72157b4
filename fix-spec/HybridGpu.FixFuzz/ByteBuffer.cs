using System;

namespace HybridGpu.FixFuzz;

/// <summary>Bytes that grow, with the cuts and inserts that mutation needs. Thread: one.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1024];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>All of them; valid until the next change.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Forgets everything.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends bytes.</summary>
    /// <param name="bytes">The bytes; not part of this buffer.</param>
    public void Add(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Insert(Length, bytes.Length));

    /// <summary>Appends a byte.</summary>
    /// <param name="value">The byte.</param>
    public void Add(byte value) => Insert(Length, 1)[0] = value;

    /// <summary>Appends a number in decimal.</summary>
    /// <param name="value">The number.</param>
    public void Add(long value)
    {
        Span<byte> text = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(value, text, out int length);
        Add(text[..length]);
    }

    /// <summary>Makes room within.</summary>
    /// <param name="at">Where.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>The room, with what was there before.</returns>
    public Span<byte> Insert(int at, int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, 2 * _bytes.Length));
        }

        _bytes.AsSpan(at, Length - at).CopyTo(_bytes.AsSpan(at + count));
        Length += count;
        return _bytes.AsSpan(at, count);
    }

    /// <summary>Takes bytes out.</summary>
    /// <param name="at">The first.</param>
    /// <param name="count">How many.</param>
    public void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, Length - at - count).CopyTo(_bytes.AsSpan(at));
        Length -= count;
    }
}
