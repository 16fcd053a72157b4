namespace HybridGpu.Settlement.Chain;

/// <summary>What an embedded node has to tell.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Text">The same in a sentence for a person.</param>
public sealed record AnvilNotice(AnvilNoticeKind Kind, string Text);
