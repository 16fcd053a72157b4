using System;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Transition;

/// <summary>Operations as bytes: a kind and its body, big-endian.</summary>
/// <remarks>Each operation has one encoding. Thread: any. Source: docs/wire.md, section 12.</remarks>
public static class OperationCodec
{
    /// <summary>The longest operation in bytes.</summary>
    public const int SizeMax = 129;

    private const int ClocksSize = 16;

    /// <summary>Bytes of a kind's operations, kind byte included.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Zero for a kind that doesn't exist.</returns>
    public static int SizeOf(OperationKind kind) => kind switch
    {
        OperationKind.OpenAccount => 25,
        OperationKind.Deposit or OperationKind.Withdraw => 21,
        OperationKind.Trade => 36,
        OperationKind.SettleExpiry => 10,
        OperationKind.Sweep => 5,
        OperationKind.SettleFunding => 58,
        OperationKind.Clock => 1 + ClocksSize,
        OperationKind.RiskEpoch => SizeMax,
        OperationKind.ListInstrument => 1 + ClocksSize + InstrumentTerms.TermsSize,
        OperationKind.ExpiryFixing => 1 + ClocksSize + 12,
        OperationKind.QueueAdvance => 1 + ClocksSize + 8,
        OperationKind.FundingFixing => 1 + ClocksSize + 12,
        _ => 0,
    };

    /// <summary>Writes an operation.</summary>
    /// <param name="operation">Of a kind that exists.</param>
    /// <param name="destination">At least <see cref="SizeOf"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The kind doesn't exist.</exception>
    public static int Encode(in Operation operation, Span<byte> destination)
    {
        WireWriter writer = new(destination);
        writer.Byte((byte)operation.Kind);
        if (operation.IsSystem)
        {
            writer.UInt64(operation.SequencedNs);
            writer.UInt64(operation.MarketNs);
            WriteSystemBody(in operation, ref writer);
        }
        else
        {
            WriteBody(in operation, ref writer);
        }

        return writer.Length;
    }

    /// <summary>The bytes of an operation.</summary>
    /// <param name="operation">Of a kind that exists.</param>
    /// <returns>A new array.</returns>
    public static byte[] Encode(in Operation operation)
    {
        byte[] bytes = new byte[SizeOf(operation.Kind)];
        Encode(in operation, bytes);
        return bytes;
    }

    /// <summary>Reads an operation.</summary>
    /// <param name="bytes">Exactly its bytes.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>False for an unknown kind or another length.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out Operation operation)
    {
        operation = default;
        if (bytes.IsEmpty || SizeOf((OperationKind)bytes[0]) != bytes.Length)
        {
            return false;
        }

        operation = new Operation { Kind = (OperationKind)bytes[0] };
        WireReader reader = new(bytes[1..]);
        operation = operation.IsSystem ? ReadSystem(operation.Kind, ref reader) : Read(operation.Kind, ref reader);
        return true;
    }

    private static void WriteBody(in Operation operation, ref WireWriter writer)
    {
        switch (operation.Kind)
        {
            case OperationKind.OpenAccount:
                writer.UInt32(operation.Account);
                writer.Owner(operation.Owner);
                break;
            case OperationKind.Deposit or OperationKind.Withdraw:
                writer.UInt32(operation.Account);
                writer.UInt64(operation.Amount);
                writer.UInt64(operation.QueueIndex);
                break;
            case OperationKind.Trade:
                writer.UInt32(operation.Instrument);
                writer.Byte(operation.TakerSide);
                writer.UInt64(operation.PriceTicks);
                writer.UInt64(operation.Lots);
                writer.UInt32(operation.Maker);
                writer.UInt32(operation.Taker);
                writer.Byte(operation.MakerPage);
                writer.Byte(operation.TakerPage);
                writer.UInt16(operation.MakerOrder);
                writer.UInt16(operation.TakerOrder);
                break;
            case OperationKind.SettleExpiry:
                writer.UInt32(operation.Account);
                writer.UInt32(operation.Instrument);
                writer.Byte(operation.Page);
                break;
            case OperationKind.Sweep:
                writer.UInt32(operation.Account);
                break;
            case OperationKind.SettleFunding:
                writer.UInt32(operation.Account);
                writer.UInt32(operation.Instrument);
                writer.Byte(operation.Page);
                writer.UInt64(operation.Epoch);
                writer.Int64(operation.FundingAmount);
                writer.Word(operation.PreviousRoot);
                break;
            default:
                throw new ArgumentException($"No operation is of kind {operation.Kind}.", nameof(operation));
        }
    }

    private static void WriteSystemBody(in Operation operation, ref WireWriter writer)
    {
        switch (operation.Kind)
        {
            case OperationKind.Clock:
                break;
            case OperationKind.RiskEpoch:
                writer.UInt64(operation.Epoch);
                writer.UInt64(operation.InputsMarketNs);
                writer.Word(operation.KernelHash);
                writer.Word(operation.InputsHash);
                writer.Word(operation.RiskRoot);
                break;
            case OperationKind.ListInstrument:
                Span<byte> terms = stackalloc byte[InstrumentTerms.TermsSize];
                operation.Terms.EncodeTerms(terms);
                writer.Bytes(terms);
                break;
            case OperationKind.ExpiryFixing:
                writer.UInt32(operation.Instrument);
                writer.UInt64(operation.Settlement);
                break;
            case OperationKind.QueueAdvance:
                writer.UInt64(operation.QueueIndex);
                break;
            case OperationKind.FundingFixing:
                writer.UInt32(operation.Instrument);
                writer.Int64(operation.FundingAmount);
                break;
            default:
                throw new ArgumentException($"No operation is of kind {operation.Kind}.", nameof(operation));
        }
    }

    // Initialisers run in the order written, which is the order of the bytes.
    private static Operation Read(OperationKind kind, ref WireReader reader) => kind switch
    {
        OperationKind.OpenAccount => new Operation
        {
            Kind = kind,
            Account = reader.UInt32(),
            Owner = reader.Owner(),
        },
        OperationKind.Trade => new Operation
        {
            Kind = kind,
            Instrument = reader.UInt32(),
            TakerSide = reader.Byte(),
            PriceTicks = reader.UInt64(),
            Lots = reader.UInt64(),
            Maker = reader.UInt32(),
            Taker = reader.UInt32(),
            MakerPage = reader.Byte(),
            TakerPage = reader.Byte(),
            MakerOrder = reader.UInt16(),
            TakerOrder = reader.UInt16(),
        },
        OperationKind.SettleExpiry => new Operation
        {
            Kind = kind,
            Account = reader.UInt32(),
            Instrument = reader.UInt32(),
            Page = reader.Byte(),
        },
        OperationKind.Sweep => new Operation { Kind = kind, Account = reader.UInt32() },
        OperationKind.SettleFunding => new Operation
        {
            Kind = kind,
            Account = reader.UInt32(),
            Instrument = reader.UInt32(),
            Page = reader.Byte(),
            Epoch = reader.UInt64(),
            FundingAmount = reader.Int64(),
            PreviousRoot = reader.Word(),
        },
        _ => new Operation
        {
            Kind = kind,
            Account = reader.UInt32(),
            Amount = reader.UInt64(),
            QueueIndex = reader.UInt64(),
        },
    };

    private static Operation ReadSystem(OperationKind kind, ref WireReader reader)
    {
        var clock = new Operation { Kind = kind, SequencedNs = reader.UInt64(), MarketNs = reader.UInt64() };
        return kind switch
        {
            OperationKind.RiskEpoch => clock with
            {
                Epoch = reader.UInt64(),
                InputsMarketNs = reader.UInt64(),
                KernelHash = reader.Word(),
                InputsHash = reader.Word(),
                RiskRoot = reader.Word(),
            },
            OperationKind.ListInstrument => clock with
            {
                Terms = InstrumentTerms.DecodeTerms(reader.Take(InstrumentTerms.TermsSize)),
            },
            OperationKind.ExpiryFixing => clock with
            {
                Instrument = reader.UInt32(),
                Settlement = reader.UInt64(),
            },
            OperationKind.QueueAdvance => clock with { QueueIndex = reader.UInt64() },
            OperationKind.FundingFixing => clock with
            {
                Instrument = reader.UInt32(),
                FundingAmount = reader.Int64(),
            },
            _ => clock,
        };
    }
}
