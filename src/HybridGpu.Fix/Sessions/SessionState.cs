namespace HybridGpu.Fix.Sessions;

/// <summary>Where a session stands.</summary>
public enum SessionState
{
    /// <summary>No connection. Application messages are stored and reach the peer by its ResendRequest.</summary>
    Disconnected = 0,

    /// <summary>An acceptor's connection whose Logon has not come yet.</summary>
    AwaitingLogon = 1,

    /// <summary>An initiator's connection: Logon sent, not answered yet.</summary>
    LogonSent = 2,

    /// <summary>Both sides logged on.</summary>
    LoggedOn = 3,

    /// <summary>We sent Logout and wait for the answer.</summary>
    LogoutSent = 4,
}
