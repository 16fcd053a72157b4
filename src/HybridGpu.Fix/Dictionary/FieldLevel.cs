using System.Collections.Generic;

namespace HybridGpu.Fix.Dictionary;

/// <summary>The fields of one level: a message's body, or the entries of a repeating group.</summary>
/// <remarks>Thread: any; immutable once the dictionary is built.</remarks>
internal sealed class FieldLevel
{
    private readonly Dictionary<int, GroupDefinition> _groups = [];
    private readonly byte[] _order = new byte[FieldSet.Capacity];
    private FieldSet _allowed;
    private FieldSet _required;
    private int _count;

    /// <summary>The fields that must be there.</summary>
    public ref readonly FieldSet Required => ref _required;

    /// <summary>Whether a field may be here.</summary>
    /// <param name="ordinal">Its dense number.</param>
    public bool Contains(int ordinal) => _allowed.Contains(ordinal);

    /// <summary>A field's place in the declared order.</summary>
    /// <param name="ordinal">Its dense number.</param>
    public int OrderOf(int ordinal) => _order[ordinal];

    /// <summary>The repeating group that a counter opens here, if any.</summary>
    /// <param name="countTag">The counter's tag.</param>
    public GroupDefinition? GroupOf(int countTag) => _groups.GetValueOrDefault(countTag);

    internal void Add(int ordinal, bool required)
    {
        _allowed.Add(ordinal);
        _order[ordinal] = (byte)_count++;
        if (required)
        {
            _required.Add(ordinal);
        }
    }

    internal void Add(GroupDefinition group) => _groups.Add(group.CountTag, group);
}
