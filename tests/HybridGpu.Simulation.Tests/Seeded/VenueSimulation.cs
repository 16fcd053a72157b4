using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Persistence;
using HybridGpu.Persistence.Tests;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>A whole venue with its clients, links, disk and operator in one thread. One seed decides everything: time,
/// what is sent, what is lost on the way, who runs next, what the disk does, when the power goes.</summary>
/// <remarks>A step moves one thing: a client, a link, the journal, the engine, what leaves, the housekeeper, the
/// operator. While the journal is busy with its disk the engine and what leaves go on, as their threads would.</remarks>
internal sealed partial class VenueSimulation
{
    private const int Clients = 6;

    private readonly Random _random;
    private readonly Client[] _clients;
    private readonly VenueDriver _driver;
    private readonly ClientOrders _orders;
    private readonly Oracle _oracle = new();
    private readonly ulong[] _expected = new ulong[Clients];
    private readonly JournalOptions _journalOptions;
    private MemoryDisk _disk = new();
    private VenueNode? _node;
    private ulong _durableOrdinal;
    private bool _isCalm;

    public VenueSimulation(int seed)
    {
        _random = new Random(seed);
        _driver = new VenueDriver(_random);
        _orders = new ClientOrders(_random, _driver);
        _clients = [.. Enumerable.Range(0, Clients).Select(i => new Client(i))];
        _journalOptions = new JournalOptions
        {
            Durability = _random.Next(3) == 0 ? Durability.Async : Durability.Sync,
            SegmentBytes = _random.Next(12, 40) * 4_096,
            FrameBytes = 2 * 4_096,
            ReserveBytes = 2 * 4_096,
            UnsyncedBytesMax = _random.Next(4, 40) * 4_096,
            UnsyncedMillisMax = int.MaxValue,
            WatermarkBytes = _random.Next(1, 10) * 4_096,
        };
    }

    public RunReport Report { get; } = new();

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>State of the venue at the end of the run.</summary>
    public StateHash FinalHash { get; private set; }

    /// <summary>The node that lives, for what must have one.</summary>
    private VenueNode Node => _node ?? throw new InvalidOperationException("The venue is down.");

    /// <summary>So many steps with faults, then until all is at rest, then the last comparison.</summary>
    public void Run(int steps)
    {
        while (Step < steps)
        {
            Step++;
            Guarded(OneStep);
        }

        _isCalm = true;
        _disk.FaultAt = 0;
        _disk.IsFull = false;
        for (int rounds = 0; _node is null || !IsAtRest(); rounds++)
        {
            Step++;
            Assert.That(rounds, Is.LessThan(10_000), "the venue comes to rest");
            Guarded(CalmStep);
        }

        _oracle.AtRest(Node, _disk, _clients);
        Node.Close();
        FinalHash = Node.Engine.StateHash;
        Report.Count("runs");
        Report.Count(_journalOptions.Durability == Durability.Sync ? "sync runs" : "async runs");
        Report.Count("commands", (long)Node.Engine.Sequence);
        Report.Count("events", _oracle.Released.Count);
        foreach (VenueEvent e in _oracle.Released)
        {
            bool isRefusal = e.Header.Kind == EventKind.CommandRejected;
            Report.Count(isRefusal ? $"rejected {e.Outcome.Reason}" : $"{e.Header.Kind}");
        }
    }

    private void OneStep()
    {
        _driver.Pass();
        if (_node is null)
        {
            Restart();
            return;
        }

        Client client = _clients[_random.Next(Clients)];
        switch (_random.Next(2_000))
        {
            case < 480:
                Act(client);
                break;
            case < 880:
                DeliverUp(client);
                break;
            case < 1_000:
                Drive();
                break;
            case < 1_260:
                _node.Journal(_random.Next(1, 8));
                break;
            case < 1_500:
                _node.Apply(_random.Next(1, 8));
                break;
            case < 1_660:
                Release(_random.Next(1, 30));
                break;
            case < 1_960:
                DeliverDown(client);
                break;
            case < 1_980:
                _node.Housekeep();
                break;
            case < 1_986:
                Report.Count("snapshots saved", _node.TrySaveSnapshot() ? 1 : 0);
                break;
            case < 1_992:
                client.Disconnect();
                Report.Count("disconnects");
                break;
            case < 1_996:
                _disk.IsFull = !_disk.IsFull;
                Report.Count("disk full or free again");
                break;
            case < 1_997:
                StopCleanly();
                break;
            default:
                Fall(_random.Next(2) == 0 ? "kills" : "power cuts");
                break;
        }
    }

    /// <summary>Nothing new, nothing lost on the way, until everyone has heard everything.</summary>
    private void CalmStep()
    {
        if (_node is null)
        {
            Restart();
            return;
        }

        foreach (Client client in _clients)
        {
            client.Disconnect();
            client.Resend();
            while (client.Uplink.TryDequeue(out ulong number))
            {
                Receive(client, number);
            }

            client.RequestMissing();
            while (client.Downlink.TryDequeue(out int place))
            {
                client.Hear(place, _oracle.Released);
            }
        }

        _node.Journal(int.MaxValue);
        _node.Housekeep();
        _node.Apply(int.MaxValue);
        Release(int.MaxValue);
    }

    private bool IsAtRest() =>
        Node.JournalLag == 0 && Node.EngineLag == 0 && Array.TrueForAll(_clients, client => client.IsQuiet);

    private void Drive()
    {
        // The operator looks at the engine, so it must have applied what entered.
        Node.Apply(int.MaxValue);
        Command command = _driver.Next(Node.Engine, _clients, out byte[] payload);
        Enter(command, payload);
    }

    private void Enter(Command command, byte[] payload)
    {
        _driver.Stamp(ref command);
        Command numbered = Node.Enter(command, payload);
        _oracle.Entered(in numbered, payload);
    }

    /// <summary>What may leave leaves: to the store of messages, the links, and the operator.</summary>
    private void Release(int count)
    {
        for (; count > 0 && Node.TryRelease(out VenueEvent e); count--)
        {
            if (!_oracle.Release(in e))
            {
                continue;
            }

            _driver.Hear(in e);
            foreach (Client client in _clients)
            {
                bool isOwn = client.View.Session.Value != 0 && e.Header.Session == client.View.Session;
                if (isOwn || ClientView.IsPublic(e.Header.Kind) || ClientView.Concerns(in e, client.Account))
                {
                    client.Store.Add(e.Header.Ordinal);
                    client.Downlink.Enqueue(client.Store.Count - 1);
                }
            }
        }

        _durableOrdinal = Math.Max(_durableOrdinal, Node.DurableOrdinal);
    }
}
