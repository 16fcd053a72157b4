using System;

namespace HybridGpu.Settlement.Chain;

/// <summary>A step of the poster that didn't work out and will be tried again; it doesn't leave the poster.</summary>
/// <param name="state">What the status becomes.</param>
/// <param name="message">What is wrong, in a sentence.</param>
/// <param name="innerException">What showed it, or null.</param>
internal sealed class PosterTroubleException(
    BatchPosterState state, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public BatchPosterState State => state;
}
