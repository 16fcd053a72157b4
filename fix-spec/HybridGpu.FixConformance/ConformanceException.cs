using System;

namespace HybridGpu.FixConformance;

/// <summary>The acceptor did something else than the script says.</summary>
internal sealed class ConformanceException(string message) : Exception(message);
