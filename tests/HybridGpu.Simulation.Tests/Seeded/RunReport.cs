using System.Globalization;

namespace HybridGpu.Simulation.Tests.Seeded;

/// <summary>What happened in a run, or in many.</summary>
internal sealed class RunReport
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long this[string what] => _counts.GetValueOrDefault(what);

    public void Count(string what, long by = 1) => _counts[what] = this[what] + by;

    public void Add(RunReport other)
    {
        foreach ((string what, long count) in other._counts)
        {
            Count(what, count);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ", _counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
}
