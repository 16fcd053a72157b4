using System;

namespace HybridGpu.Engine.Margin;

/// <summary>What an open order can cost its account: in each scenario column min(0, lots x cell + shift).</summary>
/// <param name="cells">The instrument's risk array.</param>
/// <param name="lots">Signed by side.</param>
/// <param name="edgeMicros">Mark minus limit price, in micro-USD per lot: what one lot bought gains at once.</param>
/// <param name="feeMicros">Fee if all of it trades.</param>
internal readonly ref struct OrderExposure(ReadOnlySpan<int> cells, long lots, long edgeMicros, long feeMicros)
{
    public ReadOnlySpan<int> Cells { get; } = cells;

    public long Lots { get; } = lots;

    /// <summary>lots x (cell + edge) - fee is lots x cell + this, also where it wraps.</summary>
    public long ShiftMicros { get; } = (lots * edgeMicros) - feeMicros;
}
