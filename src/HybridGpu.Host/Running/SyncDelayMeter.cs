namespace HybridGpu.Host.Running;

/// <summary>The delays that the sync buffer is built on: of each part the longest of the last hour.</summary>
/// <remarks>A longer delay counts at once, a shorter one only when the hour is over, so that ranges, and with them
/// everybody's margin, don't tremble. Memory: a few numbers for each <see cref="Slot"/>. Thread: one.</remarks>
internal sealed class SyncDelayMeter(TimeProvider time)
{
    /// <summary>The hour moves on by so much at a time.</summary>
    public static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    private const int SlotCount = 13;

    private readonly SyncDelays[] _longest = [.. Enumerable.Repeat(SyncDelays.None, SlotCount)];
    private readonly long _started = time.GetTimestamp();
    private long _slot;

    /// <summary>Of each part the longest of the last hour.</summary>
    public SyncDelays Longest => _longest.Aggregate((one, other) => one.Max(other));

    /// <summary>Takes a measurement.</summary>
    public void Record(SyncDelays delays)
    {
        long slot = time.GetElapsedTime(_started).Ticks / Slot.Ticks;
        for (long passed = Math.Max(_slot + 1, slot - SlotCount + 1); passed <= slot; passed++)
        {
            _longest[passed % SlotCount] = SyncDelays.None;
        }

        _slot = slot;
        _longest[slot % SlotCount] = _longest[slot % SlotCount].Max(delays);
    }
}
