namespace HybridGpu.FixFuzz;

/// <summary>A message of the dictionary file.</summary>
/// <param name="Type">MsgType(35).</param>
/// <param name="Body">Its fields and groups, in order.</param>
internal sealed record SpecMessage(string Type, SpecUse[] Body);
