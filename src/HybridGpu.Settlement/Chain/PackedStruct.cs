using System;
using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>Between the packed encodings of docs/wire.md and the contracts' structs, whose members have the same order
/// and widths.</summary>
internal static class PackedStruct
{
    /// <summary>The struct's members.</summary>
    /// <param name="tuple">The struct's type.</param>
    /// <param name="packed">Exactly the members' bytes.</param>
    public static object[] Unpack(AbiType tuple, ReadOnlySpan<byte> packed)
    {
        var values = new List<object>(tuple.Components.Count);
        foreach (AbiParameter member in tuple.Components)
        {
            int width = Width(member.Type);
            values.Add(Read(member.Type, packed[..width]));
            packed = packed[width..];
        }

        return packed.IsEmpty
            ? [.. values]
            : throw new InvalidOperationException($"{packed.Length} bytes more than {tuple.Name} has");
    }

    /// <summary>The packed bytes of the struct's members.</summary>
    public static byte[] Pack(AbiType tuple, IReadOnlyList<object> values)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < values.Count; i++)
        {
            AbiType type = tuple.Components[i].Type;
            byte[] word = AbiEncoder.Encode([type], values[i]);
            bytes.AddRange(type.Kind == AbiKind.FixedBytes ? word[..Width(type)] : word[^Width(type)..]);
        }

        return [.. bytes];
    }

    private static int Width(AbiType type) => type.Kind switch
    {
        AbiKind.UnsignedInteger or AbiKind.SignedInteger => type.Size / 8,
        AbiKind.FixedBytes => type.Size,
        AbiKind.Address => Address.Size,
        AbiKind.Boolean => 1,
        _ => throw new InvalidOperationException($"{type.Name} isn't packed"),
    };

    private static object Read(AbiType type, ReadOnlySpan<byte> bytes) => type.Kind switch
    {
        AbiKind.UnsignedInteger => new BigInteger(bytes, isUnsigned: true, isBigEndian: true),
        AbiKind.SignedInteger => new BigInteger(bytes, isUnsigned: false, isBigEndian: true),
        AbiKind.FixedBytes => bytes.ToArray(),
        AbiKind.Address => new Address(bytes),
        AbiKind.Boolean => bytes[0] != 0,
        _ => throw new InvalidOperationException($"{type.Name} isn't packed"),
    };
}
