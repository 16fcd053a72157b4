using System;
using System.IO;
using HybridGpu.Domain.Commands;
using HybridGpu.Fix.Store;
using HybridGpu.Sequencing;

namespace HybridGpu.Gateway;

/// <summary>Cancel on disconnect: who asked for it at Logon has nothing open when it is gone, however it
/// went.</summary>
/// <remarks>
/// A mark on disk stands from before the Logon is answered until the cancel is safe in the journal, so that a venue
/// that was killed cancels when it comes back, before anyone can log on. Thread: the session's; <see
/// cref="CancelLeftOpen"/> before the start.
/// </remarks>
internal sealed class DisconnectCancels(string directory, CommandPort port)
{
    private static readonly TimeSpan SafeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Takes what a client wants at its Logon.</summary>
    /// <returns>False when it couldn't be put on disk: then nothing was promised.</returns>
    public bool TryArm(GatewayClient client, bool isWanted)
    {
        try
        {
            if (isWanted)
            {
                PrivateFiles.Write(MarkOf(client), default);
            }
            else
            {
                PrivateFiles.Delete(MarkOf(client));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        client.CancelsOnDisconnect = isWanted;
        return true;
    }

    /// <summary>A client has gone: by Logout, by a broken connection, by silence.</summary>
    public void OnDisconnect(GatewayClient client)
    {
        if (client.CancelsOnDisconnect)
        {
            client.CancelsOnDisconnect = false;
            TryCancel(client);
        }
    }

    /// <summary>Cancels for a client that was logged on when the venue died. The venue must run.</summary>
    public void CancelLeftOpen(GatewayClient client)
    {
        if (File.Exists(MarkOf(client)))
        {
            TryCancel(client);
        }
    }

    private void TryCancel(GatewayClient client)
    {
        Command cancel = Command.Of(CommandKind.MassCancel);
        cancel.MassCancel.Account = client.Account;
        cancel.MassCancel.Scope = MassCancelScope.Session;
        cancel.MassCancel.Session = client.Id;
        try
        {
            if (port.WaitUntilSafe(port.PublishOwn(in cancel), SafeTimeout))
            {
                PrivateFiles.Delete(MarkOf(client));
            }
        }
        catch (Exception problem) when (problem is RingHaltedException or IOException or UnauthorizedAccessException)
        {
            // The venue stops, or the mark can't be removed: it stands, and the cancel comes at the next start.
        }
    }

    private string MarkOf(GatewayClient client) =>
        Path.Combine(directory, FormattableString.Invariant($"{client.CompId}.cancel-on-disconnect"));
}
