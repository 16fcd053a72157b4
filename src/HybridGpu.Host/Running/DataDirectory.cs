using System.Text;
using HybridGpu.Fix.Store;

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

    /// <summary>Makes the directory if it isn't there, and binds it to a market, or checks that it is bound to this
    /// one: contracts and market time of one market make no sense in another.</summary>
    /// <remarks>It is made for its owner alone: orders, positions and keys are in it.</remarks>
    /// <exception cref="InvalidDataException">The directory holds a run on another market.</exception>
    public void Claim(string market)
    {
        PrivateFiles.CreateDirectory(Root);
        if (!File.Exists(MarketFile))
        {
            PrivateFiles.Write(MarketFile, Encoding.UTF8.GetBytes(market + "\n"));
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
