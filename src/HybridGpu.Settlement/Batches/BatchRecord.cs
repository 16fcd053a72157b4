using System;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;
using HybridGpu.Settlement.Transition;

namespace HybridGpu.Settlement.Batches;

/// <summary>An operation in a batch, the records that it builds on, and what came out.</summary>
/// <remarks>Source: docs/wire.md, section 13.1.</remarks>
public readonly record struct BatchRecord
{
    /// <summary>A link to the leaf as the batch found it.</summary>
    public const ushort Base = 0xFFFF;

    /// <summary>The operation.</summary>
    public Operation Operation { get; init; }

    /// <summary>The record that last wrote the system leaf, or <see cref="Base"/>.</summary>
    public ushort SystemLink { get; init; }

    /// <summary>The record that last wrote the first account written, the system apart.</summary>
    public ushort FirstLink { get; init; }

    /// <summary>The record that last wrote the second account written.</summary>
    public ushort SecondLink { get; init; }

    /// <summary>K of the concatenated hashes of the leaves written, after the operation.</summary>
    public Hash32 LeavesHash { get; init; }

    /// <summary>Accounts that an operation writes, the system apart: so many links follow the system's.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>0, 1 or 2.</returns>
    public static int AccountLinksOf(in Operation operation) => operation.Kind switch
    {
        OperationKind.OpenAccount or OperationKind.Deposit or OperationKind.Withdraw => 1,
        OperationKind.Trade => operation.Maker == operation.Taker ? 1 : 2,
        OperationKind.SettleExpiry or OperationKind.Sweep or OperationKind.SettleFunding => 2,
        _ => 0,
    };

    /// <summary>Reads a record.</summary>
    /// <param name="bytes">Exactly its bytes.</param>
    /// <param name="record">The record.</param>
    /// <returns>False when the operation doesn't decode or the length is another.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out BatchRecord record)
    {
        record = default;
        int operationSize = bytes.IsEmpty ? 0 : OperationCodec.SizeOf((OperationKind)bytes[0]);
        if (operationSize == 0 || bytes.Length < operationSize
            || !OperationCodec.TryDecode(bytes[..operationSize], out Operation operation))
        {
            return false;
        }

        int accounts = AccountLinksOf(in operation);
        if (bytes.Length != operationSize + (sizeof(ushort) * (1 + accounts)) + Hash32.Size)
        {
            return false;
        }

        WireReader reader = new(bytes[operationSize..]);
        record = new BatchRecord
        {
            Operation = operation,
            SystemLink = reader.UInt16(),
            FirstLink = accounts > 0 ? reader.UInt16() : Base,
            SecondLink = accounts > 1 ? reader.UInt16() : Base,
            LeavesHash = reader.Word(),
        };
        return true;
    }

    /// <summary>The record's bytes.</summary>
    /// <returns>A new array.</returns>
    public byte[] Encode()
    {
        int operationSize = OperationCodec.SizeOf(Operation.Kind);
        int accounts = AccountLinksOf(Operation);
        byte[] bytes = new byte[operationSize + (sizeof(ushort) * (1 + accounts)) + Hash32.Size];
        OperationCodec.Encode(Operation, bytes);
        WireWriter writer = new(bytes.AsSpan(operationSize));
        writer.UInt16(SystemLink);
        if (accounts > 0)
        {
            writer.UInt16(FirstLink);
        }

        if (accounts > 1)
        {
            writer.UInt16(SecondLink);
        }

        writer.Word(LeavesHash);
        return bytes;
    }
}
