using System.IO;

namespace HybridGpu.Contracts;

/// <summary>The contracts that this assembly carries.</summary>
/// <remarks>Read once, on first use. Thread: any.</remarks>
public static class Artifacts
{
    /// <summary>Batches, queue and owners; the constructor takes operator, genesis root, window in seconds and in
    /// blocks.</summary>
    public static ContractArtifact Rollup { get; } = Read(nameof(Rollup));

    /// <summary>Collateral; the constructor takes rollup and token. Links to PoseidonT3.</summary>
    public static ContractArtifact Vault { get; } = Read(nameof(Vault));

    /// <summary>Poseidon with two inputs, a library that others link to.</summary>
    public static ContractArtifact PoseidonT3 { get; } = Read(nameof(PoseidonT3));

    /// <summary>A dollar for development chains; its deployer mints.</summary>
    public static ContractArtifact TestUsd { get; } = Read(nameof(TestUsd));

    /// <summary>The libraries from outside, for comparison. Links to PoseidonT3.</summary>
    public static ContractArtifact TransitionHarness { get; } = Read(nameof(TransitionHarness));

    /// <summary>Whether this assembly carries them: it doesn't when it was built without Node.js.</summary>
    public static bool AreBuilt =>
        typeof(Artifacts).Assembly.GetManifestResourceInfo(nameof(Rollup) + ".json") is not null;

    private static ContractArtifact Read(string name)
    {
        using Stream? json = typeof(Artifacts).Assembly.GetManifestResourceStream(name + ".json");
        return json is null
            ? throw new InvalidDataException($"The assembly carries no artifact of {name}.")
            : ContractArtifact.Read(json);
    }
}
