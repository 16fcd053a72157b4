using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace HybridGpu.FixSpec.Generator;

/// <summary>Tables that parsing and validation run on.</summary>
internal static class TableGenerator
{
    /// <summary>Which length field goes before which data field.</summary>
    /// <param name="specification">The dictionary.</param>
    public static string DataFields(Specification specification)
    {
        StringBuilder text = CodeGenerator.Begin();
        text.Append("/// <summary>Data fields, whose values may contain the separator.</summary>\n");
        text.Append("internal static class DataFields\n{\n");
        text.Append(
            "    /// <summary>The tag of the length field before a data field, 0 for other fields.</summary>\n");
        text.Append("    public static int LengthTagOf(int tag) => tag switch\n    {\n");
        foreach (SpecField field in specification.Fields.Where(field => field.Type == "Data"))
        {
            text.Append($"        {field.Tag} => {CodeGenerator.LengthOf(specification, field).Tag},\n");
        }

        return text.Append("        _ => 0,\n    };\n}\n").ToString();
    }

    /// <summary>The dictionary as code.</summary>
    /// <param name="specification">The dictionary.</param>
    public static string Tables(Specification specification)
    {
        StringBuilder text = CodeGenerator.Begin("HybridGpu.Fix.Dictionary");
        text.Append("/// <summary>The dictionary's tables.</summary>\ninternal static class Fix44Tables\n{\n");
        text.Append("    /// <summary>Builds the dictionary.</summary>\n");
        text.Append(
            "    public static DataDictionary Create()\n    {\n        var dictionary = new DataDictionary();\n");
        text.Append("        AddFields(dictionary);\n");
        foreach (SpecMessage message in specification.Messages)
        {
            text.Append($"        Add{message.Name}(dictionary);\n");
        }

        text.Append("        return dictionary;\n    }\n\n");
        AppendFields(text, specification);
        foreach (SpecMessage message in specification.Messages)
        {
            text.Append(
                $"\n    private static void Add{message.Name}(DataDictionary dictionary) => dictionary.AddMessage(\n");
            text.Append($"        \"{message.MsgType}\",\n        \"{message.Name}\"");
            AppendUses(text, message.Uses, 8, leadingComma: true);
            text.Append(");\n");
        }

        return text.Append("}\n").ToString();
    }

    private static void AppendFields(StringBuilder text, Specification specification)
    {
        text.Append("    private static void AddFields(DataDictionary dictionary)\n    {\n");
        foreach (SpecField field in specification.Fields)
        {
            SpecUse? header = specification.Header.FirstOrDefault(use => use.Field == field);
            SpecUse? trailer = specification.Trailer.FirstOrDefault(use => use.Field == field);
            string section = header is not null ? "Header" : trailer is not null ? "Trailer" : "Body";
            string required = (header ?? trailer)?.Required == true ? "true" : "false";
            text.Append($"        dictionary.AddField({field.Tag}, \"{field.Name}\", FixFieldType.{field.Type}, ");
            text.Append($"FieldSection.{section}, {required}");
            foreach ((string value, _) in field.Values)
            {
                text.Append($", \"{value}\"");
            }

            text.Append(");\n");
        }

        text.Append("    }\n");
    }

    private static void AppendUses(StringBuilder text, IReadOnlyList<SpecUse> uses, int indent, bool leadingComma)
    {
        string margin = new(' ', indent);
        bool comma = leadingComma;
        foreach (SpecUse use in uses)
        {
            text.Append(comma ? ",\n" : "\n").Append(margin);
            text.Append($"new FieldUse({use.Field.Tag}, {(use.Required ? "true" : "false")}");
            if (use.Entry is not null)
            {
                text.Append(", [");
                AppendUses(text, use.Entry, indent + 4, leadingComma: false);
                text.Append(']');
            }

            text.Append(')');
            comma = true;
        }
    }
}
