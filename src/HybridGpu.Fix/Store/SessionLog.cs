using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Store;

/// <summary>Reads a session's log, also while the session runs: what was sent and received, in order.</summary>
/// <remarks>Thread: one. Memory: the largest message. A record that is being written is read when it is
/// whole.</remarks>
public sealed class SessionLog : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly LogReader _reader;
    private byte[] _buffer = new byte[4096];
    private long _offset;

    private SessionLog(SafeFileHandle file)
    {
        _file = file;
        _reader = new LogReader(file);
    }

    /// <summary>Opens a log file (<c>*.log</c> of a store's directory) at its beginning.</summary>
    /// <exception cref="IOException">It can't be read; so can't an <see
    /// cref="UnauthorizedAccessException"/>.</exception>
    public static SessionLog Open(string path) =>
        new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    /// <summary>Reads the next entry.</summary>
    /// <param name="entry">The entry; its message is valid until the next call.</param>
    /// <returns>False when there is none yet.</returns>
    /// <exception cref="InvalidDataException">The log is damaged there.</exception>
    public bool TryRead(out SessionLogEntry entry)
    {
        entry = default;
        long length = RandomAccess.GetLength(_file);
        if (_offset >= length || !_reader.TryReadHeader(_offset, length, out RecordHeader header))
        {
            _reader.Forget();
            return false;
        }

        if (!_reader.TryReadRecord(_offset, in header, ref _buffer))
        {
            _reader.Forget();
            return _offset + header.RecordLength >= length
                ? false
                : throw new InvalidDataException($"The log is damaged at byte {_offset}.");
        }

        _offset += header.RecordLength;
        entry = new SessionLogEntry(
            header.Kind switch
            {
                RecordKind.Outbound => SessionLogEntryKind.Sent,
                RecordKind.Inbound => SessionLogEntryKind.Received,
                RecordKind.Reset => SessionLogEntryKind.Reset,
                _ => SessionLogEntryKind.NumberSet,
            },
            header.MsgSeqNum,
            header.TimeNs,
            _buffer.AsMemory(0, header.MessageLength));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
