using System;

namespace HybridGpu.Gateway.Access;

/// <summary>A key that a client may sign its Logon with.</summary>
/// <param name="Id">Its name, Username(553) of a Logon.</param>
/// <param name="PublicKey">Ed25519 public key, 32 bytes.</param>
public sealed record LogonKey(string Id, ReadOnlyMemory<byte> PublicKey);
