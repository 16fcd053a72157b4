using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Hashing;

namespace HybridGpu.Settlement.State;

/// <summary>An account as the state commits to it. 119 bytes, big-endian.</summary>
/// <remarks>Cash, fees and withdrawals in micro-USD. Source: docs/wire.md, section 11.3.</remarks>
public readonly record struct AccountLeaf
{
    /// <summary>Bytes.</summary>
    public const int Size = 119;

    private const byte Kind = 0x02;

    /// <summary>Address that may take collateral out; zero while the account isn't open.</summary>
    public Address Owner { get; init; }

    /// <summary>Nonce of the owner's signed requests, below 2^48; zero in version 1.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Number of the last funding that it settled; zero before the first.</summary>
    public uint FundingEpoch { get; init; }

    /// <summary>Cash in micro-USD.</summary>
    public long Cash { get; init; }

    /// <summary>Fees owed and not yet swept in micro-USD, not negative.</summary>
    public long FeesAccrued { get; init; }

    /// <summary>Taken out since the account was opened in micro-USD, not negative.</summary>
    public long Withdrawn { get; init; }

    /// <summary>Root of the pages in the log's tree.</summary>
    public Hash32 PagesRoot { get; init; }

    /// <summary>Root of the order slots.</summary>
    public Hash32 SlotsRoot { get; init; }

    /// <summary>Reads a leaf.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="leaf">The leaf.</param>
    /// <returns>False for another length or kind, or negative fees or withdrawals.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out AccountLeaf leaf)
    {
        leaf = default;
        if (bytes.Length != Size || bytes[0] != Kind)
        {
            return false;
        }

        WireReader reader = new(bytes[1..]);
        leaf = new AccountLeaf
        {
            Owner = reader.Owner(),
            Nonce = reader.UInt48(),
            FundingEpoch = reader.UInt32(),
            Cash = reader.Int64(),
            FeesAccrued = reader.Int64(),
            Withdrawn = reader.Int64(),
            PagesRoot = reader.Word(),
            SlotsRoot = reader.Word(),
        };
        return leaf.FeesAccrued >= 0 && leaf.Withdrawn >= 0;
    }

    /// <summary>Writes the leaf.</summary>
    /// <param name="destination">At least 119 bytes.</param>
    public void Encode(Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Byte(Kind);
        writer.Owner(Owner);
        writer.UInt48(Nonce);
        writer.UInt32(FundingEpoch);
        writer.Int64(Cash);
        writer.Int64(FeesAccrued);
        writer.Int64(Withdrawn);
        writer.Word(PagesRoot);
        writer.Word(SlotsRoot);
    }

    /// <summary>The leaf as the log names it: K248 of its bytes.</summary>
    /// <returns>The hash.</returns>
    public Hash32 Hash()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Encode(bytes);
        return Keccak248.Hash(bytes);
    }

    /// <summary>The leaf as the tree holds it.</summary>
    /// <param name="pagesElement">Element of the same pages.</param>
    /// <returns>The element.</returns>
    public FieldElement Element(in FieldElement pagesElement)
    {
        Span<byte> words = stackalloc byte[2 * FieldElement.Size];
        words.Clear();
        WireWriter identity = new(words[2..]);
        identity.UInt32(FundingEpoch);
        identity.UInt48(Nonce);
        identity.Owner(Owner);
        WireWriter money = new(words[(FieldElement.Size + 8)..]);
        money.Int64(Withdrawn);
        money.Int64(FeesAccrued);
        money.Int64(Cash);
        return Poseidon.Hash(
            Poseidon.Hash(FieldElement.Read(words[..FieldElement.Size]), FieldElement.Read(words[FieldElement.Size..])),
            Poseidon.Hash(in pagesElement, FieldElement.From(Hash())));
    }
}
