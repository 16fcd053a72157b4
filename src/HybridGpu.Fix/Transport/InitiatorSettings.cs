using System;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HybridGpu.Fix.Transport;

/// <summary>Where an initiator connects and how it tries again.</summary>
public sealed record InitiatorSettings
{
    /// <summary>The acceptor's host name or address.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The acceptor's port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>The name expected in the server's certificate; null for <see cref="Host"/>.</summary>
    public string? TlsHost { get; init; }

    /// <summary>Our certificate with its key, where the server wants one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Judges the server's certificate; null leaves it to the system's trust.</summary>
    public RemoteCertificateValidationCallback? ServerCertificateValidation { get; init; }

    /// <summary>How long connecting and the TLS handshake may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The first pause before connecting again; it doubles with each failure and starts over after a logon.
    /// </summary>
    public TimeSpan ReconnectDelayMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often time is looked at.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
