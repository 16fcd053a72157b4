using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>The calls of a node's execution API, typed.</summary>
/// <remarks>
/// Source: Ethereum execution APIs (OpenRPC document), EIP-1474. Errors as <see cref="JsonRpcClient"/>; an answer of
/// another shape is a <see cref="JsonRpcTransportException"/>. Thread: any.
/// </remarks>
/// <param name="rpc">The node.</param>
public sealed class EthereumClient(JsonRpcClient rpc)
{
    /// <summary>The node's untyped client, for methods that aren't here.</summary>
    public JsonRpcClient Rpc => rpc;

    /// <summary>eth_chainId.</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_chainId"), ToUInt64, cancellation);

    /// <summary>eth_blockNumber: the height of the newest block.</summary>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_blockNumber"), ToUInt64, cancellation);

    /// <summary>eth_getBlockByNumber, null if there is none.</summary>
    public Task<BlockHeader?> GetBlockAsync(BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(BlockRequest(block), OrNull(JsonRpcReader.Block), cancellation);

    /// <summary>eth_getBlockByHash, null if the node doesn't know it.</summary>
    public Task<BlockHeader?> GetBlockAsync(Hash32 hash, CancellationToken cancellation = default) => AskAsync(
        new JsonRpcRequest("eth_getBlockByHash", hash.ToString(), false), OrNull(JsonRpcReader.Block), cancellation);

    /// <summary>eth_getBlockByNumber for several heights in a batch, null where there is none.</summary>
    public async Task<IReadOnlyList<BlockHeader?>> GetBlocksAsync(
        IReadOnlyList<ulong> numbers, CancellationToken cancellation = default)
    {
        JsonRpcRequest[] requests = [.. numbers.Select(number => BlockRequest(BlockTag.At(number)))];
        IReadOnlyList<JsonRpcResult> results = await rpc.SendBatchAsync(requests, cancellation).ConfigureAwait(false);
        Func<JsonElement, BlockHeader?> read = OrNull(JsonRpcReader.Block);
        return [.. results.Select(result => Read("eth_getBlockByNumber", result.Value(), read))];
    }

    /// <summary>eth_getBalance, in wei.</summary>
    public Task<BigInteger> GetBalanceAsync(
        Address account, BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_getBalance", account.ToString(), block.Text), ToQuantity, cancellation);

    /// <summary>eth_getCode; empty where there is no contract.</summary>
    public Task<byte[]> GetCodeAsync(Address account, BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_getCode", account.ToString(), block.Text), ToBytes, cancellation);

    /// <summary>eth_getStorageAt: one word of a contract's storage.</summary>
    public Task<Hash32> GetStorageAtAsync(
        Address account, Hash32 slot, BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(
            new JsonRpcRequest("eth_getStorageAt", account.ToString(), slot.ToString(), block.Text),
            answer => Hash32.Parse(answer.GetString()),
            cancellation);

    /// <summary>eth_call: what a call would return, without making it.</summary>
    public Task<byte[]> CallAsync(CallRequest call, BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_call", ToJson(call), block.Text), ToBytes, cancellation);

    /// <summary>eth_call of a function, its results decoded.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments; see <see cref="AbiEncoder"/>.</param>
    /// <param name="block">At which block's state.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The results; see <see cref="AbiDecoder"/>.</returns>
    /// <exception cref="FormatException">The contract isn't there, or returned something else.</exception>
    public async Task<object[]> CallAsync(
        Address contract,
        AbiFunction function,
        IReadOnlyList<object> arguments,
        BlockTag block,
        CancellationToken cancellation = default)
    {
        var call = new CallRequest { To = contract, Data = function.EncodeCall(arguments) };
        byte[] output = await CallAsync(call, block, cancellation).ConfigureAwait(false);
        return function.DecodeOutputs(output);
    }

    /// <summary>eth_estimateGas; throws with the reason if the call would revert.</summary>
    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_estimateGas", ToJson(call)), ToUInt64, cancellation);

    /// <summary>eth_gasPrice, wei per gas.</summary>
    public Task<BigInteger> GetGasPriceAsync(CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_gasPrice"), ToQuantity, cancellation);

    /// <summary>eth_maxPriorityFeePerGas: a tip that the node thinks enough, wei per gas.</summary>
    public Task<BigInteger> GetMaxPriorityFeePerGasAsync(CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_maxPriorityFeePerGas"), ToQuantity, cancellation);

    /// <summary>eth_feeHistory.</summary>
    /// <param name="blockCount">How many blocks.</param>
    /// <param name="newest">The last of them.</param>
    /// <param name="percentiles">Of tips, 0 … 100, ascending.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The fees.</returns>
    public Task<FeeHistory> GetFeeHistoryAsync(
        int blockCount,
        BlockTag newest,
        IReadOnlyList<double> percentiles,
        CancellationToken cancellation = default)
    {
        JsonNode?[] tips = [.. percentiles.Select(percentile => (JsonNode?)percentile)];
        return AskAsync(
            new JsonRpcRequest("eth_feeHistory", Hex.Quantity(blockCount), newest.Text, new JsonArray(tips)),
            JsonRpcReader.Fees,
            cancellation);
    }

    /// <summary>eth_getTransactionCount: the account's next nonce as of a block.</summary>
    public Task<ulong> GetTransactionCountAsync(
        Address account, BlockTag block, CancellationToken cancellation = default) =>
        AskAsync(new JsonRpcRequest("eth_getTransactionCount", account.ToString(), block.Text), ToUInt64, cancellation);

    /// <summary>eth_sendRawTransaction; returns the transaction's hash.</summary>
    public Task<Hash32> SendRawTransactionAsync(
        ReadOnlyMemory<byte> raw, CancellationToken cancellation = default) =>
        AskAsync(
            new JsonRpcRequest("eth_sendRawTransaction", Hex.Encode(raw.Span)),
            answer => Hash32.Parse(answer.GetString()),
            cancellation);

    /// <summary>eth_getTransactionReceipt, null while it isn't in a block.</summary>
    public Task<TransactionReceipt?> GetTransactionReceiptAsync(
        Hash32 hash, CancellationToken cancellation = default) =>
        AskAsync(
            new JsonRpcRequest("eth_getTransactionReceipt", hash.ToString()),
            OrNull(JsonRpcReader.Receipt),
            cancellation);

    /// <summary>eth_getTransactionByHash, null if the node doesn't know it.</summary>
    public Task<TransactionInfo?> GetTransactionAsync(Hash32 hash, CancellationToken cancellation = default) =>
        AskAsync(
            new JsonRpcRequest("eth_getTransactionByHash", hash.ToString()),
            OrNull(JsonRpcReader.Transaction),
            cancellation);

    /// <summary>eth_getLogs over blocks, both ends included.</summary>
    public Task<IReadOnlyList<LogEntry>> GetLogsAsync(
        LogFilter filter, ulong fromBlock, ulong toBlock, CancellationToken cancellation = default)
    {
        JsonObject json = ToJson(filter);
        json["fromBlock"] = Hex.Quantity(fromBlock);
        json["toBlock"] = Hex.Quantity(toBlock);
        return AskAsync(new JsonRpcRequest("eth_getLogs", json), ToLogs, cancellation);
    }

    /// <summary>eth_getLogs of one block by its hash (EIP-234); an error if the block isn't canonical any
    /// more.</summary>
    public Task<IReadOnlyList<LogEntry>> GetLogsAsync(
        LogFilter filter, Hash32 blockHash, CancellationToken cancellation = default)
    {
        JsonObject json = ToJson(filter);
        json["blockHash"] = blockHash.ToString();
        return AskAsync(new JsonRpcRequest("eth_getLogs", json), ToLogs, cancellation);
    }

    private static JsonRpcRequest BlockRequest(BlockTag block) => new("eth_getBlockByNumber", block.Text, false);

    private static JsonObject ToJson(CallRequest call)
    {
        var json = new JsonObject { ["input"] = Hex.Encode(call.Data.Span) };
        AddIf(json, "from", call.From?.ToString());
        AddIf(json, "to", call.To?.ToString());
        AddIf(json, "value", call.Value.IsZero ? null : Hex.Quantity(call.Value));
        AddIf(json, "gas", call.Gas is ulong gas ? Hex.Quantity(gas) : null);
        return json;
    }

    private static JsonObject ToJson(LogFilter filter)
    {
        var json = new JsonObject();
        if (filter.Addresses.Count > 0)
        {
            json["address"] = new JsonArray([.. filter.Addresses.Select(address => (JsonNode)address.ToString())]);
        }

        json["topics"] = new JsonArray([.. filter.Topics.Select(anyOf => anyOf.Count == 0
            ? null
            : new JsonArray([.. anyOf.Select(topic => (JsonNode)topic.ToString())]))]);
        return json;
    }

    private static void AddIf(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static ulong ToUInt64(JsonElement answer) => Hex.ParseUInt64(answer.GetString());

    private static BigInteger ToQuantity(JsonElement answer) => Hex.ParseQuantity(answer.GetString());

    private static byte[] ToBytes(JsonElement answer) => Hex.Decode(answer.GetString());

    private static IReadOnlyList<LogEntry> ToLogs(JsonElement answer) =>
        [.. answer.EnumerateArray().Select(JsonRpcReader.Log)];

    private static Func<JsonElement, T?> OrNull<T>(Func<JsonElement, T> read)
        where T : class =>
        answer => answer.ValueKind == JsonValueKind.Null ? null : read(answer);

    private static T Read<T>(string method, JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            throw new JsonRpcTransportException(
                $"{method}: an answer of another shape: {exception.Message}", exception);
        }
    }

    private async Task<T> AskAsync<T>(
        JsonRpcRequest request, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        JsonElement answer = await rpc.SendAsync(request, cancellation).ConfigureAwait(false);
        return Read(request.Method, answer, read);
    }
}
