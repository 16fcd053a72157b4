using System;

namespace HybridGpu.Fix.Codec;

/// <summary>A parsed message: the receive buffer's bytes and a table of where each field's value lies.</summary>
/// <remarks>
/// One instance is reused for every message of a connection; nothing is copied. It is valid only during the callback
/// that hands it out: take what must be kept. Lookups are by first occurrence, which is exact because FIX (and the
/// dictionary, checked by the generator) never uses one tag at two levels of a message.
/// Cost: no allocation once the table has grown to the largest message. Thread: the owner's.
/// </remarks>
public sealed partial class FixMessage
{
    /// <summary>The byte after each field (SOH).</summary>
    public const byte Separator = 1;

    /// <summary>The most fields a message may have; more makes it unreadable.</summary>
    public const int MaxFieldCount = 128 * 1024;

    private byte[] _buffer = [];
    private int[] _tags = new int[256];
    private int[] _starts = new int[256];
    private int[] _lengths = new int[256];
    private int _offset;
    private int _length;

    /// <summary>How many fields there are, from BeginString to CheckSum.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The whole message as received.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_offset, _length);

    /// <summary>MsgType(35), empty if the third field is something else.</summary>
    public ReadOnlySpan<byte> MsgType => FieldCount > 2 && _tags[2] == 35 ? ValueAt(2) : default;

    /// <summary>The tags in order. 0 stands for one that is not a positive number.</summary>
    public ReadOnlySpan<int> Tags => _tags.AsSpan(0, FieldCount);

    /// <summary>Reads the fields' positions. Hot path: about 10 ns per field, no allocation.</summary>
    /// <param name="buffer">The buffer, kept by reference until the next parse.</param>
    /// <param name="offset">Where the message starts.</param>
    /// <param name="length">Its length.</param>
    /// <returns>False when there are more than <see cref="MaxFieldCount"/> fields. Bad fields are left for
    /// validation.</returns>
    public bool Parse(byte[] buffer, int offset, int length)
    {
        ReadOnlySpan<byte> bytes = buffer.AsSpan(offset, length);
        _buffer = buffer;
        _offset = offset;
        _length = length;
        FieldCount = 0;
        int position = 0;
        while (position < bytes.Length)
        {
            int tag = ReadTag(bytes, ref position);
            int valueLength = ValueLength(bytes, position, tag);
            if (FieldCount == _tags.Length && !Grow())
            {
                return false;
            }

            _tags[FieldCount] = tag;
            _starts[FieldCount] = offset + position;
            _lengths[FieldCount] = valueLength;
            FieldCount++;
            position += valueLength + 1;
        }

        return true;
    }

    /// <summary>The tag of a field.</summary>
    /// <param name="index">0 to <see cref="FieldCount"/> - 1.</param>
    public int TagAt(int index) => Tags[index];

    /// <summary>The value of a field, without the separator.</summary>
    /// <param name="index">0 to <see cref="FieldCount"/> - 1.</param>
    public ReadOnlySpan<byte> ValueAt(int index) => _buffer.AsSpan(_starts[index], _lengths[index]);

    /// <summary>Where the first field with a tag stands.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>Its index, or -1.</returns>
    public int IndexOf(int tag) => Tags.IndexOf(tag);

    /// <summary>Whether one of two tags occurs; one pass over the fields.</summary>
    /// <param name="tag">A tag.</param>
    /// <param name="other">Another.</param>
    public bool HasAny(int tag, int other) => Tags.ContainsAny(tag, other);

    /// <summary>Where a tag stands within a range of fields, as group entries look.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="from">First index.</param>
    /// <param name="to">Index after the last.</param>
    /// <returns>Its index in the message, or -1.</returns>
    public int IndexOf(int tag, int from, int to)
    {
        if (from >= to)
        {
            return -1;
        }

        int found = Tags[from..to].IndexOf(tag);
        return found < 0 ? -1 : from + found;
    }

    /// <summary>Whether the tag occurs.</summary>
    /// <param name="tag">The tag.</param>
    public bool Has(int tag) => IndexOf(tag) >= 0;

    /// <summary>A field's bytes.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">The value, empty when absent.</param>
    /// <returns>Whether the tag occurs.</returns>
    public bool TryGetBytes(int tag, out ReadOnlySpan<byte> value) => TryGetBytesAt(IndexOf(tag), out value);

    /// <summary>An integer field.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">The number, 0 when absent or malformed.</param>
    /// <returns>Whether the tag occurs and reads as an integer.</returns>
    public bool TryGetInteger(int tag, out long value)
    {
        value = 0;
        return TryGetBytes(tag, out ReadOnlySpan<byte> text) && FixInteger.TryParse(text, out value);
    }

    /// <summary>A price, quantity or amount.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">The number, 0 when absent or malformed.</param>
    /// <returns>Whether the tag occurs and reads as a decimal.</returns>
    public bool TryGetDecimal(int tag, out FixDecimal value)
    {
        value = default;
        return TryGetBytes(tag, out ReadOnlySpan<byte> text) && FixDecimal.TryParse(text, out value);
    }

    /// <summary>A UTCTimestamp field.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="unixNs">ns since the Unix epoch, 0 when absent or malformed.</param>
    /// <returns>Whether the tag occurs and reads as a timestamp.</returns>
    public bool TryGetUtcTimestamp(int tag, out long unixNs)
    {
        unixNs = 0;
        return TryGetBytes(tag, out ReadOnlySpan<byte> text) && UtcTimestamp.TryParse(text, out unixNs);
    }

    /// <summary>A flag: whether the field is there and says Y.</summary>
    /// <param name="tag">The tag.</param>
    public bool IsYes(int tag) => TryGetBytes(tag, out ReadOnlySpan<byte> text) && text.SequenceEqual("Y"u8);

    /// <summary>The message with SOH shown as <c>|</c>: for logs and tests, allocates.</summary>
    public override string ToString() => System.Text.Encoding.Latin1.GetString(Raw).Replace('\u0001', '|');

    internal bool TryGetBytesAt(int index, out ReadOnlySpan<byte> value)
    {
        value = index < 0 ? default : ValueAt(index);
        return index >= 0;
    }

    private static int ReadTag(ReadOnlySpan<byte> bytes, ref int position)
    {
        int tag = 0;
        bool valid = true;
        int first = position;
        while (position < bytes.Length)
        {
            byte character = bytes[position];
            if (character == (byte)'=')
            {
                valid &= position > first && bytes[first] != (byte)'0';
                position++;
                return valid ? tag : 0;
            }

            if (character == Separator)
            {
                // No '=' at all: an empty field with tag 0; the separator is left where a value's end is looked for.
                return 0;
            }

            uint digit = (uint)(character - '0');
            valid &= digit <= 9 && tag < 100_000_000;
            tag = valid ? (tag * 10) + (int)digit : tag;
            position++;
        }

        return 0;
    }

    private int ValueLength(ReadOnlySpan<byte> bytes, int position, int tag)
    {
        int lengthTag = Generated.DataFields.LengthTagOf(tag);
        if (lengthTag != 0 && FieldCount > 0 && _tags[FieldCount - 1] == lengthTag
            && FixInteger.TryParse(ValueAt(FieldCount - 1), out long dataLength)
            && dataLength >= 0 && position + dataLength < bytes.Length
            && bytes[position + (int)dataLength] == Separator)
        {
            return (int)dataLength;
        }

        int length = bytes[position..].IndexOf(Separator);
        return length < 0 ? bytes.Length - position : length;
    }

    private bool Grow()
    {
        int size = _tags.Length * 2;
        if (size > MaxFieldCount)
        {
            return false;
        }

        Array.Resize(ref _tags, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _lengths, size);
        return true;
    }
}
