using System;
using System.Numerics;
using HybridGpu.Engine.Images;

namespace HybridGpu.Engine.Accounts;

/// <summary>The 1,024 order slots of an account: which order each holds, and the highest nonce it has seen.</summary>
/// <remarks>A signed order names its slot and nonce; a higher nonce replaces what the slot held, a lower or equal one
/// is dead. For accounts that delegate, the venue picks the lowest free slot and the next nonce.</remarks>
internal sealed class OrderSlots
{
    /// <summary>Slots of an account (depth 10 in the state tree).</summary>
    public const int Count = 1024;

    private readonly ulong[] _nonces = new ulong[Count];
    private readonly int[] _orders = new int[Count];
    private readonly ulong[] _free = new ulong[Count / 64];

    public OrderSlots()
    {
        _orders.AsSpan().Fill(Position.None);
        _free.AsSpan().Fill(ulong.MaxValue);
    }

    public ulong NonceOf(int slot) => _nonces[slot];

    /// <summary>Handle of the open order in the slot, or none.</summary>
    public int OrderIn(int slot) => _orders[slot];

    /// <summary>Handles by slot; <see cref="Position.None"/> where there is no open order.</summary>
    public ReadOnlySpan<int> Orders => _orders;

    /// <summary>The lowest slot without an open order and with a nonce to give, or -1.</summary>
    public int FirstFree()
    {
        for (int word = 0; word < _free.Length; word++)
        {
            if (_free[word] != 0)
            {
                return (word * 64) + BitOperations.TrailingZeroCount(_free[word]);
            }
        }

        return -1;
    }

    /// <summary>Notes the nonce of an accepted order. The caller keeps the state hash.</summary>
    /// <remarks>After the last nonce there is no next one: such a slot is never free again.</remarks>
    public void SetNonce(int slot, ulong nonce)
    {
        _nonces[slot] = nonce;
        if (nonce == ulong.MaxValue)
        {
            _free[slot / 64] &= ~(1UL << (slot % 64));
        }
    }

    public void Occupy(int slot, int order)
    {
        _orders[slot] = order;
        _free[slot / 64] &= ~(1UL << (slot % 64));
    }

    public void Release(int slot)
    {
        _orders[slot] = Position.None;
        if (_nonces[slot] != ulong.MaxValue)
        {
            _free[slot / 64] |= 1UL << (slot % 64);
        }
    }

    /// <summary>The nonces that were used; which slots are taken comes with the orders.</summary>
    public void Pass(ref Image image)
    {
        int used = 0;
        foreach (ulong nonce in _nonces)
        {
            used += nonce != 0 ? 1 : 0;
        }

        int slot = 0;
        for (int left = image.Count(used, Count); left > 0; left--)
        {
            while (!image.IsReading && _nonces[slot] == 0)
            {
                slot++;
            }

            slot = image.Count(slot, Count - 1);
            SetNonce(slot, image.Value(_nonces[slot]));
            slot++;
        }
    }
}
