using System.Collections.Generic;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>Which logs are wanted.</summary>
/// <remarks>Source: Ethereum execution APIs, schema "Filter".</remarks>
public sealed record LogFilter
{
    /// <summary>Any of these contracts; empty for all.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>For each position any of these topics; an empty list matches everything there.</summary>
    public IReadOnlyList<IReadOnlyList<Hash32>> Topics { get; init; } = [];
}
