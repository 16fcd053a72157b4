using System;
using System.Buffers.Binary;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>Reads what <see cref="WireWriter"/> writes; the caller has checked the length.</summary>
internal ref struct WireReader
{
    private readonly ReadOnlySpan<byte> _buffer;
    private int _position;

    public WireReader(ReadOnlySpan<byte> buffer)
    {
        _buffer = buffer;
    }

    public byte Byte() => _buffer[_position++];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public ulong UInt48() => ((ulong)UInt16() << 32) | UInt32();

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public Hash32 Word() => new(Take(Hash32.Size));

    public Address Owner() => new(Take(Address.Size));

    public ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _buffer.Slice(_position, count);
        _position += count;
        return taken;
    }
}
