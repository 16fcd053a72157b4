using HybridGpu.Host.Commands;

namespace HybridGpu.Host;

/// <summary>The only executable: <c>hybridgpu VERB</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandTree.RunAsync(args);
}
