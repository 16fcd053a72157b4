using System.Security.Cryptography.X509Certificates;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Fix;

/// <summary>As whom, where and what <c>hybridgpu fix send</c> sends.</summary>
internal sealed record FixSendOptions
{
    /// <summary>The venue's host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its FIX port.</summary>
    public required int Port { get; init; }

    /// <summary>SenderCompID(49).</summary>
    public required string Sender { get; init; }

    /// <summary>TargetCompID(56).</summary>
    public required string Target { get; init; }

    /// <summary>Messages, each of which <see cref="FixSend.TryRead"/> can read.</summary>
    public required IReadOnlyList<string> Messages { get; init; }

    /// <summary>How long to wait for answers.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>How long to wait for the Logon's answer.</summary>
    public TimeSpan LogonLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Name of the key that signs the Logon; null for a plain session.</summary>
    public string? KeyId { get; init; }

    /// <summary>That key, Ed25519, 32 bytes.</summary>
    public byte[]? PrivateKey { get; init; }

    /// <summary>Who signs orders that have no signature; null for nobody.</summary>
    public OrderSigner? OrderSigner { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool UsesTls { get; init; }

    /// <summary>Who must have issued the venue's certificate; null leaves it to the system's trust.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The client's certificate, where the venue wants one.</summary>
    public X509Certificate2? Certificate { get; init; }
}
