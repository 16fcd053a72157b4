using System.Collections.Generic;

namespace HybridGpu.Risk.Chains;

/// <summary>The options of one expiry, with the forward that their marks imply.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ChainExpiry
{
    internal ChainExpiry(long expiryNs, List<ChainRow> rows)
    {
        ExpiryNs = expiryNs;
        Rows = rows;
        QuotedForwardUsd = ParityForward.MedianQuoted(rows);
        (ForwardUsd, ParityStrikes) = ParityForward.Imply(rows, QuotedForwardUsd);
    }

    /// <summary>Expiry in nanoseconds since the Unix epoch.</summary>
    public long ExpiryNs { get; }

    /// <summary>The forward to price with, USD: implied by put-call parity of the marks, or the file's own when no
    /// strike has both marks.</summary>
    public double ForwardUsd { get; }

    /// <summary>Median of the forwards named in the rows, USD.</summary>
    public double QuotedForwardUsd { get; }

    /// <summary>Strikes whose parity entered <see cref="ForwardUsd"/>; 0 when the quoted forward had to do.</summary>
    public int ParityStrikes { get; }

    /// <summary>Options by strike, calls before puts.</summary>
    public IReadOnlyList<ChainRow> Rows { get; }

    /// <summary>A recorded coin price as the linear contract's price in USD: coin price x forward.</summary>
    public double ToUsd(double coinPrice) => coinPrice * ForwardUsd;
}
