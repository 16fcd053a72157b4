namespace HybridGpu.Ethereum.Keystore;

/// <summary>How a password becomes a key.</summary>
public enum KeystoreKdf
{
    /// <summary>RFC 7914: needs memory, and so resists hardware.</summary>
    Scrypt,

    /// <summary>RFC 8018 with HMAC-SHA-256.</summary>
    Pbkdf2,
}
