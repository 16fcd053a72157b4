namespace HybridGpu.Fix.Sessions;

/// <summary>What happens to a user-defined tag that the dictionary does not know.</summary>
public enum UnknownTagPolicy
{
    /// <summary>It is let through and nobody looks at it. A fill is never dropped over a tag.</summary>
    Ignore = 0,

    /// <summary>Reject with SessionRejectReason(373) = 0.</summary>
    Reject = 1,
}
