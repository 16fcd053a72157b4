using System;

namespace HybridGpu.Fix.Store;

/// <summary>
/// Where outbound messages stand in a segment: every 32nd exactly, the others by walking on from there.
/// </summary>
/// <remarks>Memory: 0.25 bytes a message. Grows by doubling, rarely.</remarks>
internal sealed class SequenceIndex
{
    private const int Stride = 32;

    private const int LeastLength = 4096;

    private long[] _offsets = new long[LeastLength];
    private long _firstSeqNum = 1;
    private long _count;

    /// <summary>Forgets everything; the next message has the number given.</summary>
    /// <param name="nextSeqNum">The next number.</param>
    public void Clear(long nextSeqNum)
    {
        _firstSeqNum = nextSeqNum;
        _count = 0;
    }

    /// <summary>The number of the first message, or of the next one where there is none.</summary>
    public long FirstSeqNum => _firstSeqNum;

    /// <summary>Gives back the room for messages that will not come: the segment has ended.</summary>
    public void Trim() => Array.Resize(ref _offsets, (int)((_count + Stride - 1) / Stride));

    /// <summary>Adds the next message.</summary>
    /// <param name="msgSeqNum">Its number.</param>
    /// <param name="offset">Where it stands.</param>
    public void Add(long msgSeqNum, long offset)
    {
        System.Diagnostics.Debug.Assert(msgSeqNum == _firstSeqNum + _count, "Numbers are consecutive.");
        if (_count % Stride == 0)
        {
            int slot = (int)(_count / Stride);
            if (slot == _offsets.Length)
            {
                Array.Resize(ref _offsets, Math.Max(LeastLength, 2 * _offsets.Length));
            }

            _offsets[slot] = offset;
        }

        _count++;
    }

    /// <summary>The nearest place at or before a message.</summary>
    /// <param name="msgSeqNum">The number wanted.</param>
    /// <param name="offset">An outbound record at or before it.</param>
    /// <returns>False when the number is not in the segment.</returns>
    public bool TryFind(long msgSeqNum, out long offset)
    {
        long position = msgSeqNum - _firstSeqNum;
        bool found = position >= 0 && position < _count;
        offset = found ? _offsets[(int)(position / Stride)] : 0;
        return found;
    }
}
