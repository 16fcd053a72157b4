using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>Calls of a contract's views, several in one request.</summary>
/// <param name="client">The node.</param>
/// <param name="address">The contract.</param>
/// <param name="abi">Its interface.</param>
internal sealed class ContractView(EthereumClient client, Address address, AbiContract abi)
{
    /// <summary>One call at the newest block.</summary>
    public async Task<object[]> CallAsync(
        string function, CancellationToken cancellation, params IReadOnlyList<object> arguments)
    {
        IReadOnlyList<object[]> results =
            await CallAsync([(function, arguments)], cancellation).ConfigureAwait(false);
        return results[0];
    }

    /// <summary>Several calls in one request, not necessarily at the same block.</summary>
    public async Task<IReadOnlyList<object[]>> CallAsync(
        IReadOnlyList<(string Function, IReadOnlyList<object> Arguments)> calls, CancellationToken cancellation)
    {
        JsonRpcRequest[] requests = [.. calls.Select(call => new JsonRpcRequest(
            "eth_call",
            new JsonObject
            {
                ["to"] = address.ToString(),
                ["input"] = Hex.Encode(abi.Function(call.Function).EncodeCall(call.Arguments)),
            },
            BlockTag.Latest.Text))];
        IReadOnlyList<JsonRpcResult> results =
            await client.Rpc.SendBatchAsync(requests, cancellation).ConfigureAwait(false);
        return [.. results.Select((result, i) => Decode(calls[i].Function, result))];
    }

    /// <summary>The call's data.</summary>
    public byte[] Encode(string function, params IReadOnlyList<object> arguments) =>
        abi.Function(function).EncodeCall(arguments);

    private object[] Decode(string function, JsonRpcResult result)
    {
        try
        {
            return abi.Function(function).DecodeOutputs(Hex.Decode(result.Value().GetString()));
        }
        catch (FormatException exception)
        {
            throw new ChainException($"there is no contract at {address} that answers {function}", exception);
        }
    }
}
