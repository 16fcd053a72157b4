using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HybridGpu.FixSpec.Generator;

/// <summary>Typed encoders over a message writer.</summary>
internal static class WriterGenerator
{
    /// <summary>The writer of one message.</summary>
    /// <param name="specification">The dictionary.</param>
    /// <param name="message">The message.</param>
    public static string Writer(Specification specification, SpecMessage message)
    {
        StringBuilder text = CodeGenerator.Begin("System", "HybridGpu.Fix.Codec");
        string name = message.Name + "Writer";
        text.Append(
            $"/// <summary>Writes {message.Name} (35={message.MsgType}); fields go out in the order of the calls.");
        text.Append("</summary>\n/// <remarks>Group entries: write the counter, then each entry's fields in order.");
        text.Append(
            $"</remarks>\npublic readonly ref struct {name}\n{{\n    private readonly FixMessageWriter _writer;\n\n");
        text.Append("    /// <summary>Begins the message on a writer.</summary>\n");
        text.Append($"    public {name}(FixMessageWriter writer)\n    {{\n        _writer = writer;\n");
        text.Append($"        writer.Begin(\"{message.MsgType}\"u8);\n    }}\n");
        List<SpecField> fields = [];
        Collect(message.Uses, fields);
        if (!message.IsAdmin)
        {
            Collect([.. specification.Trailer.Where(use => use.Field.Type == "Data")], fields);
        }

        var lengths = fields.Where(field => field.Type == "Data")
            .Select(field => CodeGenerator.LengthOf(specification, field)).ToHashSet();
        foreach (SpecField field in fields.Where(field => !lengths.Contains(field)))
        {
            AppendField(text, specification, name, field);
        }

        return text.Append("}\n").ToString();
    }

    private static void Collect(IReadOnlyList<SpecUse> uses, List<SpecField> fields)
    {
        foreach (SpecUse use in uses)
        {
            fields.Add(use.Field);
            if (use.Entry is not null)
            {
                Collect(use.Entry, fields);
            }
        }
    }

    private static void AppendField(StringBuilder text, Specification specification, string writer, SpecField field)
    {
        (string type, string parameter, string call) = field.Type switch
        {
            "Int" or "Length" or "SeqNum" => ("long", "value", "Write"),
            "NumInGroup" => ("int", "count", "Write"),
            "Char" => ("byte", "value", "WriteChar"),
            "Boolean" => ("bool", "value", "WriteBoolean"),
            "Decimal" => ("FixDecimal", "value", "Write"),
            "UtcTimestamp" => ("long", "unixNs", "WriteUtcTimestamp"),
            _ => ("ReadOnlySpan<byte>", "value", "Write"),
        };
        string length = string.Empty;
        if (field.Type == "Data")
        {
            int lengthTag = CodeGenerator.LengthOf(specification, field).Tag;
            length = $"        _writer.Write(\"{lengthTag}=\"u8, value.Length);\n";
        }

        string body = length + $"        _writer.{call}(\"{field.Tag}=\"u8, {parameter});\n";
        AppendMethod(text, writer, field, type, parameter, body);
        if (field.Type == "String")
        {
            AppendMethod(text, writer, field, "long", "value", $"        _writer.Write(\"{field.Tag}=\"u8, value);\n");
        }
    }

    private static void AppendMethod(
        StringBuilder text, string writer, SpecField field, string type, string parameter, string body)
    {
        text.Append($"\n    /// <summary>{field.Name}({field.Tag}).</summary>\n");
        text.Append(
            $"    public {writer} {field.Name}({type} {parameter})\n    {{\n{body}        return this;\n    }}\n");
    }
}
