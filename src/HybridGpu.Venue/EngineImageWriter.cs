using System.Buffers;
using HybridGpu.Engine;

namespace HybridGpu.Venue;

/// <summary>Writes an engine's whole state.</summary>
/// <param name="engine">The engine, at rest between two commands.</param>
/// <param name="into">Where to.</param>
public delegate void EngineImageWriter(VenueEngine engine, IBufferWriter<byte> into);
