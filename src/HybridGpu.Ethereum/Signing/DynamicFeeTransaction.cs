using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Rlp;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>A transaction of type 2: a cap on the fee for each unit of gas, and a tip below it.</summary>
/// <remarks>
/// Source: EIP-1559, "Specification": 0x02 ‖ rlp([chain_id, nonce, max_priority_fee_per_gas, max_fee_per_gas,
/// gas_limit,
/// destination, amount, data, access_list, signature_y_parity, signature_r, signature_s]). Fees and value in wei.
/// </remarks>
public sealed record DynamicFeeTransaction
{
    /// <summary>The transaction type of EIP-2718.</summary>
    public const byte Type = 2;

    private const int FieldsUnsigned = 9;

    /// <summary>The chain that it is for (EIP-155).</summary>
    public required ulong ChainId { get; init; }

    /// <summary>How many transactions the sender had made before it.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>Tip to the block's proposer, wei per gas.</summary>
    public required BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>The most paid in all, wei per gas.</summary>
    public required BigInteger MaxFeePerGas { get; init; }

    /// <summary>The most gas used.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>Whom it calls; null deploys a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; }

    /// <summary>Calldata, or the creation code.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Accounts and storage announced (EIP-2930).</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>The digest that the sender signs.</summary>
    /// <returns>keccak256(0x02 ‖ rlp of the nine unsigned fields).</returns>
    public Hash32 SigningHash() => Keccak256.Hash(Encode(Fields()));

    /// <summary>Signs it.</summary>
    /// <param name="key">The sender's key.</param>
    /// <returns>The signed transaction.</returns>
    /// <exception cref="InvalidOperationException">A tip above the fee, which every node refuses.</exception>
    public SignedTransaction Sign(EthereumKey key)
    {
        if (MaxPriorityFeePerGas > MaxFeePerGas)
        {
            throw new InvalidOperationException("a tip above the most paid in all");
        }

        EcdsaSignature signature = key.Sign(SigningHash());
        byte[] raw = Encode(
        [
            .. Fields(),
            RlpItem.Of((BigInteger)signature.RecoveryId),
            RlpItem.Of(ToInteger(signature.R)),
            RlpItem.Of(ToInteger(signature.S)),
        ]);
        return new SignedTransaction(this, signature, raw, key.Address);
    }

    internal static SignedTransaction Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty || raw[0] != Type)
        {
            throw new FormatException("not a transaction of type 2");
        }

        IReadOnlyList<RlpItem> fields = RlpCodec.Decode(raw[1..]).Items;
        if (fields.Count != FieldsUnsigned + 3)
        {
            throw new FormatException("not the fields of a transaction of type 2");
        }

        var transaction = new DynamicFeeTransaction
        {
            ChainId = fields[0].ToUInt64(),
            Nonce = fields[1].ToUInt64(),
            MaxPriorityFeePerGas = fields[2].ToInteger(),
            MaxFeePerGas = fields[3].ToInteger(),
            GasLimit = fields[4].ToUInt64(),
            To = fields[5].ToAddress(),
            Value = fields[6].ToInteger(),
            Data = fields[7].Bytes,
            AccessList = [.. fields[8].Items.Select(ReadEntry)],
        };
        ulong parity = fields[9].ToUInt64();
        if (parity > 1)
        {
            throw new FormatException("a signature's parity above 1");
        }

        var signature = new EcdsaSignature(ToHash(fields[10]), ToHash(fields[11]), (byte)parity);
        Address sender = signature.Recover(transaction.SigningHash())
            ?? throw new FormatException("a signature that nobody can have made");
        return new SignedTransaction(transaction, signature, raw.ToArray(), sender);
    }

    private static byte[] Encode(IEnumerable<RlpItem> fields) => [Type, .. RlpCodec.Encode(RlpItem.List(fields))];

    private static AccessListEntry ReadEntry(RlpItem item)
    {
        if (item.Items.Count != 2 || item.Items[0].ToAddress() is not Address address)
        {
            throw new FormatException("not an entry of an access list");
        }

        return new AccessListEntry(address, [.. item.Items[1].Items.Select(key => key.Bytes.Length == Hash32.Size
            ? new Hash32(key.Bytes.Span)
            : throw new FormatException("a storage key that isn't 32 bytes"))]);
    }

    private static BigInteger ToInteger(Hash32 value) => new(value.ToArray(), isUnsigned: true, isBigEndian: true);

    private static Hash32 ToHash(RlpItem item)
    {
        // ToInteger refuses leading zeros, so a signature too has one encoding only.
        if (item.Bytes.Length > Hash32.Size || item.ToInteger().IsZero)
        {
            throw new FormatException("not a signature's number");
        }

        Span<byte> bytes = stackalloc byte[Hash32.Size];
        bytes.Clear();
        item.Bytes.Span.CopyTo(bytes[(Hash32.Size - item.Bytes.Length)..]);
        return new Hash32(bytes);
    }

    private IEnumerable<RlpItem> Fields() =>
    [
        RlpItem.Of((BigInteger)ChainId),
        RlpItem.Of((BigInteger)Nonce),
        RlpItem.Of(MaxPriorityFeePerGas),
        RlpItem.Of(MaxFeePerGas),
        RlpItem.Of((BigInteger)GasLimit),
        RlpItem.Of(To),
        RlpItem.Of(Value),
        RlpItem.Of(Data.Span),
        RlpItem.List(AccessList.Select(entry => RlpItem.List(
            RlpItem.Of(entry.Address),
            RlpItem.List(entry.StorageKeys.Select(key => RlpItem.Of(key.ToArray().AsSpan())))))),
    ];
}
