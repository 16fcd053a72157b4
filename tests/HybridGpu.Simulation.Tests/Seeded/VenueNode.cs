using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Snapshots;
using HybridGpu.Persistence.Tests;
using HybridGpu.Venue;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>One life of the venue's process: its journal, engine, gates and snapshots as the pipeline wires them, each
/// moved on by the simulation instead of a thread.</summary>
/// <remarks>Journal and engine go through the same commands each at its own pace; an event leaves once the gate that
/// the journal opens lets its command out.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A process that is killed disposes of nothing.")]
internal sealed class VenueNode
{
    /// <summary>Bounds small enough that a run reaches some of them.</summary>
    public static readonly EngineOptions Options = new()
    {
        Fees = new FeeSchedule(10_000_007, 3_000_001, 500_009, 200_003),
        OpenOrdersMax = 2_048,
        PositionsMax = 2_048,
        InstrumentsMax = IntegerRisk.InstrumentsMax,
        AccountLotsMax = 4_000,
    };

    private readonly MemoryDisk _disk;
    private readonly JournalWriter _journal;
    private readonly JournalStage _stage;
    private readonly DurabilityGate _durable = new();
    private readonly DurabilityGate _released;
    private readonly EventQueue _events = new();
    private readonly List<InboundSlot> _slots = [];
    private readonly ulong _firstSequence;
    private int _journaled;
    private int _applied;
    private int _out;
    private int _outDurable;
    private ulong _epochSequence;

    private VenueNode(MemoryDisk disk, JournalWriter journal, Durability durability, ulong toldEvents)
    {
        _disk = disk;
        _journal = journal;
        Engine = new VenueEngine(Options, _events);
        Recover(toldEvents);
        _firstSequence = Engine.Sequence + 1;
        _released = durability == Durability.Sync ? _durable : new DurabilityGate();
        _released.Open(Engine.Sequence);
        _durable.Open(Engine.Sequence);
        _stage = new JournalStage(journal, _released, _durable, durability);
    }

    public VenueEngine Engine { get; }

    public RecoveryReport Recovery => _journal.Recovery;

    /// <summary>Whether this life began at a snapshot.</summary>
    public bool IsFromSnapshot { get; private set; }

    public JournalStatus Status => _journal.Status;

    public int JournalLag => _slots.Count - _journaled;

    public int EngineLag => _slots.Count - _applied;

    /// <summary>Ordinal of the last event that whoever can't take anything back has seen.</summary>
    public ulong DurableOrdinal { get; private set; }

    /// <summary>Opens what a disk holds and recovers.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="options">Of the journal.</param>
    /// <param name="toldEvents">Events that observers have; a snapshot of later ones doesn't serve.</param>
    public static VenueNode Open(MemoryDisk disk, JournalOptions options, ulong toldEvents) =>
        new(disk, JournalWriter.Open(disk, options), options.Durability, toldEvents);

    /// <summary>Plays commands from a reader through an engine.</summary>
    public static void Replay(JournalReader reader, VenueEngine engine)
    {
        while (reader.TryRead())
        {
            ref readonly Command command = ref reader.Current;
            engine.Apply(in command, reader.Payload, ArraysOf(in command, reader.Payload));
        }
    }

    /// <summary>Puts a command on the way in, numbered.</summary>
    /// <returns>The command as it will be journaled.</returns>
    public Command Enter(Command command, ReadOnlySpan<byte> payload)
    {
        command.Header.Sequence = _firstSequence + (ulong)_slots.Count;
        command.Header.PayloadLength = (uint)payload.Length;
        InboundSlot slot = default;
        slot.Fill(in command, payload, ArraysOf(in command, payload));
        _slots.Add(slot);
        return command;
    }

    /// <summary>The journal takes a batch of at most so many commands.</summary>
    /// <exception cref="NodeStoppedException">The disk failed or is full.</exception>
    public void Journal(int count)
    {
        int end = _journaled + Math.Min(count, JournalLag);
        try
        {
            while (_journaled < end)
            {
                int at = _journaled++;
                _stage.OnEvent(ref CollectionsMarshal.AsSpan(_slots)[at], at, endOfBatch: _journaled == end);
            }
        }
        catch (JournalFailedException e)
        {
            throw new NodeStoppedException(e);
        }
        catch (InvalidOperationException e) when (_journal.Status == JournalStatus.DiskFull)
        {
            throw new NodeStoppedException(e);
        }
    }

    /// <summary>The engine takes at most so many commands.</summary>
    public void Apply(int count)
    {
        for (; count > 0 && _applied < _slots.Count; count--)
        {
            ref InboundSlot slot = ref CollectionsMarshal.AsSpan(_slots)[_applied++];
            ApplyOne(in slot.Command, slot.Payload, slot.Arrays);
            slot.Release();
        }
    }

    /// <summary>The next event that may leave.</summary>
    public bool TryRelease(out VenueEvent released)
    {
        while (_outDurable < _events.Count && _events[_outDurable].Header.Sequence <= _durable.SafeSequence)
        {
            DurableOrdinal = _events[_outDurable++].Header.Ordinal;
        }

        bool isReleased = _out < _events.Count && _events[_out].Header.Sequence <= _released.SafeSequence;
        released = isReleased ? _events[_out++] : default;
        return isReleased;
    }

    /// <summary>The housekeeper's round.</summary>
    public void Housekeep()
    {
        try
        {
            _journal.PrepareSpare();
            if (_journal.DurableSequence < _journal.WrittenSequence)
            {
                _journal.Flush();
                _durable.Open(_journal.DurableSequence);
            }

            _journal.RecordWatermark();
        }
        catch (JournalFailedException e)
        {
            throw new NodeStoppedException(e);
        }
    }

    /// <summary>Saves a snapshot, when journal and engine are at the same command.</summary>
    /// <returns>Whether one was saved.</returns>
    public bool TrySaveSnapshot()
    {
        if (JournalLag != 0 || EngineLag != 0 || Engine.Sequence == 0)
        {
            return false;
        }

        try
        {
            _journal.Flush();
            _durable.Open(_journal.DurableSequence);
            new SnapshotStore(_disk).Save(
                new SnapshotMark(Engine.Sequence, _journal.ChainHash, Engine.EventCount), WriteImage);
            return true;
        }
        catch (JournalFailedException e)
        {
            throw new NodeStoppedException(e);
        }
        catch (IOException)
        {
            // None is saved, and the venue goes on.
            return false;
        }
    }

    /// <summary>Closes the journal cleanly.</summary>
    public void Close()
    {
        try
        {
            _journal.Close();
        }
        catch (JournalFailedException e)
        {
            throw new NodeStoppedException(e);
        }
    }

    private static RiskArrays? ArraysOf(in Command command, ReadOnlySpan<byte> payload) =>
        command.Header.Kind == CommandKind.RiskEpoch ? IntegerRisk.Decode(command.RiskEpoch.Epoch, payload) : null;

    private void Recover(ulong toldEvents)
    {
        using RecoveryStart start = RecoveryStart.Find(
            _disk, snapshot => snapshot.Mark.EventOrdinal <= toldEvents, _ => { });
        if (start.Snapshot is { } snapshot)
        {
            IsFromSnapshot = true;
            ReadImage(snapshot.Payload.Span);
            Assert.That(
                (Engine.Sequence, Engine.EventCount),
                Is.EqualTo((snapshot.Mark.Sequence, snapshot.Mark.EventOrdinal)), "the snapshot is what its mark says");
        }

        while (start.Tail.TryRead())
        {
            ref readonly Command command = ref start.Tail.Current;
            ApplyOne(in command, start.Tail.Payload, ArraysOf(in command, start.Tail.Payload));
        }
    }

    private void ApplyOne(in Command command, ReadOnlySpan<byte> payload, RiskArrays? arrays)
    {
        Engine.Apply(in command, payload, arrays);
        if (arrays is not null && ReferenceEquals(arrays, Engine.Arrays))
        {
            _epochSequence = command.Header.Sequence;
        }
    }

    private void WriteImage(IBufferWriter<byte> into)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(into.GetSpan(sizeof(ulong)), _epochSequence);
        into.Advance(sizeof(ulong));
        EngineImage.OfEngine.Write(Engine, into);
    }

    private void ReadImage(ReadOnlySpan<byte> image)
    {
        _epochSequence = BinaryPrimitives.ReadUInt64LittleEndian(image);
        RiskArrays? arrays = null;
        if (_epochSequence != 0)
        {
            using JournalReader reader = JournalReader.Open(_disk, _epochSequence);
            Assert.That(reader.TryRead(), Is.True, "the journal holds the epoch of its snapshot");
            arrays = ArraysOf(in reader.Current, reader.Payload);
        }

        _events.IsMuted = true;
        EngineImage.OfEngine.Read(Engine, image[sizeof(ulong)..], arrays);
        _events.IsMuted = false;
    }
}
