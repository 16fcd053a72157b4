using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine;
using HybridGpu.Matching;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Files;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>What must hold, from outside the venue: everything that entered, everything that left.</summary>
internal sealed class Oracle
{
    private readonly List<(Command Command, byte[] Payload)> _entered = [];

    /// <summary>All events that left the venue, by ordinal from 1.</summary>
    public List<VenueEvent> Released { get; } = [];

    /// <summary>A command got its number.</summary>
    public void Entered(in Command command, byte[] payload)
    {
        Assert.That(command.Header.Sequence, Is.EqualTo((ulong)_entered.Count + 1));
        _entered.Add((command, payload));
    }

    /// <summary>An event leaves: it is the next one, or one that left before, and then the same.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Release(in VenueEvent e)
    {
        if (e.Header.Ordinal <= (ulong)Released.Count)
        {
            Same(Released[(int)e.Header.Ordinal - 1], in e, "released twice");
            return false;
        }

        Assert.That(e.Header.Ordinal, Is.EqualTo((ulong)Released.Count + 1), "events leave in order");
        Released.Add(e);
        return true;
    }

    /// <summary>After a restart: nothing that was promised is gone, and what was recovered is what a replay from the
    /// first command comes to.</summary>
    /// <param name="node">The new life.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="durableOrdinal">The last event that a power cut mustn't take back.</param>
    /// <param name="mayForget">Whether the venue was asynchronous and the power went.</param>
    /// <returns>Events taken back that clients may have heard.</returns>
    public int Recovered(VenueNode node, IJournalFileSystem disk, ulong durableOrdinal, bool mayForget)
    {
        EventQueue replayed = ReplayAll(disk, node.Engine);
        int kept = mayForget ? Math.Min(Released.Count, replayed.Count) : Released.Count;
        Assert.That(
            (ulong)replayed.Count, Is.AtLeast(mayForget ? durableOrdinal : (ulong)kept),
            "an acknowledged event is lost");
        int takenBack = Released.Count - kept;
        Released.RemoveRange(kept, takenBack);
        for (int i = 0; i < kept; i++)
        {
            Same(Released[i], replayed[i], "an acknowledged event has changed");
        }

        _entered.RemoveRange((int)node.Engine.Sequence, _entered.Count - (int)node.Engine.Sequence);
        return takenBack;
    }

    /// <summary>At rest: the venue and every client agree, and the journal says the same again.</summary>
    public void AtRest(VenueNode node, IJournalFileSystem disk, Client[] clients)
    {
        EventQueue replayed = ReplayAll(disk, node.Engine);
        Assert.That(replayed.Count, Is.EqualTo(Released.Count), "every event has left");
        for (int i = 0; i < replayed.Count; i++)
        {
            Same(Released[i], replayed[i], "the replay differs");
        }

        AppliedOnce(clients);
        Agree(node.Engine, clients);
    }

    /// <summary>Reads the journal into another engine, and compares commands and state.</summary>
    private EventQueue ReplayAll(IJournalFileSystem disk, VenueEngine engine)
    {
        var events = new EventQueue();
        var other = new VenueEngine(VenueNode.Options, events);
        using (JournalReader reader = JournalReader.Open(disk))
        {
            VenueNode.Replay(reader, other);
        }

        int at = 0;
        using (JournalReader reader = JournalReader.Open(disk))
        {
            for (; reader.TryRead(); at++)
            {
                (Command command, byte[] payload) = _entered[at];
                bool isSame = Command.Bytes(in reader.Current).SequenceEqual(Command.Bytes(in command))
                    && reader.Payload.SequenceEqual(payload);
                Assert.That(isSame, Is.True, $"command {at + 1} is not the one that entered");
            }
        }

        Assert.That((ulong)at, Is.EqualTo(engine.Sequence), "the engine has applied what the journal holds");
        Assert.That(engine.StateHash, Is.EqualTo(other.StateHash), "the state is that of a replay of everything");
        Assert.That(engine.EventCount, Is.EqualTo(other.EventCount), "and so are the events");
        Assert.That(engine.CheckConservation(), Is.EqualTo("ok"));
        return events;
    }

    /// <summary>Each message of each client counts once, and as it was sent; each deposit counts once.</summary>
    private void AppliedOnce(Client[] clients)
    {
        var refused = new HashSet<ulong>(
            from e in Released
            where e.Header.Kind == EventKind.CommandRejected && e.Outcome.Reason == RejectCode.DuplicateMessage
            select e.Header.Sequence);
        var deposits = new HashSet<uint>();
        foreach (VenueEvent e in Released.Where(e => e.Header.Kind == EventKind.Deposited))
        {
            Assert.That(deposits.Add(e.Account.Source.LogIndex), Is.True, "a deposit counts once");
        }

        foreach (Client client in clients)
        {
            int applied = 0;
            foreach ((Command command, byte[] payload) in _entered)
            {
                if (command.Header.Session == client.View.Session && !refused.Contains(command.Header.Sequence))
                {
                    (Command sent, byte[] sentPayload) = client.Sent[applied++];
                    bool isSame = command.Header.MsgSeqNum == (ulong)applied
                        && Command.Bytes(in command)[CommandHeader.WireSize..]
                            .SequenceEqual(Command.Bytes(in sent)[CommandHeader.WireSize..])
                        && payload.AsSpan().SequenceEqual(sentPayload);
                    Assert.That(isSame, Is.True, $"message {applied} of {client.CompId} counts once, as it was sent");
                }
            }

            Assert.That(applied, Is.EqualTo(client.Sent.Count), $"all messages of {client.CompId} counted");
        }
    }

    private static void Agree(VenueEngine engine, Client[] clients)
    {
        var levels = new PriceLevel[2_048];
        for (uint id = 0; id < (uint)engine.InstrumentCount; id++)
        {
            var instrument = new InstrumentId(id);
            foreach (Side side in (ReadOnlySpan<Side>)[Side.Buy, Side.Sell])
            {
                PriceLevel[] known =
                [
                    .. clients.SelectMany(client => client.View.Resting.Values)
                        .Where(order => order.Instrument == instrument && order.Side == side)
                        .GroupBy(order => order.PriceTicks)
                        .OrderBy(level => -side.Sign() * level.Key)
                        .Select(level => new PriceLevel(level.Key, level.Sum(order => order.Shown), level.Count())),
                ];
                int count = engine.CopyLevels(instrument, side, levels);
                Assert.That(levels[..count], Is.EqualTo(known), $"book of {instrument}, {side}");
            }

            foreach (Client client in clients)
            {
                Assert.That(
                    client.View.Lots.GetValueOrDefault(instrument),
                    Is.EqualTo(engine.LotsOf(client.Account, instrument)),
                    $"position of {client.CompId} in {instrument}");
            }
        }

        int open = clients.Sum(client => client.View.Resting.Count + client.View.Waiting.Count);
        Assert.That(open, Is.EqualTo(engine.OpenOrderCount), "open orders");
        foreach (Client client in clients)
        {
            Assert.That(
                (client.View.CashMicros, client.View.FeesMicros), Is.EqualTo(engine.BalanceOf(client.Account)),
                $"cash and fees of {client.CompId}");
        }
    }

    private static void Same(VenueEvent expected, in VenueEvent actual, string what)
    {
        if (!BytesOf(in expected).SequenceEqual(BytesOf(in actual)))
        {
            Assert.Fail($"{what}: event {expected.Header.Ordinal}, {expected.Header.Kind} of command "
                + $"{expected.Header.Sequence}, is {actual.Header.Kind} of command {actual.Header.Sequence}");
        }
    }

    private static ReadOnlySpan<byte> BytesOf(in VenueEvent e) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<VenueEvent>(in e));
}
