using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin;

/// <summary>The JSON schema of margin models, made from the very types and bounds that the reader uses.</summary>
/// <remarks>What the fields must be to each other isn't in it: the reader says that.</remarks>
internal static class ModelSchema
{
    private static readonly JsonSerializerOptions Indented = new(StrictJson.Options)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as its file holds it, with a line feed at the end.</summary>
    public static string Write()
    {
        JsonNode types = StrictJson.Options.GetJsonSchemaAsNode(
            typeof(ModelDocument),
            new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Bounded });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = ModelCheck.SchemaName,
        };
        foreach ((string name, JsonNode? value) in types.AsObject().ToArray())
        {
            schema[name] = value?.DeepClone();
        }

        schema["properties"]!["schema"] = new JsonObject { ["const"] = ModelCheck.SchemaName };
        JsonNode units = schema["properties"]!["units"]!["properties"]!;
        units["move"] = new JsonObject { ["const"] = ModelCheck.Units.Move };
        units["volatility"] = new JsonObject { ["const"] = ModelCheck.Units.Volatility };
        units["money"] = new JsonObject { ["const"] = ModelCheck.Units.Money };
        units["time"] = new JsonObject { ["const"] = ModelCheck.Units.Time };
        return schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode Bounded(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject map)
        {
            return schema;
        }

        if (context.TypeInfo.Type == typeof(PerUnderlying))
        {
            map["required"] = new JsonArray(PerUnderlying.Default);
        }

        ICustomAttributeProvider? property = context.PropertyInfo?.AttributeProvider;
        if (property?.GetCustomAttributes(typeof(BoundAttribute), false) is not [BoundAttribute bound])
        {
            return schema;
        }

        map["description"] = bound.Unit;
        JsonObject number = map["items"] as JsonObject ?? map["additionalProperties"] as JsonObject ?? map;
        number["minimum"] = bound.Min;
        number["maximum"] = bound.Max;
        return schema;
    }
}
