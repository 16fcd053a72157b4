using HybridGpu.Persistence;
using HybridGpu.Persistence.Tests;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <content>The disk's faults, the ends of a life, and the next one.</content>
internal sealed partial class VenueSimulation
{
    private static readonly Fault[] Faults =
        [Fault.Crash, Fault.Crash, Fault.Crash, Fault.Eio, Fault.Enospc, Fault.ShortWrite];

    /// <summary>Runs a part of the venue until it is done or the disk ends this life.</summary>
    private void Guarded(Action part)
    {
        try
        {
            part();
        }
        catch (PowerCutException)
        {
            Fall(_random.Next(2) == 0 ? "kills in a step of the disk" : "power cuts in a step of the disk");
        }
        catch (NodeStoppedException e)
        {
            bool isFull = e.InnerException is InvalidOperationException;
            Fall(isFull ? "stops on a full disk" : "stops on a failed disk");
        }
    }

    /// <summary>The process, or the whole machine, ends here.</summary>
    private void Fall(string how)
    {
        Report.Count(how);
        _disk.BeforeStep = null;
        bool isPowerCut = how.StartsWith("power", StringComparison.Ordinal);
        MayForget |= isPowerCut && _journalOptions.Durability == Durability.Async;
        _disk = isPowerCut ? _disk.AfterCrash(_random) : _disk.AfterKill();
        _node = null;
        foreach (Client client in _clients)
        {
            client.Disconnect();
        }
    }

    /// <summary>Whether the power went since the last recovery, and the venue had promised nothing of what was not
    /// synced.</summary>
    private bool MayForget { get; set; }

    private void StopCleanly()
    {
        Node.Journal(int.MaxValue);
        Node.Apply(int.MaxValue);
        Release(int.MaxValue);
        if (_random.Next(2) == 0)
        {
            Report.Count("snapshots saved", Node.TrySaveSnapshot() ? 1 : 0);
        }

        Node.Close();
        Fall("clean stops");
    }

    /// <summary>Opens what the disk kept; a fault may come on the way, and then it is tried again.</summary>
    private void Restart()
    {
        if (_isCalm || _random.Next(4) == 0)
        {
            // Whoever restarts a venue whose disk is full makes room first.
            _disk.IsFull = false;
        }

        _disk.FaultKind = Faults[_random.Next(Faults.Length)];
        _disk.FaultAt = _isCalm ? 0 : _disk.StepCount + _random.Next(1, _random.Next(6) == 0 ? 12 : 500);
        VenueNode node;
        try
        {
            node = VenueNode.Open(_disk, _journalOptions, (ulong)_oracle.Released.Count);
        }
        catch (Exception e) when (e is IOException or JournalFailedException)
        {
            Fall("starts on a failing disk");
            return;
        }

        Report.Count("starts");
        Report.Count("starts at a snapshot", node.IsFromSnapshot ? 1 : 0);
        Report.Count("torn tails", node.Recovery.TrimmedBytes > 0 ? 1 : 0);
        int takenBack = _oracle.Recovered(node, _disk, _durableOrdinal, MayForget);
        MayForget = false;
        _node = node;
        _disk.BeforeStep = OthersRun;
        if (takenBack > 0)
        {
            Report.Count("events taken back after a power cut without sync", takenBack);
            _driver.Rewind(_oracle.Released);
            foreach (Client client in _clients)
            {
                Report.Count("clients told so", client.Rewind(_oracle.Released) ? 1 : 0);
            }
        }

        OpenDoor();
    }

    /// <summary>While one thread is busy with the disk, the others go on.</summary>
    private void OthersRun()
    {
        if (_node is { } node && _random.Next(2) == 0)
        {
            node.Apply(_random.Next(0, 16));
            Release(_random.Next(0, 60));
        }
    }
}
