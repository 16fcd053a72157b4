namespace HybridGpu.Fix.Sessions;

/// <summary>What the application says to a Logon.</summary>
/// <param name="Accepted">Whether the peer may come in.</param>
/// <param name="Text">Logout Text(58) when refused. Should not say which of user and signature was wrong.</param>
public readonly record struct LogonDecision(bool Accepted, string Text)
{
    /// <summary>The peer may come in.</summary>
    public static LogonDecision Accept { get; } = new(true, string.Empty);

    /// <summary>The peer gets a Logout and is disconnected.</summary>
    /// <param name="text">Text(58).</param>
    public static LogonDecision Refuse(string text) => new(false, text);
}
