using System.Collections.Generic;

namespace HybridGpu.FixConformance;

/// <summary>One line of a script.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Text">The line itself, for reports.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Connection">Which connection it is about; 1 unless it begins with @.</param>
/// <param name="Fields">The message's fields, in order.</param>
internal sealed record ScriptStep(
    int Line, string Text, StepKind Kind, int Connection, IReadOnlyList<ScriptField> Fields);
