namespace HybridGpu.Host.Running;

/// <summary>Where a run keeps what.</summary>
/// <param name="Root">The --data directory.</param>
internal sealed record DataDirectory(string Root)
{
    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Root, "journal");

    /// <summary>The venue's FIX message stores.</summary>
    public string FixStore => Path.Combine(Root, "fix");

    /// <summary>The simulated clients' own FIX message stores.</summary>
    public string Agents => Path.Combine(Root, "agents");

    /// <summary>The chain: contracts, keys, sealed batches, the embedded node's state.</summary>
    public string Chain => Path.Combine(Root, "chain");

    /// <summary>The socket by which an operator reaches the running venue.</summary>
    public string ControlSocket => Path.Combine(Root, "control");

    private string MarketFile => Path.Combine(Root, "market");

    /// <summary>Binds the directory to a market, or checks that it is bound to this one: contracts and market time of
    /// one market make no sense in another.</summary>
    /// <exception cref="InvalidDataException">The directory holds a run on another market.</exception>
    public void Claim(string market)
    {
        Directory.CreateDirectory(Root);
        if (!File.Exists(MarketFile))
        {
            File.WriteAllText(MarketFile, market + "\n");
            return;
        }

        string claimed = File.ReadAllText(MarketFile).Trim();
        if (claimed != market)
        {
            throw new InvalidDataException(
                $"{Root} holds a run on {claimed}, not on {market}: take another --data directory.");
        }
    }
}
