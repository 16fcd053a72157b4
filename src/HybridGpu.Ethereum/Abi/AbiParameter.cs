namespace HybridGpu.Ethereum.Abi;

/// <summary>A named type: an argument, a result, a struct's member or an event's field.</summary>
/// <param name="Name">May be empty.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsIndexed">For an event's field: whether it is a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool IsIndexed = false);
