using System.Text.Json;
using System.Text.Json.Nodes;

namespace HybridGpu.Risk.Tests.Margin;

/// <summary>As much of JSON Schema as the exporter writes; a word that it doesn't know fails the test.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Known =
    [
        "$schema", "title", "description", "default", "type", "const", "enum", "properties", "required",
        "additionalProperties", "items", "anyOf", "minimum", "maximum",
    ];

    public static bool Allows(JsonNode? schema, JsonNode? value)
    {
        if (schema is not JsonObject rules)
        {
            return schema is null || schema.GetValueKind() != JsonValueKind.False;
        }

        foreach ((string word, _) in rules)
        {
            Assert.That(Known, Does.Contain(word), "a word of JSON Schema that this check doesn't know");
        }

        return (rules["const"] is not { } same || JsonNode.DeepEquals(same, value))
            && (rules["enum"] is not JsonArray words || words.Any(word => JsonNode.DeepEquals(word, value)))
            && (rules["type"] is not { } type || IsType(type, value))
            && (rules["anyOf"] is not JsonArray kinds || kinds.Any(kind => Allows(kind, value)))
            && value switch
            {
                JsonObject map => AllowsMap(rules, map),
                JsonArray list => rules["items"] is not { } item || list.All(element => Allows(item, element)),
                JsonValue number when number.GetValueKind() == JsonValueKind.Number => AllowsNumber(rules, number),
                _ => true,
            };
    }

    private static bool AllowsMap(JsonObject rules, JsonObject map)
    {
        JsonObject? properties = rules["properties"] as JsonObject;
        return (rules["required"] is not JsonArray required
                || required.All(name => map.ContainsKey(name!.GetValue<string>())))
            && map.All(pair => properties?.ContainsKey(pair.Key) == true
                ? Allows(properties[pair.Key], pair.Value)
                : Allows(rules["additionalProperties"], pair.Value));
    }

    private static bool AllowsNumber(JsonObject rules, JsonValue number) =>
        (rules["minimum"] is not { } least || number.GetValue<double>() >= least.GetValue<double>())
        && (rules["maximum"] is not { } most || number.GetValue<double>() <= most.GetValue<double>());

    private static bool IsType(JsonNode type, JsonNode? value) => type is JsonArray any
        ? any.Any(one => IsType(one!, value))
        : (type.GetValue<string>(), value?.GetValueKind() ?? JsonValueKind.Null) switch
        {
            ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String)
                or ("number", JsonValueKind.Number) or ("null", JsonValueKind.Null)
                or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
            ("integer", JsonValueKind.Number) => value!.GetValue<double>() % 1 == 0,
            _ => false,
        };
}
