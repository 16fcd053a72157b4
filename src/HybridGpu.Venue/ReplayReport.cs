using HybridGpu.Domain;

namespace HybridGpu.Venue;

/// <summary>What a replay of a journal came to.</summary>
/// <param name="Commands">Commands applied.</param>
/// <param name="Events">Events that they made.</param>
/// <param name="StateHash">Hash of the state after the last command.</param>
/// <param name="HashesChecked">State hashes in the journal that this replay compared.</param>
/// <param name="HashesDiffering">Those that differed; anything but 0 means that the replay is not the recorded
/// run.</param>
/// <param name="Conservation">"ok", or what failed.</param>
/// <param name="End">What the journal's end is.</param>
/// <param name="StartedBehind">Command of the snapshot that the replay began at; 0 when it began at the first
/// command.</param>
public sealed record ReplayReport(
    ulong Commands,
    ulong Events,
    StateHash StateHash,
    long HashesChecked,
    long HashesDiffering,
    string Conservation,
    ReplayEnd End,
    ulong StartedBehind);
