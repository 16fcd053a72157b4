using System;
using System.Buffers;
using System.IO;
using System.Runtime.InteropServices;

namespace HybridGpu.Venue;

/// <summary>Fixed-layout values to and from the bytes of an image; little-endian, as all of the venue's records.</summary>
internal static class ImageBytes
{
    public static void Write<T>(IBufferWriter<byte> into, in T value)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        bytes.CopyTo(into.GetSpan(bytes.Length));
        into.Advance(bytes.Length);
    }

    /// <summary>Reads a value and steps behind it.</summary>
    /// <exception cref="InvalidDataException">The image is cut short.</exception>
    public static T Read<T>(ref ReadOnlySpan<byte> image)
        where T : unmanaged
    {
        if (!MemoryMarshal.TryRead(image, out T value))
        {
            throw new InvalidDataException("The venue's image is cut short.");
        }

        image = image[MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).Length..];
        return value;
    }
}
