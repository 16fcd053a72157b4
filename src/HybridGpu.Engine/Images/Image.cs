using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;

namespace HybridGpu.Engine.Images;

/// <summary>The engine's state as bytes, on the way out or in. Each table lists its fields once, for both
/// ways.</summary>
/// <remarks>Little-endian, fixed layouts, no names: the version at the head says what follows.</remarks>
internal ref struct Image
{
    private readonly IBufferWriter<byte>? _into;
    private ReadOnlySpan<byte> _from;

    public Image(IBufferWriter<byte> into)
    {
        _into = into;
    }

    public Image(ReadOnlySpan<byte> from)
    {
        _from = from;
    }

    public readonly bool IsReading => _into is null;

    /// <summary>True when everything was read.</summary>
    public readonly bool IsAtEnd => _from.IsEmpty;

    /// <summary>Writes a value, or puts what was written in its place.</summary>
    /// <exception cref="InvalidDataException">The image is cut short.</exception>
    public void Value<T>(ref T value)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (_into is not null)
        {
            bytes.CopyTo(_into.GetSpan(bytes.Length));
            _into.Advance(bytes.Length);
            return;
        }

        if (_from.Length < bytes.Length)
        {
            throw new InvalidDataException("The engine's image is cut short.");
        }

        _from[..bytes.Length].CopyTo(bytes);
        _from = _from[bytes.Length..];
    }

    /// <summary>A value that has no variable of its own.</summary>
    /// <returns>The value, or what was written in its place.</returns>
    public T Value<T>(T value)
        where T : unmanaged
    {
        Value(ref value);
        return value;
    }

    /// <summary>A number of items that follow; what is read is held against a bound before anything is made of
    /// it.</summary>
    /// <exception cref="InvalidDataException">More than there can be.</exception>
    public int Count(int count, int max)
    {
        Value(ref count);
        return (uint)count <= (uint)max
            ? count
            : throw new InvalidDataException($"The engine's image has {count} items where {max} is the most.");
    }
}
