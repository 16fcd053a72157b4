namespace HybridGpu.Venue;

/// <summary>How the engine's state goes into a snapshot and comes back.</summary>
/// <remarks>After <paramref name="Read"/> the engine must have the sequence, the event count and the state hash that it
/// had at <paramref name="Write"/>; the venue checks all three. Events that it emits meanwhile reach nobody. The image
/// carries its own version: a build that doesn't know it throws <see cref="System.IO.InvalidDataException"/>.</remarks>
/// <param name="Write">Writes.</param>
/// <param name="Read">Reads.</param>
public sealed record EngineImage(EngineImageWriter Write, EngineImageReader Read)
{
    /// <summary>The engine's own image.</summary>
    public static readonly EngineImage OfEngine = new(
        (engine, into) => engine.WriteImage(into),
        (engine, image, arrays) => engine.ReadImage(image, arrays));
}
