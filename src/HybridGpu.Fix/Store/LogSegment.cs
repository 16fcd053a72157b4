using System.Collections.Generic;

namespace HybridGpu.Fix.Store;

/// <summary>One file of a session's log, and where outbound messages stand in it.</summary>
/// <param name="path">The file.</param>
/// <param name="number">Its number in the log, from 1.</param>
internal sealed class LogSegment(string path, int number)
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Its number in the log, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Bytes of whole records in the file.</summary>
    public long Length { get; set; }

    /// <summary>Where its messages of the present sequence stand.</summary>
    public SequenceIndex Index { get; } = new();

    /// <summary>Notes a record at the end of the last segment; the same when it is written and when it is
    /// read.</summary>
    /// <param name="segments">The log's segments.</param>
    /// <param name="header">The record's header.</param>
    /// <param name="offset">Where the record begins.</param>
    public static void Apply(List<LogSegment> segments, in RecordHeader header, long offset)
    {
        switch (header.Kind)
        {
            case RecordKind.Outbound:
                segments[^1].Index.Add(header.MsgSeqNum, offset);
                break;
            case RecordKind.Reset or RecordKind.NextSender:
                // From here on numbers mean other messages, or none: what was sent before is for audit only.
                foreach (LogSegment segment in segments)
                {
                    segment.Index.Clear(header.MsgSeqNum);
                }

                break;
            default:
                break;
        }
    }
}
