namespace HybridGpu.Ethereum.Keystore;

/// <summary>The cost of trying a password against a new file.</summary>
public sealed record KeystoreSettings
{
    /// <summary>The derivation.</summary>
    public KeystoreKdf Kdf { get; init; } = KeystoreKdf.Scrypt;

    /// <summary>Scrypt's N: a power of two; memory is 128·N·r bytes. 262,144 is what wallets write.</summary>
    public int ScryptN { get; init; } = 262_144;

    /// <summary>Scrypt's r.</summary>
    public int ScryptR { get; init; } = 8;

    /// <summary>Scrypt's p.</summary>
    public int ScryptP { get; init; } = 1;

    /// <summary>PBKDF2's rounds.</summary>
    public int Pbkdf2Iterations { get; init; } = 600_000;
}
