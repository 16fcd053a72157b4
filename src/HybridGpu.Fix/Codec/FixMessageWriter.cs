using System;
using System.Buffers.Text;
using System.Diagnostics;

namespace HybridGpu.Fix.Codec;

/// <summary>Writes one message's body; the session puts header and trailer round it when it is sent.</summary>
/// <remarks>
/// <see cref="Begin"/>, then fields in wire order, then hand it to a session. Room is kept before the body, into which
/// the session writes the header backwards, so that body length, number and time are known and nothing is moved.
/// One writer serves many sessions, one message at a time. Errors: beyond the maximum the message is marked
/// <see cref="Overflowed"/> and the session refuses to send it; nothing throws.
/// Cost: no allocation once grown to the largest message. Thread: one owner.
/// </remarks>
public sealed class FixMessageWriter
{
    /// <summary>Bytes kept free before the body for the header.</summary>
    internal const int HeadRoom = 384;

    /// <summary>Bytes kept free after the body for the checksum field.</summary>
    private const int TailRoom = 8;

    private readonly int _maxMessageBytes;
    private readonly byte[] _msgType = new byte[8];
    private byte[] _buffer;
    private int _msgTypeLength;
    private int _position;

    /// <summary>Creates a writer.</summary>
    /// <param name="maxMessageBytes">The largest message it will write.</param>
    /// <param name="timestampPrecision">Digits after the second in timestamps of the body.</param>
    public FixMessageWriter(
        int maxMessageBytes = FrameReader.DefaultMaxMessageBytes,
        TimestampPrecision timestampPrecision = TimestampPrecision.Milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 512);
        _maxMessageBytes = maxMessageBytes;
        TimestampPrecision = timestampPrecision;
        _buffer = new byte[Math.Min(4096, HeadRoom + maxMessageBytes)];
        _position = HeadRoom;
    }

    /// <summary>Digits after the second in timestamps of the body.</summary>
    public TimestampPrecision TimestampPrecision { get; }

    /// <summary>Whether the message outgrew its maximum and cannot be sent.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>MsgType(35) given to <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> MsgType => _msgType.AsSpan(0, _msgTypeLength);

    /// <summary>The body written so far, without header and trailer.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(HeadRoom, _position - HeadRoom);

    /// <summary>Starts a message and forgets the one before.</summary>
    /// <param name="msgType">MsgType(35), 1 to 8 bytes.</param>
    public void Begin(ReadOnlySpan<byte> msgType)
    {
        Debug.Assert(msgType.Length is > 0 and <= 8, "MsgType has 1 to 8 bytes.");
        msgType.CopyTo(_msgType);
        _msgTypeLength = msgType.Length;
        _position = HeadRoom;
        Overflowed = false;
    }

    /// <summary>A field with its bytes as they are. Hot path: a copy.</summary>
    /// <param name="tagPrefix">The tag and '=', such as <c>"55="u8</c>.</param>
    /// <param name="value">The value; must not contain SOH unless it is a data field with its length before it.</param>
    public void Write(ReadOnlySpan<byte> tagPrefix, ReadOnlySpan<byte> value)
    {
        if (!Ensure(tagPrefix.Length + value.Length + 1))
        {
            return;
        }

        tagPrefix.CopyTo(_buffer.AsSpan(_position));
        _position += tagPrefix.Length;
        value.CopyTo(_buffer.AsSpan(_position));
        _position += value.Length;
        _buffer[_position++] = FixMessage.Separator;
    }

    /// <summary>An integer field.</summary>
    /// <param name="tagPrefix">The tag and '='.</param>
    /// <param name="value">The number.</param>
    public void Write(ReadOnlySpan<byte> tagPrefix, long value)
    {
        if (StartField(tagPrefix, 20))
        {
            Utf8Formatter.TryFormat(value, _buffer.AsSpan(_position), out int written);
            EndField(written);
        }
    }

    /// <summary>A decimal field, written with exactly its scale.</summary>
    /// <param name="tagPrefix">The tag and '='.</param>
    /// <param name="value">The number.</param>
    public void Write(ReadOnlySpan<byte> tagPrefix, FixDecimal value)
    {
        if (StartField(tagPrefix, FixDecimal.MaxFormattedLength))
        {
            value.TryFormat(_buffer.AsSpan(_position), out int written);
            EndField(written);
        }
    }

    /// <summary>A one-character field.</summary>
    /// <param name="tagPrefix">The tag and '='.</param>
    /// <param name="value">The character.</param>
    public void WriteChar(ReadOnlySpan<byte> tagPrefix, byte value)
    {
        if (StartField(tagPrefix, 1))
        {
            _buffer[_position] = value;
            EndField(1);
        }
    }

    /// <summary>A Boolean field, Y or N.</summary>
    /// <param name="tagPrefix">The tag and '='.</param>
    /// <param name="value">The flag.</param>
    public void WriteBoolean(ReadOnlySpan<byte> tagPrefix, bool value) =>
        WriteChar(tagPrefix, value ? (byte)'Y' : (byte)'N');

    /// <summary>A UTCTimestamp field.</summary>
    /// <param name="tagPrefix">The tag and '='.</param>
    /// <param name="unixNs">ns since the Unix epoch.</param>
    public void WriteUtcTimestamp(ReadOnlySpan<byte> tagPrefix, long unixNs)
    {
        if (StartField(tagPrefix, UtcTimestamp.MaxLength))
        {
            EndField(UtcTimestamp.Format(unixNs, TimestampPrecision, _buffer.AsSpan(_position)));
        }
    }

    /// <summary>A field whose tag is only known at run time: for tools and tests, slower.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">The value.</param>
    public void WriteField(int tag, ReadOnlySpan<byte> value)
    {
        Span<byte> prefix = stackalloc byte[12];
        Utf8Formatter.TryFormat(tag, prefix, out int length);
        prefix[length++] = (byte)'=';
        Write(prefix[..length], value);
    }

    /// <summary>Fields already encoded, separators included, as a resend takes them from the store.</summary>
    /// <param name="encoded">Whole fields.</param>
    internal void WriteEncoded(ReadOnlySpan<byte> encoded)
    {
        if (Ensure(encoded.Length))
        {
            encoded.CopyTo(_buffer.AsSpan(_position));
            _position += encoded.Length;
        }
    }

    /// <summary>
    /// Puts header and trailer round the body. Hot path: a few copies and one checksum, no allocation.
    /// </summary>
    /// <param name="header">The session's pre-encoded header.</param>
    /// <param name="msgSeqNum">MsgSeqNum(34).</param>
    /// <param name="sendingTimeNs">SendingTime(52).</param>
    /// <param name="origSendingTimeNs">OrigSendingTime(122) of a PossDup message, or -1 for a new one.</param>
    /// <param name="bodyOffset">Where the body starts in the result, for the store.</param>
    /// <returns>The whole message, valid until the next <see cref="Begin"/>.</returns>
    internal ReadOnlyMemory<byte> Finish(
        HeaderTemplate header, long msgSeqNum, long sendingTimeNs, long origSendingTimeNs, out int bodyOffset)
    {
        int start = header.WriteBackwards(
            _buffer, HeadRoom, _position, MsgType, msgSeqNum, sendingTimeNs, origSendingTimeNs);
        byte sum = Checksum.Compute(_buffer.AsSpan(start, _position - start));
        Span<byte> trailer = _buffer.AsSpan(_position, TailRoom);
        "10="u8.CopyTo(trailer);
        trailer[3] = (byte)('0' + (sum / 100));
        trailer[4] = (byte)('0' + (sum / 10 % 10));
        trailer[5] = (byte)('0' + (sum % 10));
        trailer[6] = FixMessage.Separator;
        bodyOffset = HeadRoom - start;
        return _buffer.AsMemory(start, _position + 7 - start);
    }

    private bool StartField(ReadOnlySpan<byte> tagPrefix, int maxValueLength)
    {
        if (!Ensure(tagPrefix.Length + maxValueLength + 1))
        {
            return false;
        }

        tagPrefix.CopyTo(_buffer.AsSpan(_position));
        _position += tagPrefix.Length;
        return true;
    }

    private void EndField(int valueLength)
    {
        _position += valueLength;
        _buffer[_position++] = FixMessage.Separator;
    }

    private bool Ensure(int byteCount) =>
        (_position + byteCount + TailRoom <= _buffer.Length && !Overflowed) || Grow(byteCount);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private bool Grow(int byteCount)
    {
        int needed = _position + byteCount + TailRoom;
        if (Overflowed || needed > _maxMessageBytes)
        {
            Overflowed = true;
            return false;
        }

        Array.Resize(ref _buffer, Math.Min(Math.Max(needed, _buffer.Length * 2), HeadRoom + _maxMessageBytes));
        return true;
    }
}
