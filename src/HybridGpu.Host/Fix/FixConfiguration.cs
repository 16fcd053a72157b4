using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using HybridGpu.Domain;
using HybridGpu.Gateway;
using HybridGpu.Gateway.Access;
using HybridGpu.Gateway.Signatures;

namespace HybridGpu.Host.Fix;

/// <summary>Where FIX listens and who may log on how: a file for venues that serve more than loopback
/// (docs/fix.md).</summary>
/// <param name="Address">Address to listen on.</param>
/// <param name="Certificate">The venue's certificate with its key; null without TLS.</param>
/// <param name="ClientAuthorities">Who must have issued clients' certificates; null asks for none.</param>
/// <param name="Sessions">Who may log on.</param>
/// <param name="OrderDomain">The chain and contract for which orders are signed.</param>
internal sealed record FixConfiguration(
    IPAddress Address,
    X509Certificate2? Certificate,
    X509Certificate2Collection? ClientAuthorities,
    IReadOnlyList<GatewayClientOptions> Sessions,
    OrderDomain OrderDomain)
{
    /// <summary>Longest file in bytes.</summary>
    private const int BytesMax = 1 << 20;

    private const int PublicKeySize = 32;

    private const SessionPermissions ReadOnly = SessionPermissions.Inquiries | SessionPermissions.MarketData;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new JsonStringEnumConverter<SessionPermissions>(JsonNamingPolicy.CamelCase, false),
            new JsonStringEnumConverter<OrderKeyScope>(JsonNamingPolicy.CamelCase, false),
        },
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    /// <summary>Nothing but loopback.</summary>
    public static FixConfiguration Default { get; } = new(
        IPAddress.Loopback, null, null, [], OrderDomain.Development);

    /// <summary>Reads a file; paths in it are relative to it.</summary>
    /// <exception cref="InvalidDataException">What is wrong, where and what to do.</exception>
    public static FixConfiguration Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > BytesMax })
            {
                throw new InvalidDataException($"{path} is longer than {BytesMax} bytes.");
            }

            Document document = JsonSerializer.Deserialize<Document>(File.ReadAllBytes(path), Strict)
                ?? throw new InvalidDataException($"{path} is empty: it must hold a JSON object.");
            return Of(document, Path.GetDirectoryName(Path.GetFullPath(path))!, path);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException(
                $"{path}, line {fault.LineNumber + 1}, at {fault.Path}: not what docs/fix.md describes: check names, "
                + "types and that nothing is missing.",
                fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The FIX configuration {path} can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>A certificate with its key, both PEM.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static X509Certificate2 ReadCertificate(string certificate, string key)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);

            // Some TLS implementations want the key in a container, not beside the certificate.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{certificate} and {key} are no certificate with its key in PEM: {fault.Message}", fault);
        }
    }

    private static FixConfiguration Of(Document document, string folder, string path)
    {
        if (!IPAddress.TryParse(document.Address, out IPAddress? address))
        {
            throw new InvalidDataException($"{path}, at $.address: '{document.Address}' is no IP address.");
        }

        X509Certificate2? certificate = null;
        X509Certificate2Collection? authorities = null;
        if (document.Tls is { } tls)
        {
            certificate = ReadCertificate(
                Path.Combine(folder, tls.Certificate), Path.Combine(folder, tls.Key));
            authorities = tls.ClientAuthorities is { } file ? ReadAuthorities(folder, file, path) : null;
        }

        if (!IPAddress.IsLoopback(address) && certificate is null)
        {
            throw new InvalidDataException(
                $"{path}, at $.tls: beyond loopback FIX is served over TLS only: name a certificate and its key.");
        }

        return new FixConfiguration(
            address, certificate, authorities, [.. document.Sessions.Select((row, i) => SessionOf(row, i, path))],
            OrderKeyRow.DomainOf(document.OrderDomain, path));
    }

    private static GatewayClientOptions SessionOf(SessionRow row, int index, string path)
    {
        if (row.Account < AccountId.FirstOpen.Value || row.Account >= AccountId.Capacity)
        {
            throw new InvalidDataException(
                $"{path}, at $.sessions[{index}].account: from {AccountId.FirstOpen} to {AccountId.Capacity - 1}.");
        }

        var keys = new List<LogonKey>();
        foreach (KeyRow key in row.Keys ?? [])
        {
            byte[] bytes = new byte[PublicKeySize];
            if (!Convert.TryFromBase64String(key.PublicKey, bytes, out int length) || length != PublicKeySize)
            {
                throw new InvalidDataException(
                    $"{path}, at $.sessions[{index}].keys: '{key.Id}' isn't an Ed25519 public key in base64 "
                    + "(hybridgpu fix keygen makes one).");
            }

            keys.Add(new LogonKey(key.Id, bytes));
        }

        var limits = new MessageLimits();
        return new GatewayClientOptions(row.CompId, new AccountId(row.Account))
        {
            Keys = keys,
            OrderKeys = OrderKeyRow.Keys(row.OrderKeys ?? [], $"{path}, at $.sessions[{index}].orderKeys"),
            Permissions = (row.May ?? [row.DropCopy ? ReadOnly : SessionPermissions.All])
                .Aggregate(SessionPermissions.None, (one, other) => one | other),
            IsDropCopy = row.DropCopy,
            Limits = new MessageLimits
            {
                OrdersPerSecond = Limit(row.OrdersPerSecond, limits.OrdersPerSecond, "ordersPerSecond"),
                QuoteRequestsPerSecond = Limit(
                    row.QuoteRequestsPerSecond, limits.QuoteRequestsPerSecond, "quoteRequestsPerSecond"),
                QuoteEntriesPerSecond = Limit(
                    row.QuoteEntriesPerSecond, limits.QuoteEntriesPerSecond, "quoteEntriesPerSecond"),
                RequestsPerSecond = Limit(row.RequestsPerSecond, limits.RequestsPerSecond, "requestsPerSecond"),
            },
        };

        int Limit(int? given, int byDefault, string name) => given switch
        {
            null => byDefault,
            >= 1 and <= 10_000_000 => given.Value,
            _ => throw new InvalidDataException($"{path}, at $.sessions[{index}].{name}: from 1 to 10,000,000."),
        };
    }

    private static X509Certificate2Collection ReadAuthorities(string folder, string file, string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(Path.Combine(folder, file));
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path}, at $.tls.clientAuthorities: {fault.Message}", fault);
        }

        return authorities.Count > 0
            ? authorities
            : throw new InvalidDataException($"{path}, at $.tls.clientAuthorities: {file} holds no certificate.");
    }

    private sealed record Document(
        string Address, SessionRow[] Sessions, TlsRow? Tls = null, OrderDomainRow? OrderDomain = null);

    private sealed record TlsRow(string Certificate, string Key, string? ClientAuthorities = null);

    private sealed record KeyRow(string Id, string PublicKey);

    private sealed record SessionRow(
        string CompId,
        uint Account,
        KeyRow[]? Keys = null,
        SessionPermissions[]? May = null,
        bool DropCopy = false,
        OrderKeyRow[]? OrderKeys = null,
        int? OrdersPerSecond = null,
        int? QuoteRequestsPerSecond = null,
        int? QuoteEntriesPerSecond = null,
        int? RequestsPerSecond = null);
}
