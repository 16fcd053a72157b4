using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HybridGpu.Domain;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Risk.Arrays;

/// <summary>The hash of an epoch's arrays: SHA-256 over u32 contract count, then (u32 instrument, i64 mark) per
/// contract,
/// then all cells as i32, row by row; little-endian (docs/wire.md).</summary>
/// <remarks>No allocation per hash. Thread: one.</remarks>
internal sealed class ArraysHasher(int contractCapacity) : IDisposable
{
    private const int HeaderLength = 4;
    private const int RowLength = 12;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _head = new byte[HeaderLength + (contractCapacity * RowLength)];

    public Hash256 Compute(RiskArrays arrays)
    {
        Debug.Assert(BitConverter.IsLittleEndian, "Cells are hashed as they lie in memory.");
        ReadOnlySpan<InstrumentId> instruments = arrays.Instruments;
        ReadOnlySpan<long> marks = arrays.Marks;
        BinaryPrimitives.WriteInt32LittleEndian(_head, instruments.Length);
        Span<byte> at = _head.AsSpan(HeaderLength);
        for (int row = 0; row < instruments.Length; row++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, instruments[row].Value);
            BinaryPrimitives.WriteInt64LittleEndian(at[4..], marks[row]);
            at = at[RowLength..];
        }

        _sha.AppendData(_head.AsSpan(0, HeaderLength + (instruments.Length * RowLength)));
        _sha.AppendData(MemoryMarshal.AsBytes(arrays.Cells));
        Span<byte> hash = stackalloc byte[Hash256.Length];
        _sha.GetHashAndReset(hash);
        return new Hash256(hash);
    }

    public void Dispose() => _sha.Dispose();
}
