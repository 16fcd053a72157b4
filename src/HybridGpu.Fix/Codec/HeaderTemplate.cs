using System;
using System.Text;

namespace HybridGpu.Fix.Codec;

/// <summary>The parts of a session's header that never change, encoded once, and the clock's last second.</summary>
/// <remarks>Thread: under the session's outbound lock.</remarks>
internal sealed class HeaderTemplate
{
    private const long NsPerSecond = 1_000_000_000;

    private readonly byte[] _beginStringAndLengthTag;
    private readonly byte[] _compIds;
    private readonly byte[] _second = new byte[17];
    private readonly TimestampPrecision _precision;
    private long _secondOf = -1;

    /// <summary>Encodes the template.</summary>
    /// <param name="beginString">BeginString(8).</param>
    /// <param name="senderCompId">SenderCompID(49).</param>
    /// <param name="targetCompId">TargetCompID(56).</param>
    /// <param name="precision">Digits of SendingTime(52).</param>
    public HeaderTemplate(string beginString, string senderCompId, string targetCompId, TimestampPrecision precision)
    {
        _beginStringAndLengthTag = Encoding.ASCII.GetBytes($"8={beginString}\u00019=");
        _compIds = Encoding.ASCII.GetBytes($"\u000149={senderCompId}\u000156={targetCompId}\u000152=");
        _precision = precision;
    }

    /// <summary>Writes the header so that it ends where the body begins.</summary>
    /// <param name="buffer">The writer's buffer.</param>
    /// <param name="bodyStart">Where the body begins.</param>
    /// <param name="bodyEnd">Where the body ends.</param>
    /// <param name="msgType">MsgType(35).</param>
    /// <param name="msgSeqNum">MsgSeqNum(34).</param>
    /// <param name="sendingTimeNs">SendingTime(52).</param>
    /// <param name="origSendingTimeNs">OrigSendingTime(122), or -1.</param>
    /// <returns>Where the message begins.</returns>
    public int WriteBackwards(
        byte[] buffer,
        int bodyStart,
        int bodyEnd,
        ReadOnlySpan<byte> msgType,
        long msgSeqNum,
        long sendingTimeNs,
        long origSendingTimeNs)
    {
        int position = bodyStart;
        if (origSendingTimeNs >= 0)
        {
            buffer[--position] = FixMessage.Separator;
            position = WriteTime(buffer, position, origSendingTimeNs);
            position = Put(buffer, position, "43=Y\u0001122="u8);
        }

        buffer[--position] = FixMessage.Separator;
        position = WriteTime(buffer, position, sendingTimeNs);
        position = Put(buffer, position, _compIds);
        position = FixInteger.WriteBackwards(buffer, position, msgSeqNum);
        position = Put(buffer, position, "\u000134="u8);
        position = Put(buffer, position, msgType);
        position = Put(buffer, position, "35="u8);
        int bodyLength = bodyEnd - position;
        buffer[--position] = FixMessage.Separator;
        position = FixInteger.WriteBackwards(buffer, position, bodyLength);
        return Put(buffer, position, _beginStringAndLengthTag);
    }

    private static int Put(byte[] buffer, int end, ReadOnlySpan<byte> value)
    {
        int start = end - value.Length;
        value.CopyTo(buffer.AsSpan(start));
        return start;
    }

    private int WriteTime(byte[] buffer, int end, long unixNs)
    {
        (long second, long fraction) = Math.DivRem(unixNs, NsPerSecond);
        if (second != _secondOf)
        {
            UtcTimestamp.FormatSeconds(second, _second);
            _secondOf = second;
        }

        int digits = (int)_precision;
        int start = end - 17 - (digits == 0 ? 0 : digits + 1);
        _second.CopyTo(buffer, start);
        UtcTimestamp.FormatFraction(fraction, _precision, buffer.AsSpan(start + 17));
        return start;
    }
}
