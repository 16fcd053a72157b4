using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using HybridGpu.Domain;
using HybridGpu.Fix.Store;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Gateway;

/// <summary>How the FIX gateway is opened.</summary>
public sealed record GatewayOptions
{
    /// <summary>Largest message of a session that may quote, in bytes: a MassQuote of 10,000 entries with names of full
    /// length and prices of 15 digits. Others keep to the FIX engine's default.</summary>
    public const int QuoteMessageBytesMax = 2 * 1024 * 1024;

    /// <summary>The venue's own CompID.</summary>
    public string CompId { get; init; } = "HYBRIDGPU";

    /// <summary>Address to listen on. Sessions without logon keys are refused anywhere but on loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The venue's certificate with its key; null listens without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Authorities one of which must have issued a client's certificate; null asks for none.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; init; }

    /// <summary>Directory of the message stores, one for each session.</summary>
    public required string StoreDirectory { get; init; }

    /// <summary>How much of each session's messages is kept there, and so how far back a resend reaches.</summary>
    public StoreLimits StoreLimits { get; init; } = StoreLimits.Default;

    /// <summary>Clients that may log on, and the account that each trades for.</summary>
    public required IReadOnlyList<GatewayClientOptions> Clients { get; init; }

    /// <summary>The chain and contract for which orders are signed.</summary>
    public OrderDomain OrderDomain { get; init; } = OrderDomain.Development;

    /// <summary>The 20 bytes of the address that may take an account's collateral out, for accounts that the gateway
    /// opens; an empty answer, and null here, leave an account without owner.</summary>
    public Func<AccountId, ReadOnlyMemory<byte>>? OwnerOf { get; init; }
}
