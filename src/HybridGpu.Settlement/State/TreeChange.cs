using System.Collections.Generic;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>One leaf's change in the state tree.</summary>
/// <param name="Account">The account; 0 is the system leaf.</param>
/// <param name="Before">Tree element before.</param>
/// <param name="After">Tree element now.</param>
/// <param name="Root">State root with this and all changes before it applied.</param>
/// <param name="Pages">Its pages written, ascending.</param>
public sealed record TreeChange(
    uint Account, Hash32 Before, Hash32 After, Hash32 Root, IReadOnlyList<PageChange> Pages);
