using System;
using System.Collections.Generic;

namespace HybridGpu.Fix.Sessions;

/// <summary>
/// Messages whose numbers are not due yet, kept while a gap is being filled. Bounded in count and bytes.
/// </summary>
/// <remarks>
/// At the bound a message is refused; its number is missed later and asked for again, so nothing is lost.
/// Memory: taken at the first gap, kept for the next. Thread: the session's inbound owner.
/// </remarks>
internal sealed class EarlyMessages(int messageLimit, int byteLimit)
{
    private readonly Dictionary<long, (int Offset, int Length)> _places = [];
    private byte[] _bytes = [];
    private int _used;

    /// <summary>How many messages wait.</summary>
    public int Count => _places.Count;

    /// <summary>The bytes that places refer to.</summary>
    public byte[] Buffer => _bytes;

    /// <summary>Keeps a copy.</summary>
    /// <param name="msgSeqNum">Its number; one that waits already is left as it is.</param>
    /// <param name="message">The whole message.</param>
    /// <returns>False at the bound.</returns>
    public bool TryAdd(long msgSeqNum, ReadOnlySpan<byte> message)
    {
        if (_places.ContainsKey(msgSeqNum))
        {
            return true;
        }

        if (_places.Count >= messageLimit || _used + message.Length > byteLimit)
        {
            return false;
        }

        if (_used + message.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(byteLimit, Math.Max(2 * _bytes.Length, _used + message.Length + 16384)));
        }

        message.CopyTo(_bytes.AsSpan(_used));
        _places.Add(msgSeqNum, (_used, message.Length));
        _used += message.Length;
        return true;
    }

    /// <summary>Takes a message whose number is due; its bytes stay until the next <see cref="TryAdd"/>.</summary>
    /// <param name="msgSeqNum">The number.</param>
    /// <param name="offset">Where in <see cref="Buffer"/> it starts.</param>
    /// <param name="length">Its length.</param>
    /// <returns>Whether it waits here.</returns>
    public bool TryTake(long msgSeqNum, out int offset, out int length)
    {
        offset = 0;
        length = 0;
        if (_places.Count == 0 || !_places.Remove(msgSeqNum, out (int Offset, int Length) place))
        {
            return false;
        }

        (offset, length) = place;
        if (_places.Count == 0)
        {
            _used = 0;
        }

        return true;
    }

    /// <summary>Forgets messages whose numbers are over: the one that is due now, or what a gap fill stepped
    /// over.</summary>
    /// <remarks>Cost: the smaller of the numbers stepped over and the messages that wait.</remarks>
    /// <param name="from">The number expected before.</param>
    /// <param name="to">The number expected next; numbers below it are over.</param>
    public void DropBetween(long from, long to)
    {
        if (_places.Count == 0)
        {
            return;
        }

        if (to - from <= _places.Count)
        {
            for (long number = from; number < to; number++)
            {
                _places.Remove(number);
            }
        }
        else
        {
            foreach (long key in _places.Keys)
            {
                if (key < to)
                {
                    // Removing while enumerating is defined for Dictionary.Remove.
                    _places.Remove(key);
                }
            }
        }

        if (_places.Count == 0)
        {
            _used = 0;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _places.Clear();
        _used = 0;
    }
}
