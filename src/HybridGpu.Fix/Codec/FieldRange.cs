using System;

namespace HybridGpu.Fix.Codec;

/// <summary>
/// A level of a message (its whole, or one group entry) with typed lookups; generated readers wrap it.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="from">First field.</param>
/// <param name="to">Field after the last.</param>
/// <remarks>Absent and malformed fields read as empty or zero; validated messages have no malformed ones.</remarks>
public readonly struct FieldRange(FixMessage message, int from, int to)
{
    /// <summary>The message.</summary>
    public FixMessage Message { get; } = message;

    /// <summary>First field.</summary>
    public int From { get; } = from;

    /// <summary>Field after the last.</summary>
    public int To { get; } = to;

    /// <summary>Whether the tag occurs.</summary>
    /// <param name="tag">The tag.</param>
    public bool Has(int tag) => Message.IndexOf(tag, From, To) >= 0;

    /// <summary>A field's bytes, empty when absent.</summary>
    /// <param name="tag">The tag.</param>
    public ReadOnlySpan<byte> Bytes(int tag)
    {
        Message.TryGetBytesAt(Message.IndexOf(tag, From, To), out ReadOnlySpan<byte> value);
        return value;
    }

    /// <summary>An integer, 0 when absent.</summary>
    /// <param name="tag">The tag.</param>
    public long Integer(int tag) => FixInteger.TryParse(Bytes(tag), out long value) ? value : 0;

    /// <summary>A decimal, 0 when absent.</summary>
    /// <param name="tag">The tag.</param>
    public FixDecimal Decimal(int tag) => FixDecimal.TryParse(Bytes(tag), out FixDecimal value) ? value : default;

    /// <summary>A character, 0 when absent.</summary>
    /// <param name="tag">The tag.</param>
    public byte Char(int tag)
    {
        ReadOnlySpan<byte> value = Bytes(tag);
        return value.IsEmpty ? (byte)0 : value[0];
    }

    /// <summary>A flag, false when absent.</summary>
    /// <param name="tag">The tag.</param>
    public bool Boolean(int tag) => Char(tag) == (byte)'Y';

    /// <summary>A timestamp in ns since the Unix epoch, 0 when absent.</summary>
    /// <param name="tag">The tag.</param>
    public long UtcTimestampNs(int tag) => UtcTimestamp.TryParse(Bytes(tag), out long unixNs) ? unixNs : 0;

    /// <summary>The entries of a repeating group.</summary>
    /// <param name="countTag">The NumInGroup field.</param>
    /// <param name="delimiterTag">The first field of each entry.</param>
    public GroupCursor Group(int countTag, int delimiterTag) => new(Message, countTag, delimiterTag, From, To);
}
