using System.Threading;
using HybridGpu.Domain;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Risk;

/// <summary>The terms of every instrument ever listed, by id.</summary>
/// <remarks>Append-only, so readers need no lock: a spec is written before the count that reveals it. Thread: one
/// writer, any number of readers.</remarks>
public sealed class InstrumentCatalog
{
    private readonly InstrumentSpec[] _specs;
    private int _count;

    /// <summary>An empty catalogue.</summary>
    public InstrumentCatalog(RiskLimits limits)
    {
        _specs = new InstrumentSpec[limits.Checked().InstrumentCapacity];
    }

    /// <summary>Instruments listed so far; their ids are 0 to one below this.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Most instruments.</summary>
    public int Capacity => _specs.Length;

    /// <summary>Takes a newly listed instrument in.</summary>
    /// <returns>False when the catalogue is full, the id leaves a gap, or a known id comes with other terms: the
    /// instrument is then not priced. True for a repeat, which changes nothing.</returns>
    public bool TryAdd(in InstrumentSpec spec)
    {
        uint id = spec.Id.Value;
        if (id < (uint)_count)
        {
            return _specs[id] == spec;
        }

        if (id != (uint)_count || id >= (uint)_specs.Length)
        {
            return false;
        }

        _specs[id] = spec;
        Volatile.Write(ref _count, _count + 1);
        return true;
    }

    /// <summary>Terms of a listed instrument.</summary>
    public bool TryGet(InstrumentId instrument, out InstrumentSpec spec)
    {
        if (instrument.Value >= (uint)Count)
        {
            spec = default;
            return false;
        }

        spec = _specs[instrument.Value];
        return true;
    }

    /// <summary>Terms of a listed instrument without the copy. Hot path.</summary>
    internal ref readonly InstrumentSpec At(InstrumentId instrument) => ref _specs[instrument.Value];
}
