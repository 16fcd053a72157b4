using System;
using System.Linq;
using System.Text.Json;

namespace HybridGpu.Risk.Margin;

/// <summary>Says in words of ours what is wrong with a JSON file.</summary>
/// <remarks>The runtime's messages name types of the code and states of its reader, which mean nothing to who wrote the
/// file. They are looked at for what kind of fault it is, and never passed on.</remarks>
internal static class JsonSentence
{
    /// <summary>What is wrong, and what to do.</summary>
    /// <param name="fault">What the serializer said.</param>
    /// <param name="json">What it read.</param>
    public static string Of(JsonException fault, ReadOnlySpan<byte> json)
    {
        string field = fault.Path?.Split('.').Last() ?? string.Empty;
        string[] quoted = fault.Message.Split('\'');
        bool Says(string words) => fault.Message.Contains(words, StringComparison.Ordinal);
        return Says("could not be mapped") ? $"the field '{field}' isn't known here."
            : Says("missing required")
                ? $"fields are missing: {string.Join(", ", quoted.Where((_, i) => i > 1 && i % 2 == 1))}."
            : Says("could not be converted")
                ? "the value has another type than the schema's, or isn't one of its words."
            : Says("Duplicate") ? $"the field '{(quoted.Length > 1 ? quoted[1] : field)}' is there twice."
            : Says("discriminator") ? "its \"kind\" isn't known here, or is missing."
            : Says("null") && fault.InnerException is null
                ? $"'{field}' can't be null: leave the field out, or give it a value."
            : Says("depth of") ? "it is nested deeper than anything here is."
            : Syntax(fault, json);
    }

    /// <summary>The path that a refusal of the serializer ends with; the document where it names none.</summary>
    public static string PathOf(NotSupportedException fault)
    {
        string[] parts = fault.Message.Split(" Path: ");
        return parts.Length < 2 ? "$" : parts[^1].Split(" | ")[0].Trim().TrimEnd('.');
    }

    private static string Syntax(JsonException fault, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> text = json.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return "the file is empty: an object is expected.";
        }

        long column = (fault.BytePositionInLine ?? 0) + 1;
        int lines = json.Count((byte)'\n');
        bool isAtEnd = fault.LineNumber >= lines
            && fault.BytePositionInLine >= json.Length - (json.LastIndexOf((byte)'\n') + 1);
        return isAtEnd
            ? "the file ends in the middle of something: a bracket, brace or quote isn't closed, or it was cut short."
            : $"column {column} is no JSON: look there, or right before it, for a comma, quote or bracket that is "
                + "missing or too many.";
    }
}
