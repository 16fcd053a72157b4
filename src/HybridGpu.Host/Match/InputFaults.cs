namespace HybridGpu.Host.Match;

/// <summary>Faults of one input: all are counted, the first ones kept.</summary>
internal sealed class InputFaults
{
    /// <summary>Faults that are kept to be printed.</summary>
    public const int KeptMax = 20;

    private readonly List<InputFault> _kept = [];

    /// <summary>Faults in all.</summary>
    public long Count { get; private set; }

    /// <summary>The first faults.</summary>
    public IReadOnlyList<InputFault> Kept => _kept;

    /// <summary>Adds one.</summary>
    public void Add(InputFault fault)
    {
        Count++;
        if (_kept.Count < KeptMax)
        {
            _kept.Add(fault);
        }
    }
}
