using HybridGpu.Domain;

namespace HybridGpu.Venue;

/// <summary>What a replay of a journal came to.</summary>
/// <param name="Commands">Commands applied.</param>
/// <param name="Events">Events that they made.</param>
/// <param name="StateHash">Hash of the state after the last command.</param>
/// <param name="HashesChecked">State hashes in the journal that were compared.</param>
/// <param name="HashesDiffering">Those that differed; anything but 0 means that the replay is not the recorded
/// run.</param>
/// <param name="Conservation">"ok", or what failed.</param>
/// <param name="IsWholeEnd">False when the journal ends in a torn frame, as after a crash.</param>
/// <param name="IsEndProven">False when the journal's control file is missing: then nothing says that commands which
/// were acknowledged aren't missing at its end.</param>
/// <param name="StartedBehind">Command of the snapshot that the replay began at; 0 when it began at the first
/// command.</param>
public sealed record ReplayReport(
    ulong Commands,
    ulong Events,
    StateHash StateHash,
    long HashesChecked,
    long HashesDiffering,
    string Conservation,
    bool IsWholeEnd,
    bool IsEndProven,
    ulong StartedBehind);
