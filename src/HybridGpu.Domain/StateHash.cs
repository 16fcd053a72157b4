using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HybridGpu.Domain;

/// <summary>128-bit incremental hash of the engine's state: the sum of its items' hashes, so order doesn't
/// matter.</summary>
/// <remarks>Detects divergence between replays; it is no commitment (the state tree is).</remarks>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct StateHash : IEquatable<StateHash>
{
    private ulong _low;
    private ulong _high;

    /// <summary>Adds an item by its 64-bit digest.</summary>
    public void Add(ulong digest)
    {
        _low += Mix.Finalize(digest);
        _high += Mix.Finalize(digest ^ 0xA0761D6478BD642F);
    }

    /// <summary>Takes an item out again.</summary>
    public void Remove(ulong digest)
    {
        _low -= Mix.Finalize(digest);
        _high -= Mix.Finalize(digest ^ 0xA0761D6478BD642F);
    }

    /// <inheritdoc/>
    public readonly bool Equals(StateHash other) => _low == other._low && _high == other._high;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is StateHash other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => unchecked((int)_low);

    /// <summary>32 hexadecimal digits.</summary>
    public override readonly string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_high:x16}{_low:x16}");

    /// <summary>Equality.</summary>
    public static bool operator ==(StateHash left, StateHash right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(StateHash left, StateHash right) => !left.Equals(right);
}
