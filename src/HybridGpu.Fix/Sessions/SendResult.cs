namespace HybridGpu.Fix.Sessions;

/// <summary>What became of a message given to <see cref="Session.Send"/>.</summary>
public enum SendResult
{
    /// <summary>Numbered, stored and queued to the socket.</summary>
    Sent = 0,

    /// <summary>Numbered and stored, but there is no logged-on connection: the peer gets it by ResendRequest.</summary>
    Stored = 1,

    /// <summary>Numbered and stored; the peer reads too slowly and is being disconnected.</summary>
    StoredPeerTooSlow = 2,

    /// <summary>Not logged on, and the caller asked for live sending only: nothing was numbered or stored.</summary>
    NotLoggedOn = 3,

    /// <summary>Larger than the session's maximum: nothing was numbered or stored.</summary>
    TooLarge = 4,

    /// <summary>
    /// The store failed (disk full, I/O error): not sent, and the session is down until it is reopened.
    /// </summary>
    StoreFailed = 5,
}
