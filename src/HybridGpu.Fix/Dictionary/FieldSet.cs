using System.Numerics;
using System.Runtime.CompilerServices;

namespace HybridGpu.Fix.Dictionary;

/// <summary>A set of dictionary fields by their dense numbers: what is allowed, required, seen.</summary>
internal struct FieldSet
{
    /// <summary>How many fields a dictionary may have.</summary>
    public const int Capacity = Words * 64;

    private const int Words = 8;

    private WordArray _words;

    /// <summary>Adds a field.</summary>
    /// <param name="ordinal">Its dense number.</param>
    /// <returns>False when it was there already.</returns>
    public bool Add(int ordinal)
    {
        ulong bit = 1UL << (ordinal & 63);
        ref ulong word = ref _words[ordinal >> 6];
        bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    /// <summary>Whether a field is in the set.</summary>
    /// <param name="ordinal">Its dense number.</param>
    public readonly bool Contains(int ordinal) => (_words[ordinal >> 6] & (1UL << (ordinal & 63))) != 0;

    /// <summary>The first field of this set that another lacks.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>Its dense number, or -1.</returns>
    public readonly int FirstMissingFrom(in FieldSet other)
    {
        for (int index = 0; index < Words; index++)
        {
            ulong missing = _words[index] & ~other._words[index];
            if (missing != 0)
            {
                return (index * 64) + BitOperations.TrailingZeroCount(missing);
            }
        }

        return -1;
    }

    [InlineArray(Words)]
    private struct WordArray
    {
        private ulong _first;
    }
}
