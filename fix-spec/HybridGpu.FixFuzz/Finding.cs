using System;

namespace HybridGpu.FixFuzz;

/// <summary>A message at which something went wrong.</summary>
/// <param name="Index">Its index: with the seed all that is needed to see it again.</param>
/// <param name="Message">The message, readable.</param>
/// <param name="Fault">What went wrong.</param>
internal sealed record Finding(long Index, string Message, Exception Fault);
