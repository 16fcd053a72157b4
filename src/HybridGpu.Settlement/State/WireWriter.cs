using System;
using System.Buffers.Binary;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.State;

/// <summary>Writes the big-endian, packed layouts of docs/wire.md, sections 11 to 13, field after field.</summary>
/// <remarks>Errors: writing beyond the buffer throws. Thread: one.</remarks>
internal ref struct WireWriter
{
    private readonly Span<byte> _buffer;

    public WireWriter(Span<byte> buffer)
    {
        _buffer = buffer;
    }

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    public void UInt48(ulong value)
    {
        UInt16(checked((ushort)(value >> 32)));
        UInt32((uint)value);
    }

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void Word(Hash32 value) => value.CopyTo(Take(Hash32.Size));

    public void Owner(Address value) => value.CopyTo(Take(Address.Size));

    public void Bytes(scoped ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    private Span<byte> Take(int count)
    {
        Span<byte> taken = _buffer.Slice(Length, count);
        Length += count;
        return taken;
    }
}
