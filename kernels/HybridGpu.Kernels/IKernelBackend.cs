using System;

namespace HybridGpu.Kernels;

/// <summary>Something that runs the kernels. All give the same bits; they differ in speed only.</summary>
/// <remarks>
/// Errors: wrong shapes (a result too small, a scenario count that differs) throw <see cref="ArgumentException"/>,
/// they are the programmer's; bad market data never throws, it sets a status. Allocation: none once the largest tick
/// has been seen (reference and simd). Thread: one caller at a time per instance.
/// </remarks>
public interface IKernelBackend : IDisposable
{
    /// <summary>The name it is selected by.</summary>
    public string Name { get; }

    /// <summary>The name with what it found: vector width, threads, device.</summary>
    public string Description { get; }

    /// <summary>Why another backend does the work by now than the one chosen; null while that one does.</summary>
    public string? Fallback => null;

    /// <summary>Where the time of the last call went; zeros where there is no device to copy to.</summary>
    public DeviceTimings LastTimings => default;

    /// <summary>Marks and cells of every contract: each repriced under each scenario of its row; Greeks too, where a
    /// place for them is given.</summary>
    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null);

    /// <summary>Greeks of every contract, per lot.</summary>
    public void Greeks(ContractColumns contracts, GreekColumns result);

    /// <summary>Every netting set's value and worst scenarios, in integers.</summary>
    /// <remarks>
    /// The caller guarantees Σ|quantity|·max|cell| &lt; 2^62 and Σ|quantity·mark| &lt; 2^62 per set, and that no
    /// position is in a contract whose status is <see cref="ContractStatus.BadInput"/>. The grid has 64 scenarios. A
    /// backend that still has the grid on its device takes it from there.
    /// </remarks>
    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result);
}
