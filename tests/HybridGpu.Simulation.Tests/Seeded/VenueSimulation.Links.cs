using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <content>Clients, the links between them and the venue, and the venue's door.</content>
internal sealed partial class VenueSimulation
{
    private void Act(Client client)
    {
        if (client.Uplink.Count == 0 && _random.Next(12) == 0)
        {
            client.Resend();
            Report.Count("resends");
        }
        else if (client.MaySend)
        {
            _orders.SendOne(client);
        }
    }

    /// <summary>The next message of a link arrives, is lost, or arrives and comes again.</summary>
    private void DeliverUp(Client client)
    {
        for (int burst = _random.Next(1, 4); burst > 0 && client.Uplink.TryDequeue(out ulong number); burst--)
        {
            switch (_random.Next(30))
            {
                case 0:
                    Report.Count("messages lost");
                    break;
                case 1 or 2:
                    Receive(client, number);
                    client.Uplink.Enqueue(number);
                    break;
                default:
                    Receive(client, number);
                    break;
            }
        }
    }

    private void DeliverDown(Client client)
    {
        if (client.Downlink.Count == 0 && client.Heard < client.Store.Count && _random.Next(4) == 0)
        {
            client.RequestMissing();
        }

        for (int burst = _random.Next(1, 16); burst > 0 && client.Downlink.TryDequeue(out int place); burst--)
        {
            switch (_random.Next(60))
            {
                case 0:
                    Report.Count("messages lost");
                    break;
                case 1 or 2:
                    client.Hear(place, _oracle.Released);
                    client.Hear(place, _oracle.Released);
                    break;
                default:
                    client.Hear(place, _oracle.Released);
                    break;
            }
        }
    }

    /// <summary>The venue's door: messages in the order of their numbers, new orders only while the disk has
    /// room.</summary>
    /// <remarks>A message behind a gap waits for its resend. One that was taken before goes on at times, as a possible
    /// duplicate: the engine must refuse it.</remarks>
    private void Receive(Client client, ulong number)
    {
        int index = Array.IndexOf(_clients, client);
        (Command command, byte[] payload) = client.Sent[(int)number - 1];
        bool isCancel = command.Header.Kind is CommandKind.CancelOrder or CommandKind.MassCancel;
        bool isKnown = Node.Engine.TryFindSession(client.CompId, out SessionId session, out _, out _);
        if (!isKnown || number > _expected[index] || (Node.Status == JournalStatus.DiskFull && !isCancel))
        {
            return;
        }

        if (number == _expected[index])
        {
            _expected[index]++;
        }
        else if (_random.Next(2) == 0)
        {
            return;
        }

        command.Header.Session = session;
        Enter(command, payload);
    }

    /// <summary>At a start the door goes on from what the engine has applied.</summary>
    private void OpenDoor()
    {
        for (int i = 0; i < Clients; i++)
        {
            _ = Node.Engine.TryFindSession(_clients[i].CompId, out _, out _, out ulong last);
            _expected[i] = last + 1;
        }
    }
}
