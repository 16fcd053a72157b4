using System;
using System.Buffers.Text;

namespace HybridGpu.FixFuzz;

/// <summary>
/// Which messages are in a byte stream, by the rules of engagement and without any regard to speed: it has the whole
/// stream and looks at it a byte at a time.
/// </summary>
/// <remarks>How the bytes came in pieces makes no difference here, so it must make none to the engine. Thread:
/// one.</remarks>
/// <param name="maxMessageBytes">Hard maximum of a message.</param>
internal sealed class OracleFraming(int maxMessageBytes)
{
    private const int TrailerLength = 7;
    private const int PrefixMax = 40;
    private const int LengthDigitsMax = 12;

    private readonly ByteBuffer _stream = new();
    private int _position;
    private bool _isLost;

    /// <summary>Whether a message was announced that is larger than the maximum: the stream is over.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Adds what has come.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Receive(ReadOnlySpan<byte> bytes) => _stream.Add(bytes);

    /// <summary>A new stream.</summary>
    public void Clear()
    {
        _stream.Clear();
        _position = 0;
        _isLost = false;
        IsTooLarge = false;
    }

    /// <summary>The next whole message.</summary>
    /// <param name="message">The message; valid until more is received.</param>
    /// <returns>False when there is none yet, or never will be.</returns>
    public bool TryNext(out ReadOnlySpan<byte> message)
    {
        message = default;
        Compact();
        while (!IsTooLarge)
        {
            if (_isLost && !FindStart())
            {
                return false;
            }

            ReadOnlySpan<byte> rest = _stream.Span[_position..];
            int frameLength = FrameLength(rest);
            if (frameLength == 0)
            {
                return false;
            }

            if (frameLength < 0)
            {
                _isLost = true;
                _position++;
                continue;
            }

            if (frameLength > maxMessageBytes)
            {
                IsTooLarge = true;
                return false;
            }

            if (frameLength > rest.Length)
            {
                return false;
            }

            ReadOnlySpan<byte> frame = rest[..frameLength];
            ReadOnlySpan<byte> trailer = frame[^TrailerLength..];
            if (frame[^(TrailerLength + 1)] != 1 || !trailer.StartsWith("10="u8) || trailer[^1] != 1)
            {
                _isLost = true;
                _position++;
                continue;
            }

            _position += frameLength;
            if (HasRightChecksum(frame))
            {
                message = frame;
                return true;
            }
        }

        return false;
    }

    private static bool HasRightChecksum(ReadOnlySpan<byte> frame)
    {
        int sum = 0;
        foreach (byte value in frame[..^TrailerLength])
        {
            sum += value;
        }

        ReadOnlySpan<byte> digits = frame.Slice(frame.Length - 4, 3);
        return digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(digits, out int given, out int used) && used == 3 && given == sum % 256;
    }

    /// <summary>What the first two fields say.</summary>
    /// <returns>Bytes of the frame; 0 when they are not all there yet, -1 when they are none.</returns>
    private static int FrameLength(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2)
        {
            return 0;
        }

        if (!rest.StartsWith("8="u8))
        {
            return -1;
        }

        ReadOnlySpan<byte> prefix = rest[..Math.Min(rest.Length, PrefixMax)];
        int unknown = rest.Length < PrefixMax ? 0 : -1;
        int beginEnd = prefix.IndexOf((byte)1);
        if (beginEnd < 0)
        {
            return unknown;
        }

        if (prefix[2..beginEnd].Contains((byte)'='))
        {
            return -1;
        }

        ReadOnlySpan<byte> second = prefix[(beginEnd + 1)..];
        if (!"9="u8.StartsWith(second[..Math.Min(2, second.Length)]))
        {
            return -1;
        }

        int lengthEnd = second.IndexOf((byte)1);
        if (lengthEnd < 0)
        {
            return unknown;
        }

        ReadOnlySpan<byte> digits = second[2..lengthEnd];
        if (digits.Length is 0 or > LengthDigitsMax || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            || !Utf8Parser.TryParse(digits, out long bodyLength, out _))
        {
            return -1;
        }

        return (int)Math.Min(int.MaxValue, beginEnd + 1 + lengthEnd + 1 + bodyLength + TrailerLength);
    }

    /// <summary>The next <c>8=FIX</c> that does not end a longer tag.</summary>
    private bool FindStart()
    {
        ReadOnlySpan<byte> stream = _stream.Span;
        for (; _position + 5 <= stream.Length; _position++)
        {
            bool beginsField = stream[_position - 1] is < (byte)'0' or > (byte)'9';
            if (beginsField && stream[_position..].StartsWith("8=FIX"u8))
            {
                _isLost = false;
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets go of what was read, but for the byte before.</summary>
    private void Compact()
    {
        if (_position > 64 * 1024)
        {
            _stream.Remove(0, _position - 1);
            _position = 1;
        }
    }
}
