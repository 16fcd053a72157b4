using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Hashing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>Struct types that refer to each other, and the hashes of their values.</summary>
/// <remarks>
/// Source: EIP-712, "Definition of encodeType", "encodeData" and "hashStruct". Values as for
/// <see cref="AbiEncoder"/>; a struct's value is a dictionary by member name. Recursion of values ends where the value
/// does, at most <see cref="DepthMax"/> deep. Thread: any.
/// </remarks>
public sealed class TypedDataSchema
{
    /// <summary>The deepest nesting of values.</summary>
    public const int DepthMax = 64;

    private readonly Dictionary<string, IReadOnlyList<TypedDataMember>> _structs;

    /// <summary>Declares the structs.</summary>
    /// <param name="structs">Members by the struct's name; EIP712Domain may be left out.</param>
    public TypedDataSchema(IReadOnlyDictionary<string, IReadOnlyList<TypedDataMember>> structs)
    {
        _structs = new Dictionary<string, IReadOnlyList<TypedDataMember>>(structs);
        foreach (TypedDataMember member in _structs.Values.SelectMany(members => members))
        {
            string name = BaseName(member.Type);
            if (!_structs.ContainsKey(name))
            {
                _ = AbiType.Parse(name);
            }
        }
    }

    /// <summary>The separator of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <returns>hashStruct(eip712Domain).</returns>
    public static Hash32 DomainSeparator(TypedDataDomain domain)
    {
        (IReadOnlyList<AbiParameter> members, IReadOnlyDictionary<string, object> values) = domain.ToStruct();
        var schema = new TypedDataSchema(new Dictionary<string, IReadOnlyList<TypedDataMember>>
        {
            ["EIP712Domain"] = [.. members.Select(member => new TypedDataMember(member.Type.Name, member.Name))],
        });
        return schema.HashStruct("EIP712Domain", values);
    }

    /// <summary>The digest that is signed.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="primaryType">The struct's name.</param>
    /// <param name="message">Its value.</param>
    /// <returns>keccak256(0x19 0x01 ‖ domainSeparator ‖ hashStruct(message)).</returns>
    public Hash32 Digest(TypedDataDomain domain, string primaryType, IReadOnlyDictionary<string, object> message) =>
        Digest(DomainSeparator(domain), HashStruct(primaryType, message));

    /// <summary>The digest of parts that are known already.</summary>
    /// <param name="domainSeparator">The domain's separator.</param>
    /// <param name="structHash">The struct's hash.</param>
    /// <returns>The digest.</returns>
    public static Hash32 Digest(Hash32 domainSeparator, Hash32 structHash)
    {
        Span<byte> whole = stackalloc byte[2 + (2 * Hash32.Size)];
        whole[0] = 0x19;
        whole[1] = 0x01;
        domainSeparator.CopyTo(whole[2..]);
        structHash.CopyTo(whole[(2 + Hash32.Size)..]);
        return Keccak256.Hash(whole);
    }

    /// <summary>The struct's text, followed by those it refers to, sorted by name.</summary>
    /// <param name="name">The struct.</param>
    /// <returns>Such as Mail(Person from,Person to,string contents)Person(string name,address wallet).</returns>
    public string EncodeType(string name)
    {
        var referred = new SortedSet<string>(StringComparer.Ordinal);
        Collect(name, referred);
        referred.Remove(name);
        return string.Concat(referred.Prepend(name).Select(one =>
            $"{one}({string.Join(',', Members(one).Select(member => $"{member.Type} {member.Name}"))})"));
    }

    /// <summary>keccak256 of <see cref="EncodeType"/>.</summary>
    /// <param name="name">The struct.</param>
    /// <returns>The type's hash.</returns>
    public Hash32 TypeHash(string name) => Keccak256.Hash(Encoding.UTF8.GetBytes(EncodeType(name)));

    /// <summary>The hash of a struct's value.</summary>
    /// <param name="name">The struct.</param>
    /// <param name="value">Its members' values, all of them and no others.</param>
    /// <returns>keccak256(typeHash ‖ encodeData).</returns>
    /// <exception cref="ArgumentException">A member missing, one too many, or a value of another type.</exception>
    public Hash32 HashStruct(string name, IReadOnlyDictionary<string, object> value) => HashStruct(name, value, 0);

    private Hash32 HashStruct(string name, IReadOnlyDictionary<string, object> value, int depth)
    {
        IReadOnlyList<TypedDataMember> members = Members(name);
        if (depth > DepthMax || value.Count != members.Count)
        {
            throw new ArgumentException($"{value.Count} members at depth {depth} for {name}", nameof(value));
        }

        var data = new List<byte>(Hash32.Size * (members.Count + 1));
        data.AddRange(TypeHash(name).ToArray());
        foreach (TypedDataMember member in members)
        {
            data.AddRange(value.TryGetValue(member.Name, out object? one)
                ? EncodeValue(member.Type, one, depth)
                : throw new ArgumentException($"{name}.{member.Name} is missing", nameof(value)));
        }

        return Keccak256.Hash([.. data]);
    }

    private byte[] EncodeValue(string type, object value, int depth)
    {
        if (type.EndsWith(']'))
        {
            return EncodeArray(type, value, depth);
        }

        if (_structs.ContainsKey(type))
        {
            return value is IReadOnlyDictionary<string, object> members
                ? HashStruct(type, members, depth + 1).ToArray()
                : throw new ArgumentException($"a {value.GetType().Name} is no {type}", nameof(value));
        }

        var elementary = AbiType.Parse(type);
        return elementary.IsDynamic
            ? Keccak256.Hash(AbiEncoder.Content(elementary, value)).ToArray()
            : AbiEncoder.Word(elementary, value);
    }

    /// <summary>An array is the hash of its elements' encodings.</summary>
    private byte[] EncodeArray(string type, object value, int depth)
    {
        int open = type.LastIndexOf('[');
        if (value is not IReadOnlyList<object> elements)
        {
            throw new ArgumentException($"a {value.GetType().Name} is no {type}", nameof(value));
        }

        if (open + 2 < type.Length
            && elements.Count != int.Parse(type.AsSpan(open + 1, type.Length - open - 2), CultureInfo.InvariantCulture))
        {
            throw new ArgumentException($"{elements.Count} elements for {type}", nameof(value));
        }

        byte[] encoded = [.. elements.SelectMany(element => EncodeValue(type[..open], element, depth + 1))];
        return Keccak256.Hash(encoded).ToArray();
    }

    private void Collect(string name, SortedSet<string> found)
    {
        if (_structs.ContainsKey(name) && found.Add(name))
        {
            foreach (TypedDataMember member in Members(name))
            {
                Collect(BaseName(member.Type), found);
            }
        }
    }

    private IReadOnlyList<TypedDataMember> Members(string name) =>
        _structs.TryGetValue(name, out IReadOnlyList<TypedDataMember>? members)
            ? members
            : throw new ArgumentException($"no struct {name}", nameof(name));

    private static string BaseName(string type)
    {
        int open = type.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? type : type[..open];
    }
}
