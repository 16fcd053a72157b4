using System;
using System.IO;
using System.Text.Json;

namespace HybridGpu.FixFuzz;

/// <summary>How far a campaign got.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="NextIndex">The first message that has not been played.</param>
/// <param name="Seconds">How long it has run.</param>
/// <param name="Counts">What happened so far.</param>
internal sealed record CampaignState(ulong Seed, long NextIndex, double Seconds, ConversationCounts Counts)
{
    /// <summary>Reads a state.</summary>
    /// <param name="path">The file; null, or one that is not there, for a beginning.</param>
    /// <param name="seed">The seed asked for.</param>
    /// <exception cref="ArgumentException">The file is of another seed's campaign.</exception>
    public static CampaignState Load(string? path, ulong seed)
    {
        if (path is null || !File.Exists(path))
        {
            return new CampaignState(seed, 0, 0, new ConversationCounts());
        }

        CampaignState state = JsonSerializer.Deserialize<CampaignState>(File.ReadAllText(path))
            ?? throw new ArgumentException($"{path} has no state.");
        return state.Seed == seed
            ? state
            : throw new ArgumentException($"{path} is of a campaign with seed {state.Seed}.");
    }

    /// <summary>Writes the state so that it is there whole, or as it was.</summary>
    /// <param name="path">The file; null for nowhere.</param>
    public void Save(string? path)
    {
        if (path is not null)
        {
            File.WriteAllText(path + ".new", JsonSerializer.Serialize(this));
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
