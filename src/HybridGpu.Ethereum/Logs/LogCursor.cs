using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Logs;

/// <summary>How far a chain has been followed. Immutable; stored as JSON by whoever applies the events.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="NextBlock">The lowest block not read yet.</param>
/// <param name="Remembered">Final blocks, ascending.</param>
public sealed record LogCursor(ulong ChainId, ulong NextBlock, IReadOnlyList<FollowedBlock> Remembered)
{
    /// <summary>A cursor that starts at a block, such as that of a contract's deployment.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="firstBlock">The first block read.</param>
    /// <returns>The cursor.</returns>
    public static LogCursor StartingAt(ulong chainId, ulong firstBlock) => new(chainId, firstBlock, []);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The cursor.</returns>
    /// <exception cref="FormatException">Anything else.</exception>
    public static LogCursor Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            return new LogCursor(
                root.GetProperty("chainId").GetUInt64(),
                root.GetProperty("nextBlock").GetUInt64(),
                [.. root.GetProperty("remembered").EnumerateArray().Select(ReadBlock)]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new FormatException("not a stored cursor: " + exception.Message);
        }
    }

    /// <summary>The cursor as JSON.</summary>
    /// <returns>The text.</returns>
    public string ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("chainId", ChainId);
            writer.WriteNumber("nextBlock", NextBlock);
            writer.WriteStartArray("remembered");
            foreach (FollowedBlock block in Remembered)
            {
                WriteBlock(writer, block);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static FollowedBlock ReadBlock(JsonElement block) => new(
        block.GetProperty("number").GetUInt64(),
        Hash32.Parse(block.GetProperty("hash").GetString()),
        [.. block.GetProperty("logs").EnumerateArray().Select(JsonRpcReader.Log)]);

    private static void WriteBlock(Utf8JsonWriter writer, FollowedBlock block)
    {
        writer.WriteStartObject();
        writer.WriteNumber("number", block.Number);
        writer.WriteString("hash", block.Hash.ToString());
        writer.WriteStartArray("logs");
        foreach (LogEntry log in block.Logs)
        {
            WriteLog(writer, log);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>In the node's own form, so that one reader does for both.</summary>
    private static void WriteLog(Utf8JsonWriter writer, LogEntry log)
    {
        writer.WriteStartObject();
        writer.WriteString("address", log.Address.ToString());
        writer.WriteStartArray("topics");
        foreach (Hash32 topic in log.Topics)
        {
            writer.WriteStringValue(topic.ToString());
        }

        writer.WriteEndArray();
        writer.WriteString("data", Hex.Encode(log.Data.Span));
        writer.WriteString("blockNumber", Hex.Quantity(log.BlockNumber));
        writer.WriteString("blockHash", log.BlockHash.ToString());
        writer.WriteString("transactionHash", log.TransactionHash.ToString());
        writer.WriteString("logIndex", Hex.Quantity(log.LogIndex));
        writer.WriteEndObject();
    }
}
