namespace HybridGpu.FixConformance;

/// <summary>What a line of a script does.</summary>
internal enum StepKind
{
    /// <summary>Opens a connection; one that is open under this number is closed first.</summary>
    Connect,

    /// <summary>Closes the connection from our side.</summary>
    Disconnect,

    /// <summary>Sends a message; header and trailer are filled in.</summary>
    Send,

    /// <summary>Sends what is written, byte for byte.</summary>
    SendRaw,

    /// <summary>Waits for the next message, which must have these fields.</summary>
    Expect,

    /// <summary>Waits for a message that has these fields, whatever comes before it.</summary>
    Await,

    /// <summary>Waits for the acceptor to close the connection, without another message.</summary>
    ExpectDisconnect,

    /// <summary>Sees that nothing comes for a while and the connection stays.</summary>
    WaitQuiet,

    /// <summary>Restarts the acceptor, in good order and over the same store.</summary>
    Restart,
}
