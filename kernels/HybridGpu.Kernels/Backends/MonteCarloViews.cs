using HybridGpu.Kernels.MonteCarlo;
using ILGPU;

namespace HybridGpu.Kernels.Backends;

/// <summary>A Monte Carlo model and its scenarios on a device.</summary>
internal struct MonteCarloViews
{
    public int ScenarioCount;
    public int UnderlyingCount;
    public DrawLayout Layout;
    public uint Key0;
    public uint Key1;
    public double JumpProbability;
    public ArrayView<uint> Scenario;
    public ArrayView<double> Draws;
    public ArrayView<double> Cholesky;
    public ArrayView<double> Deviation;
    public ArrayView<double> Drift;
    public ArrayView<double> JumpMean;
    public ArrayView<double> JumpDeviation;
    public ArrayView<int> RowUnderlying;
    public ArrayView<double> RowVolDeviation;
    public ArrayView<double> SpotFactor;
    public ArrayView<double> VolFactor;
}
