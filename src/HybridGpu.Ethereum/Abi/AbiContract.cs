using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace HybridGpu.Ethereum.Abi;

/// <summary>A contract's interface, read from the compiler's JSON.</summary>
/// <remarks>Source: Solidity documentation, "Contract ABI Specification", section "JSON". Immutable.</remarks>
public sealed class AbiContract
{
    private AbiContract(
        IReadOnlyList<AbiParameter> constructorInputs,
        IReadOnlyList<AbiFunction> functions,
        IReadOnlyList<AbiEvent> events,
        IReadOnlyList<AbiSignature> errors)
    {
        ConstructorInputs = constructorInputs;
        Functions = functions;
        Events = events;
        Errors = errors;
    }

    /// <summary>What the constructor takes.</summary>
    public IReadOnlyList<AbiParameter> ConstructorInputs { get; }

    /// <summary>The functions; an overloaded name stands several times.</summary>
    public IReadOnlyList<AbiFunction> Functions { get; }

    /// <summary>The events.</summary>
    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>The custom errors.</summary>
    public IReadOnlyList<AbiSignature> Errors { get; }

    /// <summary>Reads an ABI array, or an artifact of the compiler with a member "abi".</summary>
    /// <param name="json">The JSON text.</param>
    /// <returns>The interface.</returns>
    /// <exception cref="FormatException">Not such JSON.</exception>
    public static AbiContract Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return Read(root.ValueKind == JsonValueKind.Object ? root.GetProperty("abi") : root);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("ABI: not the compiler's JSON: " + exception.Message);
        }
    }

    /// <summary>The function of a name, or of a signature where the name is overloaded.</summary>
    /// <param name="nameOrSignature">transfer, or transfer(address,uint256).</param>
    /// <returns>The function.</returns>
    /// <exception cref="KeyNotFoundException">None, or several.</exception>
    public AbiFunction Function(string nameOrSignature) =>
        One(Functions, function => function.Signature, nameOrSignature);

    /// <summary>The event of a name or signature.</summary>
    /// <param name="nameOrSignature">Transfer, or Transfer(address,address,uint256).</param>
    /// <returns>The event.</returns>
    /// <exception cref="KeyNotFoundException">None, or several.</exception>
    public AbiEvent Event(string nameOrSignature) => One(Events, item => item.Signature, nameOrSignature);

    /// <summary>The custom error of a name or signature.</summary>
    /// <param name="nameOrSignature">InsufficientBalance, or with its types.</param>
    /// <returns>The error.</returns>
    /// <exception cref="KeyNotFoundException">None, or several.</exception>
    public AbiSignature Error(string nameOrSignature) => One(Errors, error => error, nameOrSignature);

    /// <summary>The data that deploys the contract.</summary>
    /// <param name="bytecode">The compiler's creation code, linked.</param>
    /// <param name="values">The constructor's arguments.</param>
    /// <returns>Code and arguments.</returns>
    public byte[] EncodeDeployment(ReadOnlySpan<byte> bytecode, params IReadOnlyList<object> values) =>
        [.. bytecode, .. AbiEncoder.Encode([.. ConstructorInputs.Select(input => input.Type)], values)];

    private static T One<T>(IReadOnlyList<T> items, Func<T, AbiSignature> signature, string nameOrSignature)
    {
        T[] found = [.. items.Where(item =>
            signature(item).Name == nameOrSignature || signature(item).Text == nameOrSignature)];
        return found.Length == 1
            ? found[0]
            : throw new KeyNotFoundException($"{found.Length} entries '{nameOrSignature}' in the ABI");
    }

    private static AbiContract Read(JsonElement entries)
    {
        IReadOnlyList<AbiParameter> constructor = [];
        var functions = new List<AbiFunction>();
        var events = new List<AbiEvent>();
        var errors = new List<AbiSignature>();
        foreach (JsonElement entry in entries.EnumerateArray())
        {
            string kind = Text(entry, "type", "function");
            IReadOnlyList<AbiParameter> inputs = Parameters(entry, "inputs");
            var signature = new AbiSignature(Text(entry, "name", ""), inputs);
            switch (kind)
            {
                case "function":
                    functions.Add(new AbiFunction(
                        signature, Parameters(entry, "outputs"), Text(entry, "stateMutability", "nonpayable")));
                    break;
                case "event":
                    events.Add(new AbiEvent(signature, Flag(entry, "anonymous")));
                    break;
                case "error":
                    errors.Add(signature);
                    break;
                case "constructor":
                    constructor = inputs;
                    break;
                case "receive" or "fallback":
                    // Neither has a selector or parameters that a caller could encode.
                    break;
                default:
                    throw new FormatException($"ABI: entry of type '{kind}'");
            }
        }

        return new AbiContract(constructor, functions, events, errors);
    }

    private static IReadOnlyList<AbiParameter> Parameters(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement list)
            ? [.. list.EnumerateArray().Select(Parameter)]
            : [];

    private static AbiParameter Parameter(JsonElement entry) => new(
        Text(entry, "name", ""),
        AbiType.Parse(Text(entry, "type", ""), Parameters(entry, "components")),
        Flag(entry, "indexed"));

    private static string Text(JsonElement entry, string name, string otherwise) =>
        entry.TryGetProperty(name, out JsonElement value) ? value.GetString() ?? otherwise : otherwise;

    private static bool Flag(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;
}
