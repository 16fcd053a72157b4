namespace HybridGpu.Fix.Codec;

/// <summary>Walks over the entries of a repeating group in place; generated readers wrap it.</summary>
/// <remarks>
/// An entry runs from its delimiter to the next one, the last to the end of the level above: since no tag stands at two
/// levels, lookups in that range find only what belongs to the entry. Cost: no allocation.
/// </remarks>
public struct GroupCursor
{
    private readonly int _delimiterTag;
    private readonly int _end;
    private int _next;

    /// <summary>Finds the group within a range of fields.</summary>
    /// <param name="message">The message.</param>
    /// <param name="countTag">The NumInGroup field.</param>
    /// <param name="delimiterTag">The first field of each entry.</param>
    /// <param name="from">First field of the level above.</param>
    /// <param name="to">Field after its last.</param>
    public GroupCursor(FixMessage message, int countTag, int delimiterTag, int from, int to)
    {
        Message = message;
        _delimiterTag = delimiterTag;
        _end = to;
        int countIndex = message.IndexOf(countTag, from, to);
        Count = countIndex >= 0 && FixInteger.TryParse(message.ValueAt(countIndex), out long count) ? (int)count : 0;

        // Not simply the field after the counter: a user-defined tag that is ignored may stand between.
        int first = Count > 0 ? message.IndexOf(delimiterTag, countIndex + 1, to) : -1;
        _next = first < 0 ? to : first;
    }

    /// <summary>The message.</summary>
    public FixMessage Message { get; }

    /// <summary>How many entries the message declares. Validation has checked that as many are there.</summary>
    public int Count { get; }

    /// <summary>First field of the present entry.</summary>
    public int From { get; private set; }

    /// <summary>Field after the last of the present entry.</summary>
    public int To { get; private set; }

    /// <summary>Steps to the next entry.</summary>
    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        From = _next;
        int found = Message.IndexOf(_delimiterTag, From + 1, _end);
        To = found < 0 ? _end : found;
        _next = To;
        return true;
    }
}
