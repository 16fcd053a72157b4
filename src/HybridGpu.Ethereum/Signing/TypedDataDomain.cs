using System.Collections.Generic;
using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Signing;

/// <summary>What keeps one contract's signatures from being valid for another. Only the members given count.</summary>
/// <remarks>Source: EIP-712, "Definition of domainSeparator".</remarks>
public sealed record TypedDataDomain
{
    /// <summary>The name of the protocol.</summary>
    public string? Name { get; init; }

    /// <summary>Its major version.</summary>
    public string? Version { get; init; }

    /// <summary>The chain.</summary>
    public BigInteger? ChainId { get; init; }

    /// <summary>The contract that verifies.</summary>
    public Address? VerifyingContract { get; init; }

    /// <summary>A last resort to tell protocols apart.</summary>
    public Hash32? Salt { get; init; }

    /// <summary>Members given, in the standard's order, and their values.</summary>
    internal (IReadOnlyList<AbiParameter> Members, IReadOnlyDictionary<string, object> Values) ToStruct()
    {
        var members = new List<AbiParameter>();
        var values = new Dictionary<string, object>();
        Add("name", "string", Name);
        Add("version", "string", Version);
        Add("chainId", "uint256", ChainId);
        Add("verifyingContract", "address", VerifyingContract);
        Add("salt", "bytes32", Salt);
        return (members, values);

        void Add(string name, string type, object? value)
        {
            if (value is not null)
            {
                members.Add(new AbiParameter(name, AbiType.Parse(type)));
                values.Add(name, value);
            }
        }
    }
}
