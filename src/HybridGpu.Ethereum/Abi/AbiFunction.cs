using System;
using System.Collections.Generic;
using System.Linq;

namespace HybridGpu.Ethereum.Abi;

/// <summary>A contract's function.</summary>
/// <param name="Signature">Name and inputs.</param>
/// <param name="Outputs">Its results.</param>
/// <param name="StateMutability">pure, view, nonpayable or payable.</param>
public sealed record AbiFunction(
    AbiSignature Signature, IReadOnlyList<AbiParameter> Outputs, string StateMutability = "nonpayable")
{
    /// <summary>The name.</summary>
    public string Name => Signature.Name;

    /// <summary>Reads input and output types: "balanceOf(address)", "(uint256)".</summary>
    /// <param name="signature">Name and input types.</param>
    /// <param name="outputs">Output types as a tuple.</param>
    /// <returns>The function.</returns>
    public static AbiFunction Parse(string signature, string outputs = "()") =>
        new(AbiSignature.Parse(signature), AbiType.Parse(outputs).Components);

    /// <summary>A call's data.</summary>
    /// <param name="values">The arguments.</param>
    /// <returns>Selector and arguments.</returns>
    public byte[] EncodeCall(params IReadOnlyList<object> values) => Signature.Encode(values);

    /// <summary>What a call returned.</summary>
    /// <param name="data">The returned bytes.</param>
    /// <returns>The results.</returns>
    /// <exception cref="FormatException">Not such results; empty data usually means that no contract is there.
    /// </exception>
    public object[] DecodeOutputs(ReadOnlySpan<byte> data) =>
        AbiDecoder.Decode([.. Outputs.Select(output => output.Type)], data);
}
