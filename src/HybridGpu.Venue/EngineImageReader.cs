using System;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;

namespace HybridGpu.Venue;

/// <summary>Makes a new engine what another was.</summary>
/// <param name="engine">An engine that has applied nothing.</param>
/// <param name="image">What was written.</param>
/// <param name="arrays">The risk arrays that were current then, which the engine now holds; null before the first
/// epoch.</param>
public delegate void EngineImageReader(VenueEngine engine, ReadOnlySpan<byte> image, RiskArrays? arrays);
