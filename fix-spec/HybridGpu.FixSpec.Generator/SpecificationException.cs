using System;

namespace HybridGpu.FixSpec.Generator;

/// <summary>The dictionary contradicts itself or uses something the generator does not know.</summary>
internal sealed class SpecificationException(string message) : Exception(message);
