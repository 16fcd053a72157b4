using System.Linq;
using System.Text;

namespace HybridGpu.FixSpec.Generator;

/// <summary>Constants for tags, message types and values.</summary>
internal static class ConstantsGenerator
{
    /// <summary>Tags by name.</summary>
    /// <param name="specification">The dictionary.</param>
    public static string Tags(Specification specification)
    {
        StringBuilder text = CodeGenerator.Begin();
        text.Append("/// <summary>Tags by name.</summary>\npublic static class Tags\n{\n");
        foreach (SpecField field in specification.Fields)
        {
            text.Append($"    /// <summary>{field.Name}({field.Tag}).</summary>\n");
            text.Append($"    public const int {field.Name} = {field.Tag};\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>Message types by name.</summary>
    /// <param name="specification">The dictionary.</param>
    public static string MsgTypes(Specification specification)
    {
        StringBuilder text = CodeGenerator.Begin("System");
        text.Append("/// <summary>MsgType(35) by message name.</summary>\npublic static class MsgTypes\n{\n");
        foreach (SpecMessage message in specification.Messages)
        {
            text.Append($"    /// <summary>{message.Name}, 35={message.MsgType}.</summary>\n");
            text.Append($"    public static ReadOnlySpan<byte> {message.Name} => \"{message.MsgType}\"u8;\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>Values by field and description.</summary>
    /// <param name="specification">The dictionary.</param>
    public static string Values(Specification specification)
    {
        StringBuilder text = CodeGenerator.Begin("System");
        foreach (SpecField field in specification.Fields.Where(field => field.Values.Count > 0))
        {
            text.Append($"/// <summary>Values of {field.Name}({field.Tag}).</summary>\n");
            text.Append($"public static class {field.Name}Values\n{{\n");
            foreach ((string value, string description) in field.Values)
            {
                text.Append($"    /// <summary>{field.Tag}={value}.</summary>\n");
                text.Append($"    public {Member(field, value, CodeGenerator.Pascal(description))};\n");
            }

            text.Append("}\n\n");
        }

        text.Length--;
        return text.ToString();
    }

    /// <summary>A number, a character, or text where one character doesn't hold it.</summary>
    private static string Member(SpecField field, string value, string name) => field switch
    {
        { Type: "Int" } => $"const int {name} = {value}",
        _ when field.Values.All(known => known.Value.Length == 1) => $"const byte {name} = (byte)'{value}'",
        _ => $"static ReadOnlySpan<byte> {name} => \"{value}\"u8",
    };
}
