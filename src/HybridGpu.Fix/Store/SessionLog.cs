using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Reads a session's log, also while the session runs: what was sent and received, in order.</summary>
/// <remarks>Begins with the oldest segment that is kept, and goes on from one to the next. A segment that is deleted
/// while it is read is read to its end. Thread: one. Memory: the largest message. A record that is being written is
/// read when it is whole.</remarks>
public sealed class SessionLog : IDisposable
{
    private readonly string _store;
    private SafeFileHandle _file;
    private LogReader _reader;
    private int _number;
    private byte[] _buffer = new byte[4096];
    private long _offset;
    private bool _skipsOlder;

    private SessionLog(string store, int number)
    {
        _store = store;
        (_number, _skipsOlder) = (number, number > 1);
        _file = OpenFile(number);
        _reader = new LogReader(_file);
    }

    /// <summary>The logs of a store's directory by their sessions' names (<c>FIX.4.4-VENUE-CLIENT</c>), each a path to
    /// be opened.</summary>
    /// <param name="folder">The store's directory; one that is not there has none.</param>
    /// <exception cref="IOException">It can't be read; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        var stores = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            if (SegmentName.TryParse(file, out string store, out _))
            {
                stores.Add(store);
            }
        }

        return [.. stores];
    }

    /// <summary>Opens a log at the beginning of what is kept.</summary>
    /// <param name="store">Its path without an ending, as <see cref="Find"/> says it.</param>
    /// <exception cref="IOException">It isn't there or can't be read; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static SessionLog Open(string store)
    {
        while (true)
        {
            List<int> numbers = SegmentName.NumbersOf(store);
            if (numbers.Count == 0)
            {
                throw new FileNotFoundException($"There is no log {SegmentName.PathOf(store, 1)}.");
            }

            try
            {
                return new SessionLog(store, numbers[0]);
            }
            catch (FileNotFoundException)
            {
                // Deleted by the session since it was listed: there is a newer one.
            }
        }
    }

    /// <summary>Reads the next entry.</summary>
    /// <param name="entry">The entry; its message is valid until the next call.</param>
    /// <returns>False when there is none yet.</returns>
    /// <exception cref="InvalidDataException">The log is damaged there.</exception>
    public bool TryRead(out SessionLogEntry entry)
    {
        entry = default;
        while (true)
        {
            // In this order: a segment that has a successor grows no more.
            int next = NextNumber();
            if (TryReadRecord(next > 0, out RecordHeader header))
            {
                if (header.Kind != RecordKind.Beginning || _skipsOlder)
                {
                    _skipsOlder = false;
                    entry = EntryOf(header);
                    return true;
                }
            }
            else if (next == 0 || !TryTurnTo(next))
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private bool TryReadRecord(bool isComplete, out RecordHeader header)
    {
        long length = RandomAccess.GetLength(_file);
        if (_offset < length && _reader.TryReadHeader(_offset, length, out header))
        {
            if (_reader.TryReadRecord(_offset, in header, ref _buffer))
            {
                _offset += header.RecordLength;
                return true;
            }

            isComplete |= _offset + header.RecordLength < length;
        }

        header = default;
        _reader.Forget();
        return _offset < length && isComplete
            ? throw new InvalidDataException(
                $"{SegmentName.PathOf(_store, _number)} is damaged at byte {_offset}.")
            : false;
    }

    /// <summary>The segment after this one; 0 while there is none. Looked for only at the end of what is
    /// there.</summary>
    private int NextNumber()
    {
        if (_offset < RandomAccess.GetLength(_file))
        {
            return 0;
        }

        string path = SegmentName.PathOf(_store, _number + 1);
        return File.Exists(path)
            ? _number + 1
            : SegmentName.NumbersOf(_store).FirstOrDefault(number => number > _number);
    }

    private bool TryTurnTo(int number)
    {
        try
        {
            SafeFileHandle file = OpenFile(number);
            _file.Dispose();
            _file = file;
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        _reader = new LogReader(_file);
        _skipsOlder = number > _number + 1;
        (_number, _offset) = (number, 0);
        return true;
    }

    private SafeFileHandle OpenFile(int number) => File.OpenHandle(
        SegmentName.PathOf(_store, number),
        FileMode.Open,
        FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete);

    private SessionLogEntry EntryOf(in RecordHeader header) => new(
        header.Kind switch
        {
            RecordKind.Outbound => SessionLogEntryKind.Sent,
            RecordKind.Inbound => SessionLogEntryKind.Received,
            RecordKind.Reset => SessionLogEntryKind.Reset,
            RecordKind.Beginning => SessionLogEntryKind.OlderDeleted,
            _ => SessionLogEntryKind.NumberSet,
        },
        header.MsgSeqNum,
        header.TimeNs,
        header.Kind == RecordKind.Beginning ? default : _buffer.AsMemory(0, header.MessageLength));
}
