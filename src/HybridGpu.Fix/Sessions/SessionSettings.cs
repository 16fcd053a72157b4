using System;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Sessions;

/// <summary>How a session behaves. The defaults are the rules of engagement.</summary>
public sealed record SessionSettings
{
    /// <summary>HeartBtInt(108) that an initiator asks for, in seconds; an acceptor takes the peer's.</summary>
    public int HeartbeatSeconds { get; init; } = 30;

    /// <summary>The longest HeartBtInt an acceptor accepts, in seconds.</summary>
    public int MaxHeartbeatSeconds { get; init; } = 3_600;

    /// <summary>How long a connection may take to log on.</summary>
    public TimeSpan LogonTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long we wait for the answer to our Logout before we disconnect.</summary>
    public TimeSpan LogoutTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How far SendingTime(52) may be from our clock; zero switches the check off, for clients that drift.
    /// </summary>
    public TimeSpan SendingTimeTolerance { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Whether a peer may reset both sequences with ResetSeqNumFlag(141)=Y. Nothing ever resets implicitly.
    /// </summary>
    public bool AllowReset { get; init; } = true;

    /// <summary>Whether an initiator asks for a reset with its Logon.</summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>What happens to user-defined tags (5000 and up) that the dictionary does not know.</summary>
    public UnknownTagPolicy UserDefinedTags { get; init; } = UnknownTagPolicy.Ignore;

    /// <summary>Whether fields are checked against the dictionary.</summary>
    public bool ValidateFields { get; init; } = true;

    /// <summary>Whether inbound messages are kept in the store as well, passwords redacted.</summary>
    public bool AuditInbound { get; init; } = true;

    /// <summary>Hard maximum of one message in either direction, in bytes.</summary>
    public int MaxMessageBytes { get; init; } = FrameReader.DefaultMaxMessageBytes;

    /// <summary>How many bytes may wait for a slow reader before it is disconnected.</summary>
    public int SendQueueBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How many messages that came too early are kept while a gap is filled; more are dropped and asked for again.
    /// </summary>
    public int EarlyMessageLimit { get; init; } = 4_096;

    /// <summary>How many bytes those messages may take.</summary>
    public int EarlyMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How many bytes of a resend are queued in one step; the next step waits until they are written.
    /// </summary>
    public int ResendStepBytes { get; init; } = 128 * 1024;

    /// <summary>Digits of SendingTime(52) that we write.</summary>
    public TimestampPrecision TimestampPrecision { get; init; } = TimestampPrecision.Milliseconds;

    /// <summary>
    /// Message types that are never resent but gap-filled: they are stale by then. Default: quotes' acknowledgements
    /// and market data.
    /// </summary>
    public ResendPolicy ResendPolicy { get; init; } = ResendPolicy.Default;
}
