using System;

namespace HybridGpu.Fix.Transport;

/// <summary>Where a session's bytes go: a socket, or a test's memory.</summary>
/// <remarks>Called under the session's outbound lock; must not call back into the session on the same stack.</remarks>
public interface ITransport
{
    /// <summary>Bytes accepted and not yet written.</summary>
    public int PendingByteCount { get; }

    /// <summary>Where the peer is, for who counts what comes from where; empty when there is no such place.</summary>
    public string RemoteAddress => string.Empty;

    /// <summary>Queues bytes, all or none.</summary>
    /// <param name="bytes">A whole message; copied.</param>
    /// <returns>False when the bound would be exceeded: the peer reads too slowly.</returns>
    public bool TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Closes after what is queued has been written, or at once if that takes too long. May be called twice.
    /// </summary>
    /// <param name="reason">Why, for people.</param>
    public void Close(string reason);
}
