using System;
using System.IO;
using System.Text;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Store;
using HybridGpu.Sequencing;

namespace HybridGpu.Gateway;

/// <summary>Sessions that an operator has stopped: nothing of theirs is open, and they can't log on until they are
/// allowed again.</summary>
/// <remarks>
/// A mark on disk, which holds the reason, stands from before the engine is told until it has been told otherwise and
/// the journal has it: whatever dies between, the session is stopped when the venue comes back. Thread: one operator at
/// a time; <see cref="GatewayClient.StopReason"/> is read by any.
/// </remarks>
internal sealed class SessionStops(string directory, CommandPort port)
{
    private static readonly TimeSpan SafeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads what an earlier run has left. Before anyone can log on.</summary>
    public void Read(GatewayClient client)
    {
        if (File.Exists(MarkOf(client)))
        {
            client.StopReason = File.ReadAllText(MarkOf(client), Encoding.ASCII);
        }
    }

    /// <summary>Tells the engine again of a session that was stopped: a kill may have come between mark and journal.
    /// The venue must run.</summary>
    public void Restore(GatewayClient client)
    {
        if (client.StopReason is not null)
        {
            port.PublishOwn(SwitchOf(client, engage: true));
        }
    }

    /// <summary>Stops a session.</summary>
    /// <returns>Empty, or what went wrong.</returns>
    public string Stop(GatewayClient client, string reason)
    {
        try
        {
            PrivateFiles.Write(MarkOf(client), Encoding.ASCII.GetBytes(reason));

            // From here it can't log on; then what it has open goes, and then the session itself.
            client.StopReason = reason;
            bool isSafe = port.WaitUntilSafe(port.PublishOwn(SwitchOf(client, engage: true)), SafeTimeout);
            client.Session.Logout(reason);
            return isSafe ? "" : "its orders and quotes are not known to be cancelled yet: the journal is behind";
        }
        catch (Exception problem) when (problem is RingHaltedException or IOException or UnauthorizedAccessException)
        {
            client.Session.Logout(reason);
            return problem.Message;
        }
    }

    /// <summary>Lets a session log on again.</summary>
    /// <returns>Empty, or what went wrong: then it is still stopped.</returns>
    public string Allow(GatewayClient client)
    {
        try
        {
            if (!port.WaitUntilSafe(port.PublishOwn(SwitchOf(client, engage: false)), SafeTimeout))
            {
                return "the journal is behind: try again";
            }

            PrivateFiles.Delete(MarkOf(client));
            client.StopReason = null;
            return "";
        }
        catch (Exception problem) when (problem is RingHaltedException or IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }

    private static Command SwitchOf(GatewayClient client, bool engage)
    {
        Command command = Command.Of(CommandKind.KillSwitch);
        command.KillSwitch.Scope = KillScope.Session;
        command.KillSwitch.Session = client.Id;
        command.KillSwitch.Engage = engage ? (byte)1 : (byte)0;
        return command;
    }

    private string MarkOf(GatewayClient client) =>
        Path.Combine(directory, FormattableString.Invariant($"{client.CompId}.stopped"));
}
