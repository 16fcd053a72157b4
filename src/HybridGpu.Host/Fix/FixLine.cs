using System.Globalization;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;

namespace HybridGpu.Host.Fix;

/// <summary>A message as an operator reads it: time, direction, number, type, fields by name.</summary>
internal static class FixLine
{
    /// <summary>One line.</summary>
    /// <param name="timeNs">When, ns since 1970.</param>
    /// <param name="isSent">Whether it was sent; else it was received.</param>
    /// <param name="msgSeqNum">MsgSeqNum(34).</param>
    /// <param name="message">The message, from 8 to 10.</param>
    public static string Of(long timeNs, bool isSent, long msgSeqNum, ReadOnlySpan<byte> message) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time(timeNs)} {(isSent ? "->" : "<-")} {msgSeqNum,6} {FixText.Describe(message, DataDictionary.HybridGpu)}");

    /// <summary>A moment of today or any day, to the millisecond.</summary>
    public static string Time(long timeNs) => DateTime.UnixEpoch.AddTicks(timeNs / 100)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
