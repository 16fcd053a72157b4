using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests.Support;

/// <summary>Random types of the ABI and values of them.</summary>
internal static class AbiValues
{
    private static readonly string[] Elementary =
        ["uint256", "uint8", "int64", "int256", "address", "bool", "bytes", "bytes7", "bytes32", "string"];

    public static AbiType Type(Random random, int depth) => (depth == 0 ? 0 : random.Next(6)) switch
    {
        3 => AbiType.Parse(Type(random, depth - 1).Name + "[]"),
        4 => AbiType.Parse(Type(random, depth - 1).Name + $"[{random.Next(1, 4)}]"),
        5 => AbiType.TupleOf([.. Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => new AbiParameter("", Type(random, depth - 1)))]),
        _ => AbiType.Parse(Elementary[random.Next(Elementary.Length)]),
    };

    public static object Value(Random random, AbiType type) => type.Kind switch
    {
        AbiKind.UnsignedInteger => new BigInteger(Bytes(random, type.Size / 8), isUnsigned: true),
        AbiKind.SignedInteger => new BigInteger(Bytes(random, type.Size / 8)),
        AbiKind.Address => new Address(Bytes(random, 20)),
        AbiKind.Boolean => random.Next(2) == 1,
        AbiKind.FixedBytes => Bytes(random, type.Size),
        AbiKind.Bytes => Bytes(random, random.Next(70)),
        AbiKind.Text => new string('ß', random.Next(40)),
        AbiKind.Tuple => type.Components.Select(component => Value(random, component.Type)).ToArray(),
        _ => Enumerable.Range(0, type.Kind == AbiKind.Array ? random.Next(4) : type.Size)
            .Select(_ => Value(random, type.Element!)).ToArray(),
    };

    public static bool Same(object left, object right) => (left, right) switch
    {
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (object[] a, object[] b) => a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        _ => left.Equals(right),
    };

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
