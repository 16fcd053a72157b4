namespace HybridGpu.Fix.Dictionary;

/// <summary>What validation found first.</summary>
/// <param name="Reason">SessionRejectReason(373), or -1 when all is well.</param>
/// <param name="RefTagId">RefTagID(371), or -1.</param>
public readonly record struct ValidationResult(int Reason, int RefTagId)
{
    /// <summary>Nothing to complain about.</summary>
    public static ValidationResult Valid { get; } = new(-1, -1);

    /// <summary>Whether the message may be processed.</summary>
    public bool IsValid => Reason < 0;
}
