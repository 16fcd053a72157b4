using System;
using System.Buffers;
using HybridGpu.Domain.Risk;
using HybridGpu.Engine;

namespace HybridGpu.Venue;

/// <summary>Writes an engine's whole state.</summary>
/// <param name="engine">The engine, at rest between two commands.</param>
/// <param name="into">Where to.</param>
public delegate void EngineImageWriter(VenueEngine engine, IBufferWriter<byte> into);

/// <summary>Makes a new engine what another was.</summary>
/// <param name="engine">An engine that has applied nothing.</param>
/// <param name="image">What was written.</param>
/// <param name="arrays">The risk arrays that were current then, which the engine now holds; null before the first
/// epoch.</param>
public delegate void EngineImageReader(VenueEngine engine, ReadOnlySpan<byte> image, RiskArrays? arrays);

/// <summary>How the engine's state goes into a snapshot and comes back.</summary>
/// <remarks>After <paramref name="Read"/> the engine must have the sequence, the event count and the state hash that it
/// had at <paramref name="Write"/>; the venue checks all three. Events that it emits meanwhile reach nobody. The image
/// carries its own version: a build that doesn't know it throws <see cref="System.IO.InvalidDataException"/>.</remarks>
/// <param name="Write">Writes.</param>
/// <param name="Read">Reads.</param>
public sealed record EngineImage(EngineImageWriter Write, EngineImageReader Read);
