using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace HybridGpu.Ethereum.Abi;

/// <summary>A type of the contract ABI.</summary>
/// <remarks>
/// Source: Solidity documentation, "Contract ABI Specification", sections "Types" and "Handling tuple types".
/// Immutable. fixedMxN and function are refused: no compiler emits the one, and nobody needs the other.
/// </remarks>
public sealed class AbiType
{
    /// <summary>The longest fixed array read: a head of a mebibyte is a mistake.</summary>
    public const int FixedArrayLengthMax = 32_768;

    private AbiType(AbiKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary>Its family.</summary>
    public AbiKind Kind { get; }

    /// <summary>The canonical name, as in signatures: uint256, (address,uint8[2])[].</summary>
    public string Name { get; }

    /// <summary>Integers: bits. Fixed bytes: bytes. Fixed arrays: elements. Otherwise 0.</summary>
    public int Size { get; private init; }

    /// <summary>The type of an array's elements, else null.</summary>
    public AbiType? Element { get; private init; }

    /// <summary>A tuple's members, else empty.</summary>
    public IReadOnlyList<AbiParameter> Components { get; private init; } = [];

    /// <summary>Whether its encoding has no fixed size, and stands in the tail.</summary>
    public bool IsDynamic { get; private init; }

    /// <summary>Bytes in the head: 32 for a dynamic type's offset.</summary>
    public int HeadBytes => IsDynamic ? 32 : StaticBytes;

    /// <summary>Bytes of a static type's whole encoding.</summary>
    internal int StaticBytes { get; private init; } = 32;

    /// <summary>Reads a type: names of elementary types, tuples in parentheses, arrays.</summary>
    /// <param name="text">Such as uint256, bytes32[], (address,(uint8,string)[2]).</param>
    /// <param name="components">Members, if the text is JSON's "tuple" or an array of it.</param>
    /// <returns>The type.</returns>
    /// <exception cref="FormatException">No type of the ABI.</exception>
    public static AbiType Parse(string text, IReadOnlyList<AbiParameter>? components = null)
    {
        if (text.EndsWith(']'))
        {
            int open = text.LastIndexOf('[');
            return open <= 0 ? throw Unknown(text) : ArrayOf(Parse(text[..open], components), text[(open + 1)..^1]);
        }

        if (text.StartsWith('(') && text.EndsWith(')'))
        {
            return TupleOf([.. SplitTuple(text).Select(part => new AbiParameter("", Parse(part)))]);
        }

        return text == "tuple" ? TupleOf(components ?? throw Unknown(text)) : Elementary(text);
    }

    /// <summary>A tuple of members.</summary>
    /// <param name="components">The members, in order.</param>
    /// <returns>The type.</returns>
    public static AbiType TupleOf(IReadOnlyList<AbiParameter> components)
    {
        bool isDynamic = components.Any(component => component.Type.IsDynamic);
        return new AbiType(AbiKind.Tuple, $"({string.Join(',', components.Select(component => component.Type.Name))})")
        {
            Components = components,
            IsDynamic = isDynamic,
            StaticBytes = isDynamic ? 32 : components.Sum(component => component.Type.StaticBytes),
        };
    }

    /// <summary>The canonical name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;

    /// <summary>The parts between the outer parentheses, split at the commas of this level.</summary>
    internal static IReadOnlyList<string> SplitTuple(string text)
    {
        var parts = new List<string>();
        int depth = 0;
        int start = 1;
        for (int i = 1; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' && i < text.Length - 1 ? -1 : 0;
            if (depth < 0)
            {
                throw Unknown(text);
            }

            if (depth == 0 && (text[i] == ',' || i == text.Length - 1))
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        return depth != 0 ? throw Unknown(text) : parts is [""] ? [] : parts;
    }

    private static AbiType ArrayOf(AbiType element, string length)
    {
        if (element.Kind == AbiKind.Tuple && element.Components.Count == 0)
        {
            throw new FormatException("ABI: an array of nothing");
        }

        if (length.Length == 0)
        {
            return new AbiType(AbiKind.Array, element.Name + "[]") { Element = element, IsDynamic = true };
        }

        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is < 1 or > FixedArrayLengthMax
            || (long)count * element.StaticBytes > FixedArrayLengthMax * 32L)
        {
            throw new FormatException($"ABI: array length '{length}'");
        }

        return new AbiType(AbiKind.FixedArray, $"{element.Name}[{count}]")
        {
            Element = element,
            Size = count,
            IsDynamic = element.IsDynamic,
            StaticBytes = element.IsDynamic ? 32 : count * element.StaticBytes,
        };
    }

    private static AbiType Elementary(string text) => text switch
    {
        "address" => new AbiType(AbiKind.Address, text) { Size = 20 },
        "bool" => new AbiType(AbiKind.Boolean, text),
        "bytes" => new AbiType(AbiKind.Bytes, text) { IsDynamic = true },
        "string" => new AbiType(AbiKind.Text, text) { IsDynamic = true },
        "uint" => Elementary("uint256"),
        "int" => Elementary("int256"),
        _ when SizeAfter(text, "uint", 256, 8) is int bits =>
            new AbiType(AbiKind.UnsignedInteger, text) { Size = bits },
        _ when SizeAfter(text, "int", 256, 8) is int bits => new AbiType(AbiKind.SignedInteger, text) { Size = bits },
        _ when SizeAfter(text, "bytes", 32, 1) is int size => new AbiType(AbiKind.FixedBytes, text) { Size = size },
        _ => throw Unknown(text),
    };

    private static int? SizeAfter(string text, string prefix, int max, int step) =>
        text.StartsWith(prefix, StringComparison.Ordinal)
        && text.Length > prefix.Length && text[prefix.Length] != '0'
        && int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
        && size > 0 && size <= max && size % step == 0
            ? size
            : null;

    private static FormatException Unknown(string text) => new($"ABI: no type '{text}'");
}
