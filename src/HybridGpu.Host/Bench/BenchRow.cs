namespace HybridGpu.Host.Bench;

/// <summary>One measured case: its figures by name, in the order in which they are printed.</summary>
/// <remarks>Values are integers, floating-point numbers or text; names are snake_case and carry their unit.</remarks>
internal sealed class BenchRow
{
    private readonly List<KeyValuePair<string, object>> _fields = [];

    /// <summary>Names and values, as added.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Fields => _fields;

    /// <summary>Adds one figure.</summary>
    /// <returns>This row.</returns>
    public BenchRow With(string name, object value)
    {
        _fields.Add(new KeyValuePair<string, object>(name, value));
        return this;
    }
}
