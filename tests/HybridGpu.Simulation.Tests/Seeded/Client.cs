using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>A client with its two links to the venue, and what the venue keeps for it.</summary>
internal sealed class Client
{
    private const int OutstandingMax = 12;

    public Client(int index)
    {
        CompId = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"CLIENT{index}"));
        Account = new AccountId(AccountId.FirstOpen.Value + (uint)index);
        View = new ClientView(Account);
    }

    public Text40 CompId { get; }

    public AccountId Account { get; }

    public ClientView View { get; private set; }

    /// <summary>All it ever sent, by message number from 1.</summary>
    public List<(Command Command, byte[] Payload)> Sent { get; } = [];

    /// <summary>Message numbers on the way to the venue.</summary>
    public Queue<ulong> Uplink { get; } = [];

    /// <summary>Places in <see cref="Store"/> on the way to the client.</summary>
    public Queue<int> Downlink { get; } = [];

    /// <summary>The venue's store of messages to it: ordinals of released events.</summary>
    public List<ulong> Store { get; } = [];

    /// <summary>Messages of the store that it has taken in.</summary>
    public int Heard { get; private set; }

    public bool MaySend => View.Session != SessionId.Venue
        && (ulong)Sent.Count < View.Acknowledged + OutstandingMax;

    public bool IsQuiet => (ulong)Sent.Count == View.Acknowledged && Heard == Store.Count;

    public void Send(Command command, byte[] payload)
    {
        command.Header.MsgSeqNum = (ulong)Sent.Count + 1;
        Sent.Add((command, payload));
        Uplink.Enqueue(command.Header.MsgSeqNum);
    }

    /// <summary>Sends again what was not answered, under the same numbers.</summary>
    public void Resend()
    {
        for (ulong n = View.Acknowledged + 1; n <= (ulong)Sent.Count; n++)
        {
            Uplink.Enqueue(n);
        }
    }

    /// <summary>Everything on the way is lost.</summary>
    public void Disconnect()
    {
        Uplink.Clear();
        Downlink.Clear();
    }

    /// <summary>The venue sends again what was not heard.</summary>
    public void RequestMissing()
    {
        Downlink.Clear();
        for (int i = Heard; i < Store.Count; i++)
        {
            Downlink.Enqueue(i);
        }
    }

    /// <summary>A message comes: the next one is taken in, one before is known, one behind a gap is asked for
    /// later.</summary>
    public void Hear(int place, List<VenueEvent> released)
    {
        if (place == Heard)
        {
            View.Fold(released[(int)Store[place] - 1]);
            Heard++;
        }
    }

    /// <summary>A power cut took back what the venue had told without syncing it: the client is told so.</summary>
    /// <returns>Whether it had heard any of that.</returns>
    public bool Rewind(List<VenueEvent> released)
    {
        Store.RemoveAll(ordinal => ordinal > (ulong)released.Count);
        if (Heard <= Store.Count)
        {
            return false;
        }

        View = new ClientView(Account);
        Heard = 0;
        while (Heard < Store.Count)
        {
            Hear(Heard, released);
        }

        return true;
    }
}
