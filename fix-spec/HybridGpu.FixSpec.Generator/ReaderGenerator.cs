using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HybridGpu.FixSpec.Generator;

/// <summary>Typed views of parsed messages.</summary>
internal static class ReaderGenerator
{
    /// <summary>The reader of one message.</summary>
    /// <param name="specification">The dictionary.</param>
    /// <param name="message">The message.</param>
    public static string Reader(Specification specification, SpecMessage message)
    {
        StringBuilder text = CodeGenerator.Begin("System", "HybridGpu.Fix.Codec");
        string name = message.Name + "Reader";
        text.Append(
            $"/// <summary>{message.Name} (35={message.MsgType}), read in place. Absent fields are empty or zero.");
        text.Append($"</summary>\npublic readonly ref struct {name}\n{{\n    private readonly FieldRange _fields;\n\n");
        text.Append("    /// <summary>Views a parsed message, for as long as that is valid.</summary>\n");
        text.Append(
            $"    public {name}(FixMessage message) => _fields = new FieldRange(message, 0, message.FieldCount);\n");
        IEnumerable<SpecUse> uses = message.IsAdmin
            ? message.Uses
            : message.Uses.Concat(specification.Trailer.Where(use => use.Field.Type == "Data"));
        AppendLevel(text, [.. uses], "    ");
        return text.Append("}\n").ToString();
    }

    private static void AppendLevel(StringBuilder text, IReadOnlyList<SpecUse> uses, string margin)
    {
        foreach (SpecUse use in uses)
        {
            text.Append('\n');
            if (use.Entry is null)
            {
                AppendField(text, use, margin);
            }
            else
            {
                AppendGroup(text, use, use.Entry, margin);
            }
        }
    }

    private static void AppendField(StringBuilder text, SpecUse use, string margin)
    {
        SpecField field = use.Field;
        (string type, string suffix, string method) = field.Type switch
        {
            "Int" or "Length" or "SeqNum" or "NumInGroup" => ("long", string.Empty, "Integer"),
            "Char" => ("byte", string.Empty, "Char"),
            "Boolean" => ("bool", string.Empty, "Boolean"),
            "Decimal" => ("FixDecimal", string.Empty, "Decimal"),
            "UtcTimestamp" => ("long", "Ns", "UtcTimestampNs"),
            _ => ("ReadOnlySpan<byte>", string.Empty, "Bytes"),
        };
        string unit = suffix.Length > 0 ? ", ns since the Unix epoch" : string.Empty;
        text.Append(
            $"{margin}/// <summary>{field.Name}({field.Tag}){unit}{(use.Required ? ", required" : "")}.</summary>\n");
        text.Append($"{margin}public {type} {field.Name}{suffix} => _fields.{method}({field.Tag});\n");
        if (!use.Required)
        {
            text.Append($"\n{margin}/// <summary>Whether {field.Name}({field.Tag}) is there.</summary>\n");
            text.Append($"{margin}public bool Has{field.Name} => _fields.Has({field.Tag});\n");
        }
    }

    private static void AppendGroup(StringBuilder text, SpecUse use, IReadOnlyList<SpecUse> entry, string margin)
    {
        string name = use.Field.Name;
        string inner = margin + "    ";
        text.Append(
            $"{margin}/// <summary>{name}({use.Field.Tag}): the entries, to be walked with foreach.</summary>\n");
        text.Append(
            $"{margin}public {name}Entries {name} => new(_fields.Group({use.Field.Tag}, {entry[0].Field.Tag}));\n\n");
        text.Append($"{margin}/// <summary>Walks over {name}({use.Field.Tag}).</summary>\n");
        text.Append($"{margin}public ref struct {name}Entries\n{margin}{{\n{inner}private GroupCursor _cursor;\n\n");
        text.Append($"{inner}internal {name}Entries(GroupCursor cursor) => _cursor = cursor;\n\n");
        text.Append($"{inner}/// <summary>How many entries the message declares.</summary>\n");
        text.Append($"{inner}public readonly int Count => _cursor.Count;\n\n");
        text.Append($"{inner}/// <summary>The present entry.</summary>\n");
        text.Append($"{inner}public readonly {name}Entry Current => ");
        text.Append("new(new FieldRange(_cursor.Message, _cursor.From, _cursor.To));\n\n");
        text.Append($"{inner}/// <summary>Itself, for foreach.</summary>\n");
        text.Append($"{inner}public readonly {name}Entries GetEnumerator() => this;\n\n");
        text.Append($"{inner}/// <summary>Steps to the next entry.</summary>\n");
        text.Append($"{inner}public bool MoveNext() => _cursor.MoveNext();\n{margin}}}\n\n");
        text.Append($"{margin}/// <summary>One entry of {name}({use.Field.Tag}).</summary>\n");
        text.Append($"{margin}public readonly ref struct {name}Entry\n{margin}{{\n");
        text.Append($"{inner}private readonly FieldRange _fields;\n\n");
        text.Append($"{inner}internal {name}Entry(FieldRange fields) => _fields = fields;\n");
        AppendLevel(text, entry, inner);
        text.Append($"{margin}}}\n");
    }
}
