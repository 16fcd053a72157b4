using System;
using System.Collections.Generic;
using System.Linq;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Abi;

/// <summary>A contract's event.</summary>
/// <param name="Signature">Name and fields, indexed ones marked.</param>
/// <param name="IsAnonymous">Whether its signature is no topic.</param>
/// <remarks>Source: Solidity documentation, "Contract ABI Specification", sections "Events" and "Encoding of Indexed
/// Event Parameters".</remarks>
public sealed record AbiEvent(AbiSignature Signature, bool IsAnonymous = false)
{
    /// <summary>The name.</summary>
    public string Name => Signature.Name;

    /// <summary>The first topic of an event that isn't anonymous.</summary>
    public Hash32 Topic => Signature.Hash;

    /// <summary>Whether a log carries this event's topic and number of indexed fields.</summary>
    /// <param name="topics">The log's topics.</param>
    /// <returns>True if so.</returns>
    public bool Matches(IReadOnlyList<Hash32> topics) =>
        topics.Count == Signature.Parameters.Count(field => field.IsIndexed) + (IsAnonymous ? 0 : 1)
        && (IsAnonymous || topics[0] == Topic);

    /// <summary>The fields of a log, in the order of declaration.</summary>
    /// <param name="topics">The log's topics.</param>
    /// <param name="data">The log's data.</param>
    /// <returns>
    /// The values; an indexed field of a dynamic type, an array or a tuple is its hash, a <see cref="Hash32"/>.
    /// </returns>
    /// <exception cref="FormatException">Not a log of this event.</exception>
    public object[] Decode(IReadOnlyList<Hash32> topics, ReadOnlySpan<byte> data)
    {
        if (!Matches(topics))
        {
            throw new FormatException($"ABI: no log of {Signature.Text}");
        }

        var plain = new Queue<object>(AbiDecoder.Decode(
            [.. Signature.Parameters.Where(field => !field.IsIndexed).Select(field => field.Type)], data));
        var indexed = new Queue<Hash32>(IsAnonymous ? topics : topics.Skip(1));
        return [.. Signature.Parameters.Select(field =>
            field.IsIndexed ? FromTopic(field.Type, indexed.Dequeue()) : plain.Dequeue())];
    }

    /// <summary>The topic that a value of an indexed field has, to filter by.</summary>
    /// <param name="type">An elementary type of one word.</param>
    /// <param name="value">The value.</param>
    /// <returns>The topic.</returns>
    public static Hash32 TopicOf(AbiType type, object value) => new(AbiEncoder.Word(type, value));

    private static object FromTopic(AbiType type, Hash32 topic) =>
        type.IsDynamic || type.Kind is AbiKind.FixedArray or AbiKind.Tuple
            ? topic
            : AbiDecoder.Decode([type], topic.ToArray())[0];
}
