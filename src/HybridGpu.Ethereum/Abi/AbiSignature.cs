using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Abi;

/// <summary>A name with parameter types, and what identifies it in calldata and logs.</summary>
/// <remarks>Source: Solidity documentation, "Contract ABI Specification", sections "Function Selector" and "Events".
/// </remarks>
public sealed class AbiSignature
{
    /// <summary>Bytes of a selector.</summary>
    public const int SelectorBytes = 4;

    private readonly byte[] _selector;

    /// <summary>Names it.</summary>
    /// <param name="name">The function's, event's or error's name.</param>
    /// <param name="parameters">Its parameters.</param>
    public AbiSignature(string name, IReadOnlyList<AbiParameter> parameters)
    {
        Name = name;
        Parameters = parameters;
        Types = [.. parameters.Select(parameter => parameter.Type)];
        Text = $"{name}({string.Join(',', Types.Select(type => type.Name))})";
        Hash = Keccak256.Hash(Encoding.ASCII.GetBytes(Text));
        _selector = Hash.ToArray()[..SelectorBytes];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>The parameters' types.</summary>
    public IReadOnlyList<AbiType> Types { get; }

    /// <summary>The canonical text: transfer(address,uint256).</summary>
    public string Text { get; }

    /// <summary>Keccak-256 of the text: an event's first topic.</summary>
    public Hash32 Hash { get; }

    /// <summary>The first four bytes of the hash.</summary>
    public ReadOnlyMemory<byte> Selector => _selector;

    /// <summary>Reads a signature without names.</summary>
    /// <param name="text">Such as transfer(address,uint256); indexed before nothing: use JSON for events.</param>
    /// <returns>The signature.</returns>
    /// <exception cref="FormatException">No parentheses, or an unknown type.</exception>
    public static AbiSignature Parse(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')'))
        {
            throw new FormatException($"ABI: no signature '{text}'");
        }

        return new AbiSignature(text[..open], AbiType.Parse(text[open..]).Components);
    }

    /// <summary>Selector and arguments: a call's data, or an error's.</summary>
    /// <param name="values">The arguments; see <see cref="AbiEncoder"/> for what they may be.</param>
    /// <returns>The data.</returns>
    public byte[] Encode(params IReadOnlyList<object> values) => [.. _selector, .. AbiEncoder.Encode(Types, values)];

    /// <summary>Whether data starts with this selector.</summary>
    /// <param name="data">Calldata or revert data.</param>
    /// <returns>True if so.</returns>
    public bool Matches(ReadOnlySpan<byte> data) => data.StartsWith(_selector);

    /// <summary>The arguments behind the selector.</summary>
    /// <param name="data">Calldata or revert data.</param>
    /// <returns>The values; see <see cref="AbiDecoder"/> for what they are.</returns>
    /// <exception cref="FormatException">Another selector, or a bad encoding.</exception>
    public object[] Decode(ReadOnlySpan<byte> data) => Matches(data)
        ? AbiDecoder.Decode(Types, data[SelectorBytes..])
        : throw new FormatException($"ABI: data of something else than {Text}");

    /// <summary>The canonical text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
