using System.Text.Json.Nodes;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>A method and its parameters.</summary>
/// <param name="Method">Such as eth_chainId.</param>
/// <param name="Parameters">Positional parameters.</param>
public sealed record JsonRpcRequest(string Method, params JsonNode?[] Parameters);
