using HybridGpu.Kernels.Grid;
using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary><see cref="ShockTable"/> and its <see cref="ShockPlan"/> on a device.</summary>
internal struct ShockViews
{
    public int RowCount;
    public int ScenarioCount;
    public ArrayView<double> SpotFactor;
    public ArrayView<double> VolFactor;
    public ArrayView<double> VolFloor;
    public ArrayView<double> TimeShiftYears;
    public ArrayView<double> Weight;
    public ArrayView<double> LogSpot;
    public ArrayView<int> SlotOf;
    public ArrayView<double> SlotVolFactor;
    public ArrayView<double> SlotVolFloor;
    public ArrayView<double> SlotTimeShift;
    public ArrayView<byte> RowFlags;
}
