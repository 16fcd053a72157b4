namespace HybridGpu.Fix.Dictionary;

/// <summary>One message type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Body">Its body's fields.</param>
internal sealed record MessageDefinition(string Name, FieldLevel Body);
