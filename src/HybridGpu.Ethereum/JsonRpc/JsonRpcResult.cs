using System.Text.Json;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>One answer of a batch: a result or an error.</summary>
/// <param name="Result">The result; undefined where there is an error.</param>
/// <param name="Error">The error or null.</param>
public sealed record JsonRpcResult(JsonElement Result, JsonRpcException? Error)
{
    /// <summary>The result.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="JsonRpcException">There is an error.</exception>
    public JsonElement Value() => Error is null ? Result : throw Error;
}
