namespace HybridGpu.Ethereum.Abi;

/// <summary>The families of types in the contract ABI.</summary>
/// <remarks>Source: Solidity documentation, "Contract ABI Specification", section "Types".</remarks>
public enum AbiKind
{
    /// <summary>uint8 … uint256.</summary>
    UnsignedInteger,

    /// <summary>int8 … int256.</summary>
    SignedInteger,

    /// <summary>address.</summary>
    Address,

    /// <summary>bool.</summary>
    Boolean,

    /// <summary>bytes1 … bytes32.</summary>
    FixedBytes,

    /// <summary>bytes.</summary>
    Bytes,

    /// <summary>string, in UTF-8.</summary>
    Text,

    /// <summary>T[k].</summary>
    FixedArray,

    /// <summary>T[].</summary>
    Array,

    /// <summary>(T1, …, Tn), a struct.</summary>
    Tuple,
}
