using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence;

/// <summary>Writes commands to a journal in group commits: each commit is one frame (or several) in a chain of hashes.
/// </summary>
/// <remarks>One thread appends and commits. <see cref="Flush"/>, <see cref="PrepareSpare"/>,
/// <see cref="RecordWatermark"/> and the properties that say so may be used from any thread. A failed write or flush
/// stops the writer for good (<see cref="JournalFailedException"/>): what was not acknowledged by then never is. In
/// steady state nothing is allocated; a new segment allocates.</remarks>
public sealed class JournalWriter : IDisposable
{
    /// <summary>Largest payload of one command in bytes, whatever the options; a frame of the options' size holds 272
    /// less than its bytes.</summary>
    public const int PayloadBytesMax = FrameFormat.PayloadBytesMax;

    // With the disk full, creating the spare is tried again only this often: each attempt costs system calls.
    private const int SpareRetryCommits = 64;

    private readonly IDisposable _lock;
    private readonly JournalOptions _options;
    private readonly FrameBuffer _frame;
    private readonly SegmentStore _store;
    private readonly ulong _term;
    private ulong _nextSequence;
    private ulong _frameFirst;
    private UInt128 _chain;
    private ulong _written;
    private int _spareRetryIn;
    private bool _closed;

    private JournalWriter(
        IDisposable held, JournalOptions options, SegmentStore store, in RecoveredTail tail, ulong term)
    {
        _lock = held;
        _options = options;
        _store = store;
        _frame = new FrameBuffer(options.FrameBytes);
        _term = term;
        _nextSequence = tail.LastSequence + 1;
        _frameFirst = _nextSequence;
        _chain = tail.ChainHash;
        _written = tail.LastSequence;
        Recovery = tail.Report;
    }

    /// <summary>What opening found.</summary>
    public RecoveryReport Recovery { get; }

    /// <summary>Which opening of the journal this is, from 1; every frame carries it.</summary>
    public ulong Term => _term;

    /// <summary>The sequence that the next append must have.</summary>
    public ulong NextSequence => _nextSequence;

    /// <summary>Hash of the last frame written; the writer's thread only.</summary>
    public UInt128 ChainHash => _chain;

    /// <summary>Last sequence committed to the operating system. Any thread.</summary>
    public ulong WrittenSequence => Volatile.Read(ref _written);

    /// <summary>Last committed sequence that survives a power cut. Any thread.</summary>
    public ulong DurableSequence => _store.DurableSequence;

    /// <summary>How the journal stands; with <see cref="JournalStatus.DiskFull"/> new orders are to be refused at the
    /// door, since only the reserve is left. Any thread.</summary>
    public JournalStatus Status => _store.Status;

    /// <summary>Opens or makes the journal of a directory.</summary>
    /// <param name="directory">Path of the directory.</param>
    /// <param name="options">Sizes and durability.</param>
    /// <exception cref="JournalLockedException">Another writer has it.</exception>
    /// <exception cref="JournalDamagedException">It is damaged where it had been durable.</exception>
    /// <exception cref="JournalVersionException">It is of another format.</exception>
    public static JournalWriter Open(string directory, JournalOptions options) =>
        Open(new DirectoryFileSystem(directory), options);

    /// <summary>Opens or makes a journal: verifies all of it, clears a torn tail, and begins a new term.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="options">Sizes and durability.</param>
    /// <exception cref="JournalLockedException">Another writer has it.</exception>
    /// <exception cref="JournalDamagedException">It is damaged where it had been durable.</exception>
    /// <exception cref="JournalVersionException">It is of another format.</exception>
    /// <exception cref="IOException">The disk failed or is full; nothing is lost, and opening may be tried
    /// again.</exception>
    public static JournalWriter Open(IJournalFileSystem files, JournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        IDisposable held = files.TryLock(SegmentName.Lock)
            ?? throw new JournalLockedException(
                $"{files.Location} is open in another writer (its {SegmentName.Lock} is locked). Stop that one first.");
        ControlFile? control = null;
        try
        {
            control = OpenControl(files);
            RecoveredTail tail = new JournalRecovery(files, options).Run(control.Watermark);
            ulong term = Math.Max(control.Term, tail.LastTerm) + 1;
            control.UpdateBoth(term, tail.LastSequence);
            var store = new SegmentStore(files, options, control, in tail, term);
            return new JournalWriter(held, options, store, in tail, term);
        }
        catch
        {
            control?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Hot path: takes a command into the current frame, without allocation and mostly without a system call;
    /// 30 ns and the copy.</summary>
    /// <param name="command">The command; its sequence must be <see cref="NextSequence"/>.</param>
    /// <param name="payload">Its payload, as long as its header says.</param>
    /// <returns><see cref="JournalStatus.Ok"/>, or <see cref="JournalStatus.DiskFull"/> when no room at all is left:
    /// the command was not taken, and those before it can still be committed.</returns>
    /// <exception cref="ArgumentException">A gap in the sequence, or a payload of another or too great a
    /// length.</exception>
    /// <exception cref="JournalFailedException">The journal has failed.</exception>
    public JournalStatus Append(in Command command, ReadOnlySpan<byte> payload)
    {
        ThrowIfStopped();
        if (command.Header.Sequence != _nextSequence)
        {
            ThrowGap(command.Header.Sequence);
        }

        int commandBytes = FrameFormat.CommandBytes(payload.Length);
        if (payload.Length != command.Header.PayloadLength
            || FrameFormat.HeaderBytes + (long)commandBytes > _options.FrameBytes)
        {
            ThrowPayload(in command, payload.Length);
        }

        if (!_frame.Fits(commandBytes))
        {
            WriteFrame();
        }

        if (_frame.FrameBytesWith(commandBytes) > _store.RoomBytes && !MakeRoom())
        {
            return JournalStatus.DiskFull;
        }

        _frame.Add(in command, payload);
        _nextSequence++;
        return JournalStatus.Ok;
    }

    /// <summary>Writes what was appended and, with <see cref="Durability.Sync"/>, waits until it is durable; then the
    /// sequences that tell so advance. With <see cref="Durability.Async"/> it waits only at the bounds of the
    /// options.</summary>
    /// <exception cref="JournalFailedException">The disk failed; nothing of this commit counts as durable.</exception>
    public void Commit()
    {
        ThrowIfStopped();
        WriteFrame();
        Volatile.Write(ref _written, _nextSequence - 1);
        _store.MarkCommitted(_nextSequence - 1);
        if (_options.Durability == Durability.Sync || _store.MustFlush)
        {
            _store.Flush();
        }

        if (_store.IsSpareDue && --_spareRetryIn <= 0)
        {
            _spareRetryIn = PrepareSpare() == JournalStatus.Ok ? 0 : SpareRetryCommits;
        }
    }

    /// <summary>Makes all that is committed durable. Any thread.</summary>
    /// <exception cref="JournalFailedException">The disk failed.</exception>
    public void Flush()
    {
        ThrowIfStopped();
        _store.Flush();
    }

    /// <summary>Makes the next segment ahead of need, so that the writer's thread does not wait for its zeros. Any
    /// thread; a housekeeping thread calls it every second or so, and it does nothing while one is ready. Without it
    /// the writer makes the segment itself when it reaches the reserve.</summary>
    /// <returns>Whether one is ready, or <see cref="JournalStatus.DiskFull"/>.</returns>
    /// <exception cref="JournalFailedException">The disk failed.</exception>
    public JournalStatus PrepareSpare()
    {
        ThrowIfStopped();
        return _store.PrepareSpare() ? JournalStatus.Ok : JournalStatus.DiskFull;
    }

    /// <summary>Records in the control file how far the journal is durable, when it rests or much has become durable
    /// since: then even damage to its very last frame is told from a torn write. Any thread; a housekeeping thread
    /// calls it every 50 ms or so, and a commit doesn't wait for it. Costs an fdatasync when it does something.
    /// </summary>
    /// <exception cref="JournalFailedException">The disk failed.</exception>
    public void RecordWatermark()
    {
        ThrowIfStopped();
        _store.MarkIfDue();
    }

    /// <summary>Closes cleanly: what is committed is durable afterwards and known to be; what was appended without a
    /// commit is dropped.</summary>
    /// <exception cref="JournalFailedException">The disk failed, or had before.</exception>
    public void Close()
    {
        ThrowIfStopped();
        _store.FlushAndMark();
        Release();
    }

    /// <summary>Closes, without telling a failure: the next opening finds what is durable either way.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        try
        {
            if (_store.Status != JournalStatus.Failed)
            {
                Close();
            }
        }
        catch (JournalFailedException)
        {
            // Told by Close to whoever wants to know; recovery trusts only what is on the disk.
        }
        finally
        {
            Release();
        }
    }

    private static ControlFile OpenControl(IJournalFileSystem files)
    {
        bool found = false;
        foreach (string name in files.List())
        {
            found |= name == SegmentName.Control;
            if (name is SegmentName.Spare or SegmentName.ControlDraft or SegmentName.SnapshotDraft)
            {
                files.Delete(name);
            }
        }

        if (!found)
        {
            if (SegmentName.FindAll(files).Count > 0)
            {
                throw JournalDamagedException.OfControlFile(
                    files.Location, SegmentName.Control, "The control file is missing beside existing segments.");
            }

            ControlFile.Create(files);
        }

        return ControlFile.Open(files, writable: true);
    }

    private bool MakeRoom()
    {
        WriteFrame();
        return _store.Roll(_nextSequence);
    }

    private void WriteFrame()
    {
        if (_frame.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = _frame.Seal(_frameFirst, _term, _store.Watermark, _chain, out UInt128 hash);
        _store.Write(bytes, _nextSequence - 1);
        _chain = hash;
        _frameFirst = _nextSequence;
    }

    private void Release()
    {
        _closed = true;
        _store.Dispose();
        _lock.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfStopped()
    {
        if (_closed || _store.Status == JournalStatus.Failed)
        {
            ThrowStopped();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowStopped()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        throw new JournalFailedException("The journal failed earlier and takes nothing more; the venue must restart.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowGap(ulong sequence) =>
        throw new ArgumentException($"Sequence {sequence} appended where {_nextSequence} is next.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowPayload(in Command command, int length) =>
        throw new ArgumentException(
            $"Command {command.Header.Sequence} says {command.Header.PayloadLength} payload bytes and comes with "
            + $"{length}; a frame has {_options.FrameBytes}.");
}
