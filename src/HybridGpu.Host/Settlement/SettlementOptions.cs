using HybridGpu.Domain;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Host.Settlement;

/// <summary>Where and how a run settles.</summary>
internal sealed record SettlementOptions
{
    /// <summary>Whether collateral lies on a chain and batches are committed to it; otherwise accounts get an opening
    /// credit of the venue's own book.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>An existing chain's JSON-RPC address; null starts the embedded one.</summary>
    public Uri? Rpc { get; init; }

    /// <summary>The operator's keystore file; null makes a key of its own, on development chains only.</summary>
    public string? KeystoreFile { get; init; }

    /// <summary>The file that holds the keystore's password.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The collateral token; null deploys a test dollar, on development chains only.</summary>
    public string? Token { get; init; }

    /// <summary>Owners of accounts; who isn't here gets a key of the venue's own, on development chains only.</summary>
    public IReadOnlyDictionary<AccountId, Address> Owners { get; init; } = new Dictionary<AccountId, Address>();

    /// <summary>Blocks on top of a deposit's before it is credited.</summary>
    public ulong FinalityBlocks { get; init; } = 2;

    /// <summary>The least time between a batch's sealing and its finality: the challenge window of a new deployment.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most time from a batch's first record to its sealing.</summary>
    public TimeSpan BatchInterval { get; init; } = TimeSpan.FromSeconds(3);
}
