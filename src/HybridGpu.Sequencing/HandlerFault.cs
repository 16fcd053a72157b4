using System;

namespace HybridGpu.Sequencing;

/// <summary>The report of a handler that threw.</summary>
/// <param name="Consumer">The name of the consumer.</param>
/// <param name="Sequence">The event it threw on; outside of events, the next one it would have handled.</param>
/// <param name="Exception">What it threw.</param>
/// <param name="Policy">What was done about it: the pipeline halted, or the event was skipped.</param>
public sealed record HandlerFault(string Consumer, long Sequence, Exception Exception, ExceptionPolicy Policy);
