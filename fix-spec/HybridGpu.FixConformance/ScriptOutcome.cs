namespace HybridGpu.FixConformance;

/// <summary>What came of a script.</summary>
internal enum ScriptOutcome
{
    /// <summary>Everything was as the script says.</summary>
    Passed,

    /// <summary>Something was not.</summary>
    Failed,

    /// <summary>The script needs what this runner cannot do.</summary>
    Skipped,
}
