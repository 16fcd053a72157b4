using System;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Fix.Codec;

namespace HybridGpu.Fix.Transport;

/// <summary>Where and how an acceptor listens.</summary>
public sealed record AcceptorSettings
{
    /// <summary>The address; loopback unless said otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 lets the system choose, see <see cref="SocketAcceptor.LocalEndPoint"/>.</summary>
    public int Port { get; init; }

    /// <summary>The server's certificate with its key; null listens without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether clients must show a certificate.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Judges clients' certificates; null leaves it to the system's trust.</summary>
    public RemoteCertificateValidationCallback? ClientCertificateValidation { get; init; }

    /// <summary>How many connections may be open; more are closed as they come.</summary>
    public int MaxConnections { get; init; } = 2_048;

    /// <summary>How long a connection may take for TLS and its Logon.</summary>
    public TimeSpan LogonTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Hard maximum of a received message.</summary>
    public int MaxMessageBytes { get; init; } = FrameReader.DefaultMaxMessageBytes;

    /// <summary>How often time is looked at.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
