using System;
using System.Buffers;
using System.IO.Hashing;
using HybridGpu.Persistence.Files;
using HybridGpu.Persistence.Journal;

namespace HybridGpu.Persistence.Snapshots;

/// <summary>Takes a payload of any length and writes it on, a megabyte at a time, with its hash.</summary>
internal sealed class SnapshotFileWriter(IJournalFile file, long start) : IBufferWriter<byte>
{
    private const int ChunkBytes = 1 << 20;
    private readonly XxHash128 _hash = new();
    private byte[] _chunk = new byte[ChunkBytes];
    private int _used;

    internal long PayloadBytes { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _chunk.Length - _used);
        _used += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _chunk.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _chunk.AsSpan(_used);
    }

    /// <summary>Writes what is left and gives the hash of all.</summary>
    internal UInt128 Complete()
    {
        WriteChunk();
        return _hash.GetCurrentHashAsUInt128();
    }

    private void MakeRoom(int sizeHint)
    {
        int wanted = Math.Max(sizeHint, 1);
        if (_chunk.Length - _used >= wanted)
        {
            return;
        }

        WriteChunk();
        if (_chunk.Length < wanted)
        {
            _chunk = new byte[wanted];
        }
    }

    private void WriteChunk()
    {
        ReadOnlySpan<byte> bytes = _chunk.AsSpan(0, _used);
        _hash.Append(bytes);
        FileIo.WriteAll(file, start + PayloadBytes, bytes);
        PayloadBytes += _used;
        _used = 0;
    }
}
