using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Settlement.Batches;

namespace HybridGpu.Settlement.Chain;

/// <summary>Where a venue's sealed batches are, numbered from 1 without a gap.</summary>
/// <remarks>Thread: any.</remarks>
public interface IBatchSource
{
    /// <summary>The highest number there is; 0 for none. It never goes down.</summary>
    public ulong LastBatch { get; }

    /// <summary>A batch.</summary>
    /// <param name="number">From 1 to <see cref="LastBatch"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The batch, the same each time.</returns>
    public ValueTask<SettlementBatch> GetAsync(ulong number, CancellationToken cancellation);
}
