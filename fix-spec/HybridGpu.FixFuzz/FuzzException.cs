using System;

namespace HybridGpu.FixFuzz;

/// <summary>The engine broke a rule, or differs from the oracle.</summary>
/// <param name="message">Which, and how.</param>
internal sealed class FuzzException(string message) : Exception(message);
