using HybridGpu.Fix.Store;

namespace HybridGpu.Host.Settlement;

/// <summary>Where a run keeps what of its chain.</summary>
/// <param name="Root">The folder, below the --data directory.</param>
internal sealed record ChainFolder(string Root)
{
    /// <summary>Where the contracts are.</summary>
    public string Deployment => Path.Combine(Root, "deployment.json");

    /// <summary>Where the chain answers, while the venue runs.</summary>
    public string Endpoint => Path.Combine(Root, "endpoint");

    /// <summary>Transactions that are sent again when the chain loses them.</summary>
    public string Transactions => Path.Combine(Root, "transactions.log");

    /// <summary>Sealed batches.</summary>
    public string Batches => Path.Combine(Root, "batches");

    /// <summary>The file of a development key, in a folder for its owner alone.</summary>
    public string Key(string name)
    {
        string folder = Path.GetFullPath(Path.Combine(Root, "keys"));
        PrivateFiles.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }
}
