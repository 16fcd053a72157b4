using System;
using System.Text;

namespace HybridGpu.FixFuzz;

/// <summary>Makes valid messages of every type of the dictionary. Thread: one.</summary>
/// <param name="spec">The dictionary.</param>
/// <param name="random">What it draws from.</param>
internal sealed class DraftMaker(Spec spec, FuzzRandom random)
{
    private const int EntriesMax = 3;

    private static readonly byte[] Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-. "u8.ToArray();

    private readonly byte[] _text = new byte[64];

    /// <summary>Writes the header that a session expects and a body by the dictionary.</summary>
    /// <param name="draft">Receives the fields.</param>
    /// <param name="message">The type.</param>
    /// <param name="header">Who sends what when.</param>
    public void Make(Draft draft, SpecMessage message, in DraftHeader header)
    {
        draft.Clear();
        draft.Add(35, Encoding.Latin1.GetBytes(message.Type));
        draft.Add(34, header.MsgSeqNum);
        draft.Add(49, header.Sender);
        draft.Add(52, header.SendingTime);
        draft.Add(56, header.Target);
        if (header.PossDup)
        {
            draft.Add(43, "Y"u8);
            draft.Add(122, header.SendingTime);
        }

        if (random.OneIn(16))
        {
            AddOptional(draft, spec.Header, header);
        }

        foreach (SpecUse use in message.Body)
        {
            AddUse(draft, use, header, 0);
        }

        if (random.OneIn(16))
        {
            AddOptional(draft, spec.Trailer, header);
        }
    }

    private void AddOptional(Draft draft, SpecUse[] uses, in DraftHeader header)
    {
        foreach (SpecUse use in uses)
        {
            if (!use.Required && use.Field.Tag is not (43 or 122) && random.OneIn(3))
            {
                AddField(draft, use.Field, header);
            }
        }
    }

    private void AddUse(Draft draft, SpecUse use, in DraftHeader header, int depth, bool isFirst = false)
    {
        if (!use.Required && !isFirst && !random.OneIn(3))
        {
            return;
        }

        if (use.Entry is null)
        {
            AddField(draft, use.Field, header);
            return;
        }

        int count = random.OneIn(64) ? random.Below(40) : 1 + random.Below(EntriesMax - depth);
        draft.Add(use.Field.Tag, count);
        for (int entry = 0; entry < count; entry++)
        {
            for (int index = 0; index < use.Entry.Length; index++)
            {
                AddUse(draft, use.Entry[index], header, Math.Min(depth + 1, EntriesMax - 1), index == 0);
            }
        }
    }

    private void AddField(Draft draft, SpecField field, in DraftHeader header)
    {
        if (field.Type == "LENGTH")
        {
            // Written with the data that it belongs to.
            return;
        }

        if (field.Values.Length > 0)
        {
            draft.Add(field.Tag, Encoding.Latin1.GetBytes(random.Pick<string>(field.Values)));
            return;
        }

        switch (field.Type)
        {
            case "INT" or "SEQNUM":
                draft.Add(field.Tag, Integer(field.Tag, header));
                break;
            case "DATA":
                int length = 1 + random.Below(24);
                draft.Add(field.LengthTag, length);
                draft.Add(field.Tag, Bytes(length));
                break;
            default:
                draft.Add(field.Tag, Value(field.Type, header));
                break;
        }
    }

    /// <summary>Numbers that mean something to a session are such that it goes on.</summary>
    private long Integer(int tag, in DraftHeader header) => tag switch
    {
        7 => Math.Max(1, header.Expected - 1 - random.Below(random.OneIn(4) ? 1_000 : 20)),
        16 => random.OneIn(2) ? 0 : header.Expected - 4 + random.Below(8),
        36 => header.MsgSeqNum + 1 + random.Below(3),
        98 => 0,
        108 => random.Below(60),
        _ => random.Below(100_000),
    };

    private ReadOnlySpan<byte> Value(string type, in DraftHeader header)
    {
        switch (type)
        {
            case "CHAR":
                return Text(1);
            case "BOOLEAN":
                return random.OneIn(2) ? "Y"u8 : "N"u8;
            case "UTCTIMESTAMP":
                return header.SendingTime;
            case "UTCDATEONLY":
                return header.SendingTime.AsSpan(0, 8);
            case "UTCTIMEONLY":
                return header.SendingTime.AsSpan(9);
            case "PRICE" or "QTY" or "AMT" or "FLOAT" or "PRICEOFFSET" or "PERCENTAGE":
                return Decimal();
            default:
                return Text(1 + random.Below(14));
        }
    }

    private ReadOnlySpan<byte> Text(int length)
    {
        for (int index = 0; index < length; index++)
        {
            _text[index] = random.Pick<byte>(Letters);
        }

        return _text.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Bytes(int length)
    {
        for (int index = 0; index < length; index++)
        {
            _text[index] = (byte)random.Below(256);
        }

        return _text.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> Decimal()
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(random.Below(10_000_000), _text, out int length);
        if (random.OneIn(2))
        {
            _text[length++] = (byte)'.';
            System.Buffers.Text.Utf8Formatter.TryFormat(random.Below(1000), _text.AsSpan(length), out int decimals);
            length += decimals;
        }

        return _text.AsSpan(0, length);
    }
}
