using System.Collections.Generic;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>An account and the storage keys that a transaction announces.</summary>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">The keys.</param>
/// <remarks>Source: EIP-2930.</remarks>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash32> StorageKeys);
