namespace HybridGpu.Fix.Dictionary;

/// <summary>Which part of a message a field belongs to.</summary>
public enum FieldSection
{
    /// <summary>The body, where each message says which fields it has.</summary>
    Body = 0,

    /// <summary>The standard header.</summary>
    Header = 1,

    /// <summary>The standard trailer.</summary>
    Trailer = 2,
}
