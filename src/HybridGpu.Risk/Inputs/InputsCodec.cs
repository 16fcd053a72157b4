using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Inputs;

/// <summary>The journaled form of risk inputs: a 16-byte header and three tables, little-endian
/// (docs/wire.md).</summary>
/// <remarks>Rows are their own wire form, so both directions are block copies; the checks come after.</remarks>
internal static class InputsCodec
{
    public const ushort Version = 1;
    public const ushort VolPerContract = 1;
    private const int HeaderLength = 16;

    public static int LengthOf(int underlyings, int expiries, int contracts) =>
        HeaderLength + (underlyings * UnderlyingInput.WireSize) + (expiries * ExpiryInput.WireSize)
        + (contracts * ContractInput.WireSize);

    public static int Encode(RiskInputs inputs, Span<byte> destination)
    {
        Debug.Assert(BitConverter.IsLittleEndian, "The rows are copied as they lie in memory.");
        int length = inputs.EncodedLength;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], VolPerContract);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], inputs.Underlyings.Length);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], inputs.Expiries.Length);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], inputs.Contracts.Length);
        Span<byte> rest = destination[HeaderLength..];
        rest = Put(MemoryMarshal.AsBytes(inputs.Underlyings), rest);
        rest = Put(MemoryMarshal.AsBytes(inputs.Expiries), rest);
        Put(MemoryMarshal.AsBytes(inputs.Contracts), rest);
        return length;
    }

    public static InputsFault Decode(RiskInputs inputs, long marketNs, ReadOnlySpan<byte> source)
    {
        inputs.Reset(marketNs);
        if (source.Length < HeaderLength)
        {
            return InputsFault.WrongLength;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(source) != Version)
        {
            return InputsFault.UnknownVersion;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(source[2..]) != VolPerContract)
        {
            return InputsFault.UnknownVolKind;
        }

        uint underlyings = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        uint expiries = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        uint contracts = BinaryPrimitives.ReadUInt32LittleEndian(source[12..]);
        if (!inputs.HasRoomFor(underlyings, expiries, contracts))
        {
            return InputsFault.TooMany;
        }

        if (source.Length != LengthOf((int)underlyings, (int)expiries, (int)contracts))
        {
            return InputsFault.WrongLength;
        }

        var buffers = inputs.Sized((int)underlyings, (int)expiries, (int)contracts);
        ReadOnlySpan<byte> rest = source[HeaderLength..];
        rest = Take(rest, MemoryMarshal.AsBytes(buffers.Underlyings.Span));
        rest = Take(rest, MemoryMarshal.AsBytes(buffers.Expiries.Span));
        Take(rest, MemoryMarshal.AsBytes(buffers.Contracts.Span));
        return Check(inputs);
    }

    private static Span<byte> Put(ReadOnlySpan<byte> rows, Span<byte> destination)
    {
        rows.CopyTo(destination);
        return destination[rows.Length..];
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> source, Span<byte> rows)
    {
        source[..rows.Length].CopyTo(rows);
        return source[rows.Length..];
    }

    private static InputsFault Check(RiskInputs inputs)
    {
        InputsFault fault = CheckUnderlyings(inputs.Underlyings);
        fault = fault == InputsFault.None ? CheckExpiries(inputs) : fault;
        return fault == InputsFault.None ? CheckContracts(inputs.Contracts, inputs.Expiries.Length) : fault;
    }

    private static InputsFault CheckUnderlyings(ReadOnlySpan<UnderlyingInput> rows)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(rows);
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly UnderlyingInput row = ref rows[i];
            if (bytes.Slice((i * UnderlyingInput.WireSize) + 1, 7).ContainsAnyExcept((byte)0))
            {
                return InputsFault.PaddingNotZero;
            }

            if (row.Underlying.Value >= UnderlyingId.Capacity)
            {
                return InputsFault.UnknownUnderlying;
            }

            if (i > 0 && row.Underlying.Value <= rows[i - 1].Underlying.Value)
            {
                return InputsFault.NotAscending;
            }

            if (row.IndexMicros is <= 0 or > Quantise.Max
                || row.ScanRangeNano is < UnderlyingInput.RangeNanoMin or > UnderlyingInput.RangeNanoMax)
            {
                return InputsFault.ValueOutOfRange;
            }
        }

        return InputsFault.None;
    }

    private static InputsFault CheckExpiries(RiskInputs inputs)
    {
        ReadOnlySpan<ExpiryInput> rows = inputs.Expiries;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(rows);
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly ExpiryInput row = ref rows[i];
            if (bytes.Slice((i * ExpiryInput.WireSize) + 25, 7).ContainsAnyExcept((byte)0))
            {
                return InputsFault.PaddingNotZero;
            }

            if (!HasUnderlying(inputs.Underlyings, row.Underlying))
            {
                return InputsFault.UnknownUnderlying;
            }

            if (i > 0 && ExpiryInput.Compare(in rows[i - 1], row.Underlying, row.ExpiryNs) >= 0)
            {
                return InputsFault.NotAscending;
            }

            if (row.ExpiryNs <= inputs.MarketNs)
            {
                return InputsFault.Expired;
            }

            if (row.ForwardMicros is <= 0 or > Quantise.Max
                || row.RateNano is < -ExpiryInput.RateNanoMax or > ExpiryInput.RateNanoMax)
            {
                return InputsFault.ValueOutOfRange;
            }
        }

        return InputsFault.None;
    }

    private static InputsFault CheckContracts(ReadOnlySpan<ContractInput> rows, int expiryCount)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly ContractInput row = ref rows[i];
            if (i > 0 && row.Instrument.Value <= rows[i - 1].Instrument.Value)
            {
                return InputsFault.NotAscending;
            }

            if (row.ExpiryRow >= (uint)expiryCount)
            {
                return InputsFault.UnknownExpiryRow;
            }

            if (row.Instrument.Value >= InstrumentId.Capacity || row.VolNano is < 0 or > ContractInput.VolNanoMax)
            {
                return InputsFault.ValueOutOfRange;
            }
        }

        return InputsFault.None;
    }

    private static bool HasUnderlying(ReadOnlySpan<UnderlyingInput> rows, UnderlyingId underlying)
    {
        foreach (ref readonly UnderlyingInput row in rows)
        {
            if (row.Underlying == underlying)
            {
                return true;
            }
        }

        return false;
    }
}
