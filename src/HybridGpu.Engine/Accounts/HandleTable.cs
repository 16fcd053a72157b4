using System;
using System.Runtime.CompilerServices;

namespace HybridGpu.Engine.Accounts;

/// <summary>Handles by digest of a key that the record of the handle holds: the slots of a hash table, 8 bytes
/// each.</summary>
/// <remarks>
/// A search compares digests here and the key at the record, so that it touches one line of this table and the record
/// that it looks for: <c>for (int at = First(digest); at >= 0; at = Next(at, digest))</c>. Linear probing in a power of
/// two, at most half full; what is removed lets those behind it move up, so nothing is left to sweep. Keys whose
/// digests collide cost a search one compare each.
/// Cost: O(1) for digests that are spread. Allocates only when it doubles. Thread: one.
/// </remarks>
internal sealed class HandleTable
{
    private const int None = -1;

    private Slot[] _slots = NewSlots(1024);

    /// <summary>Handles.</summary>
    public int Count { get; private set; }

    /// <summary>The handle at a place that <see cref="First"/> or <see cref="Next"/> found.</summary>
    public int this[int at] => _slots[at].Handle;

    /// <summary>The first place with this digest, or -1. Hot path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int First(uint digest) => Search(digest, (int)digest);

    /// <summary>The next place with this digest, or -1.</summary>
    public int Next(int at, uint digest) => Search(digest, at + 1);

    /// <summary>Takes a handle in, whose key isn't here. Hot path.</summary>
    public void Add(uint digest, int handle)
    {
        if (2 * (Count + 1) > _slots.Length)
        {
            Grow();
        }

        Put(new Slot { Digest = digest, Handle = handle });
        Count++;
    }

    /// <summary>Forgets a handle. Hot path.</summary>
    /// <exception cref="InvalidOperationException">It isn't here under that digest.</exception>
    public void Remove(uint digest, int handle)
    {
        int mask = _slots.Length - 1;
        int hole = First(digest);
        while (hole >= 0 && _slots[hole].Handle != handle)
        {
            hole = Next(hole, digest);
        }

        if (hole < 0)
        {
            throw new InvalidOperationException($"Handle {handle} isn't in the table under digest {digest:x8}.");
        }

        // Whoever may stand in the hole, since its home is there or before it, moves up.
        for (int at = (hole + 1) & mask; _slots[at].Handle != None; at = (at + 1) & mask)
        {
            int fromHome = (at - (int)_slots[at].Digest) & mask;
            if (fromHome >= ((at - hole) & mask))
            {
                _slots[hole] = _slots[at];
                hole = at;
            }
        }

        _slots[hole].Handle = None;
        Count--;
    }

    /// <summary>Writes all handles, in no order.</summary>
    /// <param name="into">At least <see cref="Count"/> long.</param>
    public void CopyTo(Span<int> into)
    {
        int count = 0;
        foreach (ref readonly Slot slot in _slots.AsSpan())
        {
            if (slot.Handle != None)
            {
                into[count++] = slot.Handle;
            }
        }
    }

    private int Search(uint digest, int from)
    {
        Slot[] slots = _slots;
        for (int at = from & (slots.Length - 1); slots[at].Handle != None; at = (at + 1) & (slots.Length - 1))
        {
            if (slots[at].Digest == digest)
            {
                return at;
            }
        }

        return -1;
    }

    private void Put(Slot slot)
    {
        int at = (int)slot.Digest & (_slots.Length - 1);
        while (_slots[at].Handle != None)
        {
            at = (at + 1) & (_slots.Length - 1);
        }

        _slots[at] = slot;
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = NewSlots(2 * old.Length);
        foreach (Slot slot in old)
        {
            if (slot.Handle != None)
            {
                Put(slot);
            }
        }
    }

    private static Slot[] NewSlots(int length)
    {
        var slots = new Slot[length];
        Array.Fill(slots, new Slot { Handle = None });
        return slots;
    }

    private struct Slot
    {
        public uint Digest;
        public int Handle;
    }
}
