namespace HybridGpu.Host.Match;

/// <summary>What a row of an orders file does.</summary>
internal enum OrderActionKind : byte
{
    /// <summary>A new order.</summary>
    Add,

    /// <summary>An order leaves the book.</summary>
    Cancel,

    /// <summary>An order becomes smaller and keeps its place.</summary>
    Reduce,

    /// <summary>An order gets another price or quantity.</summary>
    Replace,
}
