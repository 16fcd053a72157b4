using System.Collections.Generic;

namespace HybridGpu.FixSpec.Generator;

/// <summary>A message of the dictionary.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MsgType">MsgType(35).</param>
/// <param name="IsAdmin">Whether it is a session message.</param>
/// <param name="Uses">Its fields and groups.</param>
internal sealed record SpecMessage(string Name, string MsgType, bool IsAdmin, IReadOnlyList<SpecUse> Uses);
