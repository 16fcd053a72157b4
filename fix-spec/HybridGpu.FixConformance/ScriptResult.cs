using System.Collections.Generic;

namespace HybridGpu.FixConformance;

/// <summary>What came of a script, and the messages of the way there.</summary>
/// <param name="Script">The script.</param>
/// <param name="Outcome">Whether it passed.</param>
/// <param name="Reason">Why not; empty when it passed.</param>
/// <param name="Transcript">What was sent and received, with separators shown as bars.</param>
internal sealed record ScriptResult(
    Script Script, ScriptOutcome Outcome, string Reason, IReadOnlyList<string> Transcript);
