using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.State;

namespace HybridGpu.Settlement.Chain;

/// <summary>Where a venue's contracts are and what they were deployed with; a small JSON file.</summary>
public sealed record ChainDeployment
{
    private const int FileBytesMax = 1 << 20;

    /// <summary>The chain.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The contract of batches.</summary>
    public required Address Rollup { get; init; }

    /// <summary>The vault.</summary>
    public required Address Vault { get; init; }

    /// <summary>The collateral.</summary>
    public required Address Token { get; init; }

    /// <summary>Who posts batches.</summary>
    public required Address Operator { get; init; }

    /// <summary>State root before the first batch.</summary>
    public required Hash32 GenesisRoot { get; init; }

    /// <summary>The fee rates that the genesis state commits to.</summary>
    public required SettlementParameters Parameters { get; init; }

    /// <summary>Height of the first block that can hold an event of the contracts.</summary>
    public required ulong Block { get; init; }

    /// <summary>Seconds from a batch's seal until it may be final.</summary>
    public required ulong WindowSeconds { get; init; }

    /// <summary>Blocks from a batch's seal until it may be final.</summary>
    public required ulong WindowBlocks { get; init; }

    /// <summary>Reads a record.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The record.</returns>
    /// <exception cref="ChainException">It isn't there, or isn't such a record.</exception>
    public static ChainDeployment Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new ChainException($"{path} isn't there: it says where the venue's contracts are");
        }

        try
        {
            return new FileInfo(path).Length <= FileBytesMax
                ? Parse(JsonNode.Parse(File.ReadAllText(path))!.AsObject())
                : throw new FormatException("it is too large");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException
            or NullReferenceException or KeyNotFoundException or OverflowException)
        {
            throw new ChainException($"{path} isn't a record of deployed contracts: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path)
    {
        var json = new JsonObject
        {
            ["chainId"] = ChainId,
            ["rollup"] = Rollup.ToString(),
            ["vault"] = Vault.ToString(),
            ["token"] = Token.ToString(),
            ["operator"] = Operator.ToString(),
            ["genesisRoot"] = GenesisRoot.ToString(),
            ["optionTaker"] = Parameters.OptionTaker,
            ["optionMaker"] = Parameters.OptionMaker,
            ["linearTaker"] = Parameters.LinearTaker,
            ["linearMaker"] = Parameters.LinearMaker,
            ["block"] = Block,
            ["windowSeconds"] = WindowSeconds,
            ["windowBlocks"] = WindowBlocks,
        };
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions
        {
            WriteIndented = true,
        }) + "\n"));
    }

    private static ChainDeployment Parse(JsonObject json) => new()
    {
        ChainId = Number(json, "chainId"),
        Rollup = Address.Parse(Text(json, "rollup")),
        Vault = Address.Parse(Text(json, "vault")),
        Token = Address.Parse(Text(json, "token")),
        Operator = Address.Parse(Text(json, "operator")),
        GenesisRoot = Hash32.Parse(Text(json, "genesisRoot")),
        Parameters = new SettlementParameters(
            Number(json, "optionTaker"),
            Number(json, "optionMaker"),
            Number(json, "linearTaker"),
            Number(json, "linearMaker")),
        Block = Number(json, "block"),
        WindowSeconds = Number(json, "windowSeconds"),
        WindowBlocks = Number(json, "windowBlocks"),
    };

    private static string Text(JsonObject json, string name) =>
        json[name]?.GetValue<string>() ?? throw new FormatException($"{name} is missing");

    private static ulong Number(JsonObject json, string name) =>
        json[name]?.GetValue<ulong>() ?? throw new FormatException($"{name} is missing");
}
