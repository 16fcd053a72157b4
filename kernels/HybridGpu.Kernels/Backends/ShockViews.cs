using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary><see cref="ShockTable"/> on a device, and which rows are bad.</summary>
internal struct ShockViews
{
    public int RowCount;
    public int ScenarioCount;
    public ArrayView<double> SpotFactor;
    public ArrayView<double> VolFactor;
    public ArrayView<double> VolFloor;
    public ArrayView<double> TimeShiftYears;
    public ArrayView<double> Weight;
    public ArrayView<int> RowBad;
}
