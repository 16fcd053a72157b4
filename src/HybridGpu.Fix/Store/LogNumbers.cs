using System;
using System.Buffers.Binary;
using System.Threading;

namespace HybridGpu.Fix.Store;

/// <summary>What a log says of its session's numbers: the same whether records are written or read.</summary>
/// <remarks>Each segment but the first begins with a record that carries all of it, so that it can be had without the
/// segments before. Thread: one; <see cref="NextSender"/> may be read by any.</remarks>
internal sealed class LogNumbers
{
    private const int PayloadSize = 16;
    private long _nextSender = 1;

    /// <summary>Bytes of the record that a segment begins with.</summary>
    public const int RecordSize = RecordHeader.Size + PayloadSize;

    /// <summary>The number of the next message sent.</summary>
    public long NextSender => Volatile.Read(ref _nextSender);

    /// <summary>The number that follows the highest received one: a witness, should the state be lost.</summary>
    public long NextTarget { get; private set; } = 1;

    /// <summary>The highest cookie of all.</summary>
    public ulong HighestCookie { get; private set; }

    /// <summary>When the present sequences began.</summary>
    public long CreationTimeNs { get; private set; }

    /// <summary>Takes a record that isn't a segment's beginning.</summary>
    /// <param name="header">Its header.</param>
    public void Apply(in RecordHeader header)
    {
        switch (header.Kind)
        {
            case RecordKind.Outbound:
                Volatile.Write(ref _nextSender, header.MsgSeqNum + 1);
                HighestCookie = Math.Max(HighestCookie, header.Cookie);
                break;
            case RecordKind.Inbound:
                NextTarget = Math.Max(NextTarget, header.MsgSeqNum + 1);
                break;
            case RecordKind.Reset:
                Volatile.Write(ref _nextSender, header.MsgSeqNum);
                NextTarget = 1;
                CreationTimeNs = header.TimeNs;
                break;
            default:
                Volatile.Write(ref _nextSender, header.MsgSeqNum);
                break;
        }
    }

    /// <summary>Writes the record that a segment begins with.</summary>
    /// <param name="record">At least <see cref="RecordSize"/> bytes.</param>
    /// <param name="segment">The segment's number.</param>
    public void WriteTo(Span<byte> record, int segment)
    {
        Span<byte> payload = stackalloc byte[PayloadSize];
        BinaryPrimitives.WriteInt64LittleEndian(payload, segment);
        BinaryPrimitives.WriteInt64LittleEndian(payload[8..], NextTarget);
        new RecordHeader(
            RecordKind.Beginning, false, 0, PayloadSize, NextSender, CreationTimeNs, HighestCookie)
            .Write(record, payload);
    }

    /// <summary>Takes over what a segment's first record carries.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">What follows it.</param>
    /// <param name="segment">The number that the segment should have.</param>
    /// <param name="isOldest">Whether no segment before it is there: then its word is all there is.</param>
    /// <returns>False when it is another segment's beginning, or doesn't follow what was read before.</returns>
    public bool TryBegin(in RecordHeader header, ReadOnlySpan<byte> payload, int segment, bool isOldest)
    {
        if (header.Kind != RecordKind.Beginning || header.MessageLength != PayloadSize
            || BinaryPrimitives.ReadInt64LittleEndian(payload) != segment)
        {
            return false;
        }

        long nextTarget = BinaryPrimitives.ReadInt64LittleEndian(payload[8..]);
        if (!isOldest)
        {
            return NextSender == header.MsgSeqNum && CreationTimeNs == header.TimeNs
                && HighestCookie == header.Cookie && NextTarget == nextTarget;
        }

        _nextSender = header.MsgSeqNum;
        (CreationTimeNs, HighestCookie, NextTarget) = (header.TimeNs, header.Cookie, nextTarget);
        return true;
    }
}
