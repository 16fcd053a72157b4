using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>Damages a message's structure, so that with its checksum repaired it gets deep into the engine.</summary>
/// <remarks>Thread: one.</remarks>
/// <param name="spec">The dictionary.</param>
/// <param name="random">What it draws from.</param>
internal sealed class DraftMutator(Spec spec, FuzzRandom random)
{
    /// <summary>Values at which number readers end: widths, signs, digits, scales.</summary>
    private static readonly byte[][] Bounds =
    [
        .. new[]
        {
            string.Empty, "0", "-0", "-1", "1", "00", "0000000000000000000000001", "127", "128", "255", "256", "65535",
            "65536", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296",
            "999999999999999998", "999999999999999999", "1000000000000000000", "-999999999999999999",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
            "99999999999999999999999999999999999999", "1e5", "+1", " 1", "1 ", "1.", ".5", ".", "-", "-.", "1..2",
            "0.000000000000000001", "0.0000000000000000001", "922337203685477580.7", "922337203685477580.8", "NaN",
            "Y", "N", "y", "A", "4", "5", "2 6", "6 G", "6  G", " 6", "20260302-09:30:60", "20260230-09:30:00",
            "22611231-23:59:59.999999999", "22620101-00:00:00", "19691231-23:59:59", "20260302-09:30:00.0000000000",
            "20260302-24:00:00", "20260302-9:30:00", "00010101-00:00:00", "99991231-23:59:59.999",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[][] OddTags =
    [
        .. new[]
        {
            string.Empty, "0", "-1", "055", "+55", "5 5", "x", "4999", "5000", "19999", "29999", "65535", "65536",
            "999999999", "1000000000", "4294967351", "99999999999999999999", "10", "8", "9", "35", "34", "43", "122",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private readonly List<DraftField> _moved = [];
    private readonly byte[][] _tags = [.. spec.Tags.Select(tag =>
        Encoding.ASCII.GetBytes(tag.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>Applies one to three faults.</summary>
    /// <param name="draft">The message.</param>
    public void Mutate(Draft draft)
    {
        for (int count = 1 + random.Below(3); count > 0 && draft.Fields.Count > 0; count--)
        {
            MutateOnce(draft);
        }
    }

    private void MutateOnce(Draft draft)
    {
        // The header is five of some ten fields: most faults go to the body, or little gets past the header.
        int from = draft.Fields.Count > 5 && !random.OneIn(8) ? 5 : 0;
        int at = from + random.Below(draft.Fields.Count - from);
        switch (random.Below(12))
        {
            case 0:
                draft.Fields.RemoveAt(at);
                break;
            case 1:
                draft.Fields.Insert(random.Below(draft.Fields.Count + 1), draft.Fields[at]);
                break;
            case 2:
                Swap(draft.Fields, at, from + random.Below(draft.Fields.Count - from));
                break;
            case 3:
                draft.SetTag(at, random.OneIn(2) ? random.Pick<byte[]>(OddTags) : random.Pick<byte[]>(_tags));
                break;
            case 4 or 5:
                draft.SetValue(at, random.Pick<byte[]>(Bounds));
                break;
            case 6:
                ChangeCount(draft);
                break;
            case 7:
                RepeatRange(draft, at);
                break;
            case 8:
                Garble(draft, at);
                break;
            case 9:
                draft.Add(random.Pick<int>(spec.Tags), random.Pick<byte[]>(Bounds));
                MoveLast(draft, from);
                break;
            case 10:
                draft.Fields.Reverse(at, Math.Min(random.Below(6), draft.Fields.Count - at));
                break;
            default:
                Lengthen(draft, at);
                break;
        }
    }

    private static void Swap(List<DraftField> fields, int one, int other) =>
        (fields[one], fields[other]) = (fields[other], fields[one]);

    /// <summary>A group's counter, or a data field's length, says something else.</summary>
    private void ChangeCount(Draft draft)
    {
        int start = random.Below(draft.Fields.Count);
        for (int step = 0; step < draft.Fields.Count; step++)
        {
            int at = (start + step) % draft.Fields.Count;
            if (System.Buffers.Text.Utf8Parser.TryParse(draft.Tag(at), out int tag, out _)
                && spec.Fields.TryGetValue(tag, out SpecField? field) && field.Type is "NUMINGROUP" or "LENGTH")
            {
                byte[] value = random.OneIn(2)
                    ? Encoding.ASCII.GetBytes(random.Below(40).ToString(CultureInfo.InvariantCulture))
                    : random.Pick<byte[]>(Bounds);
                draft.SetValue(at, value);
                return;
            }
        }
    }

    /// <summary>Some fields come again, a few times: entries that nobody counted, or the whole body.</summary>
    private void RepeatRange(Draft draft, int at)
    {
        int count = 1 + random.Below(Math.Min(8, draft.Fields.Count - at));
        _moved.Clear();
        _moved.AddRange(draft.Fields.GetRange(at, count));
        for (int times = random.OneIn(16) ? random.Below(60) : 1 + random.Below(2); times > 0; times--)
        {
            draft.Fields.InsertRange(at, _moved);
        }
    }

    /// <summary>Bytes that text should not have; no separator, which would be two fields.</summary>
    private void Garble(Draft draft, int at)
    {
        Span<byte> value = draft.Value(at);
        if (value.Length > 0)
        {
            value[random.Below(value.Length)] = random.Pick("\0=|\n\r\u007f 8.-0"u8);
        }
    }

    private void Lengthen(Draft draft, int at)
    {
        byte[] value = new byte[random.OneIn(16) ? random.Below(6_000) : random.Below(300)];
        Array.Fill(value, random.Pick("0 9A=.-"u8));
        draft.SetValue(at, value);
    }

    private void MoveLast(Draft draft, int from)
    {
        DraftField last = draft.Fields[^1];
        draft.Fields.RemoveAt(draft.Fields.Count - 1);
        draft.Fields.Insert(Math.Min(draft.Fields.Count, from + random.Below(draft.Fields.Count - from + 1)), last);
    }
}
