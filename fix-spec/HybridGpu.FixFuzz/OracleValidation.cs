using System;
using System.Collections.Generic;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>Whether a message is as the dictionary says, with lists and sets instead of bits.</summary>
/// <remarks>
/// It says yes or no and not which fault comes first: that the engine says the right one is what the conformance
/// scripts check. Thread: one.
/// </remarks>
/// <param name="spec">The dictionary.</param>
internal sealed class OracleValidation(Spec spec)
{
    private const int FirstUserDefinedTag = 5000;

    private readonly List<OracleField> _known = [];
    private readonly Stack<HashSet<int>> _sets = new();

    /// <summary>Judges.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fields">Its fields, by <see cref="OracleFields"/>.</param>
    /// <param name="rejectsUserDefined">Whether an unknown tag from 5000 up is a fault.</param>
    public bool Accepts(ReadOnlySpan<byte> message, List<OracleField> fields, bool rejectsUserDefined)
    {
        if (fields.Count < 3 || fields[2].Tag != 35
            || !spec.MessagesByType.TryGetValue(
                Encoding.Latin1.GetString(fields[2].In(message)), out SpecMessage? type))
        {
            return false;
        }

        _known.Clear();
        foreach (OracleField field in fields)
        {
            if (spec.Fields.TryGetValue(field.Tag, out SpecField? known))
            {
                if (!OracleFormat.Accepts(known, field.In(message)))
                {
                    return false;
                }

                _known.Add(field);
            }
            else if (field.Tag < FirstUserDefinedTag || rejectsUserDefined)
            {
                return false;
            }
        }

        return AreSectionsRight(message, type);
    }

    private bool AreSectionsRight(ReadOnlySpan<byte> message, SpecMessage type)
    {
        int bodyStart = _known.FindIndex(field => !spec.HeaderTags.Contains(field.Tag));
        int bodyEnd = _known.FindIndex(Math.Max(0, bodyStart), field => spec.TrailerTags.Contains(field.Tag));
        if (bodyStart < 0 || bodyEnd < 0)
        {
            // CheckSum is required, so there is a trailer.
            return false;
        }

        return IsFlat(0, bodyStart, spec.Header) && IsFlat(bodyEnd, _known.Count, spec.Trailer)
            && IsLevel(message, bodyStart, bodyEnd, type.Body, isEntry: false) == bodyEnd;
    }

    private bool IsFlat(int from, int to, SpecUse[] uses)
    {
        HashSet<int> seen = Rent();
        bool isRight = true;
        for (int index = from; index < to; index++)
        {
            isRight &= Find(uses, _known[index].Tag) >= 0 && seen.Add(_known[index].Tag);
        }

        isRight &= HasRequired(uses, seen);
        _sets.Push(seen);
        return isRight;
    }

    /// <summary>Reads a body or one entry of a group.</summary>
    /// <returns>The field after it, or -1 when it is not as it should be.</returns>
    private int IsLevel(ReadOnlySpan<byte> message, int from, int to, SpecUse[] uses, bool isEntry)
    {
        HashSet<int> seen = Rent();
        int index = from;
        int last = -1;
        while (index < to)
        {
            OracleField field = _known[index];
            int order = Find(uses, field.Tag);
            if (order < 0 || (isEntry && order == 0 && index > from))
            {
                // Not of this level: the level above may know it, or it is the next entry.
                break;
            }

            if (!seen.Add(field.Tag) || (isEntry && order < last))
            {
                index = -1;
                break;
            }

            last = order;
            index++;
            if (uses[order].Entry is { } entry)
            {
                index = IsGroup(message, index, to, entry, field);
                if (index < 0)
                {
                    break;
                }
            }
        }

        if (!HasRequired(uses, seen))
        {
            index = -1;
        }

        _sets.Push(seen);
        return index;
    }

    private int IsGroup(ReadOnlySpan<byte> message, int from, int to, SpecUse[] entry, OracleField counter)
    {
        OracleFormat.TryInteger(counter.In(message), out Int128 declared);
        int index = from;
        Int128 count = 0;
        while (index < to && _known[index].Tag == entry[0].Field.Tag)
        {
            index = IsLevel(message, index, to, entry, isEntry: true);
            if (index < 0)
            {
                return -1;
            }

            count++;
        }

        // A field of the entry without its first one belongs to nobody.
        bool isStray = index < to && Find(entry, _known[index].Tag) >= 0;
        return count == declared && !isStray ? index : -1;
    }

    private static int Find(SpecUse[] uses, int tag)
    {
        for (int order = 0; order < uses.Length; order++)
        {
            if (uses[order].Field.Tag == tag)
            {
                return order;
            }
        }

        return -1;
    }

    private static bool HasRequired(SpecUse[] uses, HashSet<int> seen)
    {
        foreach (SpecUse use in uses)
        {
            if (use.Required && !seen.Contains(use.Field.Tag))
            {
                return false;
            }
        }

        return true;
    }

    private HashSet<int> Rent()
    {
        HashSet<int> set = _sets.Count > 0 ? _sets.Pop() : [];
        set.Clear();
        return set;
    }
}
