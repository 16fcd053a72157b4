using System;
using HybridGpu.Domain;

namespace HybridGpu.Engine.Accounts;

/// <summary>An account and one thing of it, as a key of hash tables.</summary>
/// <remarks>Its own type for the sake of its hash: that of a 64-bit number folds the halves with an exclusive or, so
/// that accounts and instruments counted up from 1 nearly all collide.</remarks>
internal readonly struct AccountKey(AccountId account, uint thing) : IEquatable<AccountKey>
{
    private readonly ulong _both = ((ulong)account.Value << 32) | thing;

    public bool Equals(AccountKey other) => _both == other._both;

    public override bool Equals(object? obj) => obj is AccountKey other && Equals(other);

    /// <summary>Multiplicative (Knuth, The Art of Computer Programming 3, 6.4): the high half depends on all
    /// bits.</summary>
    public override int GetHashCode() => (int)((_both * 0x9E3779B97F4A7C15) >> 32);
}
