using System;
using System.Diagnostics.CodeAnalysis;

namespace HybridGpu.Kernels.Backends;

/// <summary>A device while it lasts, then vectors and threads: the call that met the loss is done again at once.
/// </summary>
/// <remarks>The bits are the same, so nobody downstream can tell but by the time it takes. There is no way back: a card
/// that failed is looked at by a person before it is trusted again, and a restart takes it up.</remarks>
internal sealed class FallbackBackend(IKernelBackend device, Func<IKernelBackend> createFallback) : IKernelBackend
{
    private const string AnyFailure =
        "A driver that lost its card throws what it likes; whatever it is, the tick must go on.";

    private IKernelBackend _current = device;

    /// <summary>The one that does the work now.</summary>
    public IKernelBackend Device => _current;

    /// <inheritdoc/>
    public string Name => _current.Name;

    /// <inheritdoc/>
    public string Description => _current.Description;

    /// <inheritdoc/>
    public string? Fallback { get; private set; }

    /// <inheritdoc/>
    public DeviceTimings LastTimings => _current.LastTimings;

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = AnyFailure)]
    public void ScenarioGrid(
        ContractColumns contracts, ShockTable shocks, ScenarioGridResult result, GreekColumns? greeks = null)
    {
        if (Fallback is null)
        {
            try
            {
                _current.ScenarioGrid(contracts, shocks, result, greeks);
                return;
            }
            catch (Exception failure) when (failure is not ArgumentException)
            {
                Lose(failure);
            }
        }

        _current.ScenarioGrid(contracts, shocks, result, greeks);
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = AnyFailure)]
    public void Greeks(ContractColumns contracts, GreekColumns result)
    {
        if (Fallback is null)
        {
            try
            {
                _current.Greeks(contracts, result);
                return;
            }
            catch (Exception failure) when (failure is not ArgumentException)
            {
                Lose(failure);
            }
        }

        _current.Greeks(contracts, result);
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = AnyFailure)]
    public void Margin(PositionColumns positions, ScenarioGridResult grid, MarginResult result)
    {
        if (Fallback is null)
        {
            try
            {
                _current.Margin(positions, grid, result);
                return;
            }
            catch (Exception failure) when (failure is not ArgumentException)
            {
                Lose(failure);
            }
        }

        _current.Margin(positions, grid, result);
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Dispose();

    // Wrong shapes are the caller's fault and come through; anything else that a device throws is its loss.
    private void Lose(Exception failure)
    {
        IKernelBackend lost = _current;
        _current = createFallback();
        Fallback = $"{lost.Description} was lost ({failure.Message}); {_current.Description} goes on.";
        DisposeLost(lost);
    }

    [SuppressMessage(
        "Design", "CA1031:Do not catch general exception types",
        Justification = "A lost device may fail again while its memory is freed; there is nothing left to save.")]
    private static void DisposeLost(IKernelBackend device)
    {
        try
        {
            device.Dispose();
        }
        catch (Exception)
        {
            // Its context is gone, and its memory with it.
        }
    }
}
