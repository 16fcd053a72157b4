using System;

namespace HybridGpu.Venue;

/// <summary>What a replay took and went through; unlike <see cref="ReplayReport"/> not the same each time.</summary>
/// <param name="Applying">Wall time from the first read to the last command applied: reading and checking frames,
/// recomputing risk arrays, the engine, the venue's own consumer of events.</param>
/// <param name="InAll">Wall time with what comes before and behind: tables are allocated, conservation and the
/// journal's end are checked.</param>
/// <param name="Bytes">Bytes of the commands applied and their payloads; headers of frames and padding not in
/// it.</param>
/// <param name="Statistics">What happened, counted from the events.</param>
public sealed record ReplayMeasure(TimeSpan Applying, TimeSpan InAll, long Bytes, VenueStatistics Statistics);
