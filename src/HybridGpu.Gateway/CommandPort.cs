using System;
using HybridGpu.Domain.Commands;
using HybridGpu.Persistence;
using HybridGpu.Risk.Tick;
using HybridGpu.Sequencing;
using HybridGpu.Venue;

namespace HybridGpu.Gateway;

/// <summary>The sessions' way into the venue, and what they may look up there.</summary>
/// <remarks>Thread: any session's. A full inbound ring holds the caller up, and thereby its socket.</remarks>
internal sealed class CommandPort
{
    /// <summary>How long a question about orders waits for what its asker sent before it.</summary>
    private static readonly TimeSpan CatchUpTimeout = TimeSpan.FromSeconds(1);

    private readonly EgressProgress _progress;
    private VenuePipeline? _venue;

    public CommandPort(EgressProgress progress)
    {
        _progress = progress;
    }

    /// <summary>Instruments, accounts, sessions.</summary>
    public VenueDirectory Directory => Venue.Directory;

    /// <summary>Whether new orders and quotes can be kept; what takes risk away is always tried.</summary>
    public bool TakesOrders => Venue.JournalStatus == JournalStatus.Ok;

    /// <summary>The last tick's picture of every account; null before the first.</summary>
    public RiskSnapshot? Risk => Venue.Risk;

    /// <summary>Asks the risk tick and waits, a bounded time, for its answer.</summary>
    /// <returns>Null when it didn't come.</returns>
    public MarginAnswer? Ask(MarginQuestion question) =>
        Venue.TryAsk(question) && question.Answer.Wait(CatchUpTimeout) ? question.Answer.Result : null;

    /// <summary>The wall clock of the venue.</summary>
    public long WallNs => Venue.Gate.WallNs;

    private VenuePipeline Venue =>
        _venue ?? throw new InvalidOperationException("Clients can't log on before the venue is attached.");

    /// <summary>Gives the port its venue, before anyone can log on.</summary>
    public void Attach(VenuePipeline venue) => _venue = venue;

    /// <summary>Sends a client's command.</summary>
    /// <exception cref="RingHaltedException">The venue has stopped.</exception>
    public void Publish(
        GatewayClient client, ref Command command, long msgSeqNum, ReadOnlySpan<byte> payload = default)
    {
        command.Header.Session = client.Id;
        command.Header.MsgSeqNum = (ulong)msgSeqNum;
        client.LastCommand = Venue.Gate.Publish(in command, payload);
        // After a crash this tells that the message may be missing in the journal, and must then be asked for again.
        client.Session.MarkInboundCommand(msgSeqNum);
    }

    /// <summary>Sends a command of the venue's own, about a client.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="RingHaltedException">The venue has stopped.</exception>
    public ulong PublishOwn(in Command command) => Venue.Gate.Publish(in command);

    /// <summary>Waits until a command is safe in the journal.</summary>
    public bool WaitUntilSafe(ulong sequence, TimeSpan limit) => Venue.WaitUntilSafe(sequence, limit);

    /// <summary>Waits, a bounded time, until the reports of all that a client has sent are out.</summary>
    public void AwaitReports(GatewayClient client) => _progress.WaitFor(client.LastCommand, CatchUpTimeout);
}
