using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin;

/// <summary>One text for all files that say the same: names sorted by their code units, no spaces, numbers in the
/// shortest form that reads back, defaults written out, what is null left out.</summary>
internal static class CanonicalJson
{
    /// <summary>The document as JSON.</summary>
    public static JsonNode NodeOf(ModelDocument document) =>
        JsonSerializer.SerializeToNode(document, StrictJson.Options)!;

    /// <summary>SHA-256 of the canonical text, lower-case hex.</summary>
    public static string HashOf(ModelDocument document) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(document))));

    /// <summary>The canonical text.</summary>
    public static string TextOf(ModelDocument document)
    {
        var text = new StringBuilder();
        Write(NodeOf(document), text);
        return text.ToString();
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject map:
                text.Append('{');
                string separator = string.Empty;
                foreach ((string name, JsonNode? value) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    text.Append(separator).Append(JsonSerializer.Serialize(name)).Append(':');
                    Write(value, text);
                    separator = ",";
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                for (int i = 0; i < list.Count; i++)
                {
                    text.Append(i == 0 ? "" : ",");
                    Write(list[i], text);
                }

                text.Append(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                text.Append(value.GetValue<double>().ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
