namespace HybridGpu.Ethereum.Signing;

/// <summary>A member of an EIP-712 struct.</summary>
/// <param name="Type">An elementary type, a struct's name, or an array of either.</param>
/// <param name="Name">The member's name.</param>
public sealed record TypedDataMember(string Type, string Name);
