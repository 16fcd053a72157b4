using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>JSON objects of the execution API to records. Anything unexpected throws; the client names the method.
/// </summary>
internal static class JsonRpcReader
{
    public static BlockHeader Block(JsonElement block) => new(
        UInt64(block, "number"),
        Hash(block, "hash"),
        Hash(block, "parentHash"),
        UInt64(block, "timestamp"),
        UInt64(block, "gasLimit"),
        UInt64(block, "gasUsed"),
        Has(block, "baseFeePerGas") ? Quantity(block, "baseFeePerGas") : null,
        [.. block.GetProperty("transactions").EnumerateArray().Select(hash => Hash32.Parse(hash.GetString()))]);

    public static LogEntry Log(JsonElement log) => new(
        AddressOf(log, "address"),
        [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash32.Parse(topic.GetString()))],
        Hex.Decode(log.GetProperty("data").GetString()),
        UInt64(log, "blockNumber"),
        Hash(log, "blockHash"),
        Hash(log, "transactionHash"),
        UInt64(log, "logIndex"),
        Has(log, "removed") && log.GetProperty("removed").GetBoolean());

    public static TransactionReceipt Receipt(JsonElement receipt) => new(
        Hash(receipt, "transactionHash"),
        UInt64(receipt, "blockNumber"),
        Hash(receipt, "blockHash"),
        AddressOf(receipt, "from"),
        OptionalAddress(receipt, "to"),
        OptionalAddress(receipt, "contractAddress"),
        UInt64(receipt, "gasUsed"),
        Has(receipt, "effectiveGasPrice") ? Quantity(receipt, "effectiveGasPrice") : BigInteger.Zero,
        UInt64(receipt, "status") == 1,
        [.. receipt.GetProperty("logs").EnumerateArray().Select(Log)]);

    public static TransactionInfo Transaction(JsonElement transaction) => new(
        Hash(transaction, "hash"),
        UInt64(transaction, "nonce"),
        AddressOf(transaction, "from"),
        OptionalAddress(transaction, "to"),
        Quantity(transaction, "value"),
        Hex.Decode(transaction.GetProperty("input").GetString()),
        Has(transaction, "blockNumber") ? UInt64(transaction, "blockNumber") : null,
        Has(transaction, "blockHash") ? Hash(transaction, "blockHash") : null);

    public static FeeHistory Fees(JsonElement fees) => new(
        UInt64(fees, "oldestBlock"),
        Quantities(fees.GetProperty("baseFeePerGas")),
        [.. fees.GetProperty("gasUsedRatio").EnumerateArray().Select(ratio => ratio.GetDouble())],
        Has(fees, "reward") ? [.. fees.GetProperty("reward").EnumerateArray().Select(Quantities)] : []);

    private static IReadOnlyList<BigInteger> Quantities(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => Hex.ParseQuantity(item.GetString()))];

    private static bool Has(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    private static BigInteger Quantity(JsonElement owner, string name) =>
        Hex.ParseQuantity(owner.GetProperty(name).GetString());

    private static ulong UInt64(JsonElement owner, string name) =>
        Hex.ParseUInt64(owner.GetProperty(name).GetString());

    private static Hash32 Hash(JsonElement owner, string name) => Hash32.Parse(owner.GetProperty(name).GetString());

    private static Address AddressOf(JsonElement owner, string name) =>
        new(Hex.Decode(owner.GetProperty(name).GetString()));

    private static Address? OptionalAddress(JsonElement owner, string name) =>
        Has(owner, name) ? AddressOf(owner, name) : null;
}
