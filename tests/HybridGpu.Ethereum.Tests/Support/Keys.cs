using HybridGpu.Ethereum.Signing;

namespace HybridGpu.Ethereum.Tests.Support;

/// <summary>The public development keys of local test nodes: worthless anywhere else.</summary>
internal static class Keys
{
    public const string FirstHex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    public static readonly EthereumKey First = EthereumKey.Parse(FirstHex);
}
