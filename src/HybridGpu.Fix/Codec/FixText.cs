using System;
using System.Text;
using HybridGpu.Fix.Dictionary;

namespace HybridGpu.Fix.Codec;

/// <summary>Messages for people: fields by name.</summary>
/// <remarks>Thread: any. Allocates.</remarks>
public static class FixText
{
    /// <summary>The message's type and its fields as <c>Name(tag)=value</c>, without what every message has (8, 9, 35,
    /// 34, 49, 52, 56, 10). Bytes that aren't printable are shown as a full stop.</summary>
    /// <param name="message">The message, from 8 to 10.</param>
    /// <param name="dictionary">Names.</param>
    public static string Describe(ReadOnlySpan<byte> message, DataDictionary dictionary)
    {
        byte[] copy = message.ToArray();
        var parsed = new FixMessage();
        if (!copy.AsSpan().StartsWith("8="u8) || !parsed.Parse(copy, 0, copy.Length))
        {
            return "not a message: " + Printable(copy);
        }

        string type = Printable(parsed.MsgType);
        var text = new StringBuilder(dictionary.NameOf(parsed.MsgType) is { } name ? $"{name}({type})" : type);
        for (int i = 0; i < parsed.FieldCount; i++)
        {
            int tag = parsed.TagAt(i);
            if (tag is not (8 or 9 or 10 or 34 or 35 or 49 or 52 or 56))
            {
                string label = dictionary.FindField(tag) is { } field ? $"{field.Name}({tag})" : $"({tag})";
                text.Append(' ').Append(label).Append('=').Append(Printable(parsed.ValueAt(i)));
            }
        }

        return text.ToString();
    }

    private static string Printable(ReadOnlySpan<byte> bytes) => string.Create(bytes.Length, bytes, (text, from) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = from[i] is >= 0x20 and < 0x7f ? (char)from[i] : '.';
        }
    });
}
