using System;
using System.Collections.Generic;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>Cuts a message into fields, plainly. Thread: one.</summary>
/// <param name="spec">The dictionary: which fields are data.</param>
internal sealed class OracleFields(Spec spec)
{
    private const int TagDigitsMax = 9;

    /// <summary>Cuts.</summary>
    /// <param name="message">A whole message.</param>
    /// <param name="fields">Receives the fields; 0 stands for a tag that is no positive number.</param>
    public void Split(ReadOnlySpan<byte> message, List<OracleField> fields)
    {
        fields.Clear();
        int position = 0;
        while (position < message.Length)
        {
            int tagEnd = position + message[position..].IndexOfAny((byte)'=', (byte)1);
            int tag = 0;
            int valueStart = tagEnd;
            if (tagEnd >= position && message[tagEnd] == '=')
            {
                tag = TagOf(message[position..tagEnd]);
                valueStart = tagEnd + 1;
            }

            int valueEnd = ValueEnd(message, valueStart, tag, fields);
            fields.Add(new OracleField(tag, valueStart, valueEnd - valueStart));
            position = valueEnd + 1;
        }
    }

    private static int TagOf(ReadOnlySpan<byte> text)
    {
        bool isNumber = text.Length is > 0 and <= TagDigitsMax && text[0] != '0'
            && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        return isNumber ? int.Parse(Encoding.ASCII.GetString(text), null) : 0;
    }

    private int ValueEnd(ReadOnlySpan<byte> message, int start, int tag, List<OracleField> before)
    {
        if (before.Count > 0 && spec.Fields.TryGetValue(tag, out SpecField? field) && field.LengthTag != 0
            && before[^1].Tag == field.LengthTag
            && OracleFormat.TryInteger(before[^1].In(message), out Int128 length) && length >= 0
            && start + length < message.Length && message[start + (int)length] == 1)
        {
            return start + (int)length;
        }

        int end = message[start..].IndexOf((byte)1);
        return end < 0 ? message.Length : start + end;
    }
}
