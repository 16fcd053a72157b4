using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;

namespace HybridGpu.Fix.Store;

/// <summary>The few numbers of a session that change with every inbound message, mapped into memory.</summary>
/// <remarks>
/// A store into the mapping survives a kill of the process at once, without a system call; a power loss may lose the
/// last seconds, which a journal or a ResendRequest makes good. Each number is one aligned 64-bit word, so none is
/// torn.
/// </remarks>
internal sealed class StateFile : IDisposable
{
    private const int Capacity = 4096;
    private const long Magic = 0x3130_5453_5849_4647;
    private const int NextTargetOffset = 8;
    private const int LastCommandOffset = 16;
    private const int CreationOffset = 24;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private long _nextTarget;
    private long _lastCommand;

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public StateFile(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < Capacity)
        {
            // Written out in full, so that the block is there: a mapped hole would fail on a full disk, with a signal.
            PrivateFiles.Write(path, new byte[Capacity]);
        }

        PrivateFiles.Ensure(path);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Capacity);
        _view = _file.CreateViewAccessor(0, Capacity);
        long magic = _view.ReadInt64(0);
        IsNew = magic == 0;
        if (IsNew)
        {
            // Also where a kill came between the zeros and the magic number.
            NextTargetMsgSeqNum = 1;
            _view.Write(0, Magic);
        }
        else if (magic != Magic)
        {
            Dispose();
            throw new InvalidDataException($"{path} is not a FIX session's state file.");
        }

        _nextTarget = _view.ReadInt64(NextTargetOffset);
        _lastCommand = _view.ReadInt64(LastCommandOffset);
    }

    /// <summary>Whether there was no state before.</summary>
    public bool IsNew { get; }

    /// <summary>The number expected next from the peer.</summary>
    public long NextTargetMsgSeqNum
    {
        get => Volatile.Read(ref _nextTarget);
        set
        {
            Volatile.Write(ref _nextTarget, value);
            _view.Write(NextTargetOffset, value);
        }
    }

    /// <summary>The highest inbound number that the application made its own.</summary>
    public long LastInboundCommandSeqNum
    {
        get => Volatile.Read(ref _lastCommand);
        set
        {
            Volatile.Write(ref _lastCommand, value);
            _view.Write(LastCommandOffset, value);
        }
    }

    /// <summary>When the sequences began.</summary>
    public long CreationTimeNs
    {
        get => _view.ReadInt64(CreationOffset);
        set => _view.Write(CreationOffset, value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
