using System;

namespace HybridGpu.Fix.Codec;

/// <summary>Cuts a byte stream into FIX messages by BodyLength(9) and then CheckSum(10).</summary>
/// <remarks>
/// Owns the receive buffer of one connection: take <see cref="GetMemory"/>, fill it, <see cref="Advance"/>, then call
/// <see cref="TryRead"/> until it says <see cref="FrameOutcome.NeedMore"/>. A message stays valid until the next call
/// of <see cref="GetMemory"/>. Errors: a wrong length or checksum skips to the next message start and is counted;
/// nothing throws on any input. Memory: grows up to twice the maximum message and never beyond.
/// Cost: no allocation once grown. Thread: the connection's reader only.
/// </remarks>
public sealed class FrameReader
{
    /// <summary>The maximum message size when none is given, in bytes.</summary>
    public const int DefaultMaxMessageBytes = 64 * 1024;

    // "10=ddd" and the separator.
    private const int TrailerLength = 7;

    // "8=FIX.4.4|9=" with room for other begin strings: beyond this without a BodyLength it is no message.
    private const int MaxPrefixLength = 40;
    private const int MaxBodyLengthDigits = 12;

    private int _maxMessageBytes;
    private byte[] _buffer;
    private int _start;
    private int _end;
    private bool _isLost;
    private byte _byteBefore;

    /// <summary>Creates a reader.</summary>
    /// <param name="maxMessageBytes">Hard maximum of one message, from 8= to the separator after 10=.</param>
    public FrameReader(int maxMessageBytes = DefaultMaxMessageBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessageBytes, 256);
        _maxMessageBytes = maxMessageBytes;
        _buffer = new byte[Math.Min(16 * 1024, 2 * maxMessageBytes)];
    }

    /// <summary>The buffer that offsets of <see cref="TryRead"/> refer to.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>How often bytes were skipped because they were no valid message.</summary>
    public long GarbledCount { get; private set; }

    /// <summary>How many bytes were skipped.</summary>
    public long SkippedByteCount { get; private set; }

    /// <summary>Bytes received and not yet read as messages.</summary>
    public int BufferedByteCount => _end - _start;

    /// <summary>Free room to receive into; never empty. Invalidates the last message.</summary>
    public Memory<byte> GetMemory()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_end == _buffer.Length || _start > _buffer.Length / 2)
        {
            MakeRoom();
        }

        return _buffer.AsMemory(_end);
    }

    /// <summary>Says how many bytes were received into <see cref="GetMemory"/>.</summary>
    /// <param name="byteCount">Bytes received.</param>
    public void Advance(int byteCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)byteCount, (uint)(_buffer.Length - _end));
        _end += byteCount;
    }

    /// <summary>Takes larger messages from here on, now that it is known who sends them.</summary>
    /// <param name="maxMessageBytes">The new maximum; a smaller one than before is ignored.</param>
    public void Allow(int maxMessageBytes) => _maxMessageBytes = Math.Max(_maxMessageBytes, maxMessageBytes);

    /// <summary>Forgets buffered bytes, for a new connection.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
        _isLost = false;
    }

    /// <summary>Hot path: finds the next message without copying it.</summary>
    /// <param name="offset">Where in <see cref="Buffer"/> it starts.</param>
    /// <param name="length">Its bytes, with the trailer.</param>
    /// <returns>What was found; call again unless more bytes are needed or the message is too large.</returns>
    public FrameOutcome TryRead(out int offset, out int length)
    {
        offset = _start;
        length = 0;
        if (_isLost)
        {
            return FindStart();
        }

        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.Length < 2)
        {
            return FrameOutcome.NeedMore;
        }

        if (bytes[0] != (byte)'8' || bytes[1] != (byte)'=')
        {
            return Lose();
        }

        FrameOutcome prefix = TryReadPrefix(bytes, out int bodyStart, out long bodyLength);
        if (prefix != FrameOutcome.Message)
        {
            return prefix == FrameOutcome.Garbled ? Lose() : prefix;
        }

        if (bodyStart + bodyLength + TrailerLength > _maxMessageBytes)
        {
            return FrameOutcome.TooLarge;
        }

        int total = bodyStart + (int)bodyLength + TrailerLength;
        if (bytes.Length < total)
        {
            return FrameOutcome.NeedMore;
        }

        ReadOnlySpan<byte> trailer = bytes.Slice(total - TrailerLength, TrailerLength);
        if (bytes[total - TrailerLength - 1] != FixMessage.Separator || !trailer.StartsWith("10="u8)
            || trailer[TrailerLength - 1] != FixMessage.Separator)
        {
            return Lose();
        }

        if (!ChecksumMatches(bytes[..(total - TrailerLength)], trailer.Slice(3, 3)))
        {
            // The frame itself is well delimited, so all of it goes: a message inside a data field never surfaces.
            _start += total;
            SkippedByteCount += total;
            GarbledCount++;
            return FrameOutcome.Garbled;
        }

        length = total;
        _start += total;
        return FrameOutcome.Message;
    }

    private static FrameOutcome TryReadPrefix(ReadOnlySpan<byte> bytes, out int bodyStart, out long bodyLength)
    {
        bodyStart = 0;
        bodyLength = 0;
        ReadOnlySpan<byte> prefix = bytes[..Math.Min(bytes.Length, MaxPrefixLength)];
        FrameOutcome incomplete = prefix.Length == MaxPrefixLength ? FrameOutcome.Garbled : FrameOutcome.NeedMore;
        int separator = prefix.IndexOf(FixMessage.Separator);
        if (separator < 0)
        {
            return incomplete;
        }

        if (prefix[2..separator].Contains((byte)'='))
        {
            // A broken-off start with a whole message behind it: not the frame that the numbers below would describe.
            return FrameOutcome.Garbled;
        }

        ReadOnlySpan<byte> second = prefix[(separator + 1)..];
        if ((second.Length > 0 && second[0] != (byte)'9') || (second.Length > 1 && second[1] != (byte)'='))
        {
            return FrameOutcome.Garbled;
        }

        int end = second.IndexOf(FixMessage.Separator);
        if (end < 0)
        {
            return incomplete;
        }

        if (end < 3 || end - 2 > MaxBodyLengthDigits || second[2] == (byte)'-'
            || !FixInteger.TryParse(second[2..end], out bodyLength))
        {
            return FrameOutcome.Garbled;
        }

        bodyStart = separator + 1 + end + 1;
        return FrameOutcome.Message;
    }

    private static bool ChecksumMatches(ReadOnlySpan<byte> message, ReadOnlySpan<byte> digits)
    {
        int sum = Checksum.Compute(message);
        return digits[0] == '0' + (sum / 100) && digits[1] == '0' + (sum / 10 % 10) && digits[2] == '0' + (sum % 10);
    }

    /// <summary>What begins here is no message: look for the next start after its first byte.</summary>
    private FrameOutcome Lose()
    {
        _isLost = true;
        GarbledCount++;
        SkipTo(1);
        return FrameOutcome.Garbled;
    }

    /// <summary>Skips to the next <c>8=FIX</c> that begins a field, or as far as none can begin.</summary>
    /// <remarks>Where the bytes were cut as they came makes no difference: what is lost is remembered.</remarks>
    private FrameOutcome FindStart()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_start, _end - _start);
        int position = 0;
        while (_isLost)
        {
            int found = bytes[position..].IndexOf("8=FIX"u8);
            if (found < 0)
            {
                // The last four bytes may be the beginning of a message start that is still arriving.
                position = Math.Max(position, bytes.Length - 4);
                break;
            }

            position += found;
            _isLost = IsDigit(position == 0 ? _byteBefore : bytes[position - 1]);
            position += _isLost ? 1 : 0;
        }

        SkipTo(position);
        return _isLost && position == 0 ? FrameOutcome.NeedMore : FrameOutcome.Garbled;
    }

    private void SkipTo(int position)
    {
        if (position > 0)
        {
            _byteBefore = _buffer[_start + position - 1];
            _start += position;
            SkippedByteCount += position;
        }
    }

    private static bool IsDigit(byte value) => (uint)(value - '0') <= 9;

    private void MakeRoom()
    {
        int used = _end - _start;
        int limit = 2 * _maxMessageBytes;
        byte[] target = _buffer;
        if (used > _buffer.Length / 2 && _buffer.Length < limit)
        {
            target = new byte[Math.Min(limit, _buffer.Length * 2)];
        }

        // A frame larger than the maximum ends the stream before the buffer is full, so there is always room.
        System.Buffer.BlockCopy(_buffer, _start, target, 0, used);
        _buffer = target;
        _start = 0;
        _end = used;
    }
}
