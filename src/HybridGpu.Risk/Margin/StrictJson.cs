using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin;

/// <summary>Reads the room's JSON strictly: what isn't known, missing, there twice or of another type is refused with
/// its path.</summary>
internal static class StrictJson
{
    /// <summary>Longest file in bytes.</summary>
    public const int BytesMax = 1 << 22;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>For models and portfolios, where every number is a person's.</summary>
    public static JsonSerializerOptions Options { get; } = Create(JsonNumberHandling.Strict);

    /// <summary>For markets: a feed's NaN is read, and then treated as documented.</summary>
    public static JsonSerializerOptions FeedOptions { get; } =
        Create(JsonNumberHandling.AllowNamedFloatingPointLiterals);

    /// <summary>Reads a file's bytes.</summary>
    /// <returns>Null, and a problem, when they can't be read.</returns>
    public static byte[]? ReadBytes(string path, out string problem)
    {
        problem = string.Empty;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > BytesMax)
            {
                problem = $"{path} is {file.Length} bytes long: at most {BytesMax} are read.";
                return null;
            }

            return File.ReadAllBytes(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            problem = $"{path} can't be read: {fault.Message}";
            return null;
        }
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What to call it in <paramref name="problem"/>.</param>
    /// <param name="options">Strictness.</param>
    /// <param name="problem">The first thing wrong, with line and path; else empty.</param>
    public static T? Parse<T>(ReadOnlySpan<byte> json, string name, JsonSerializerOptions options, out string problem)
        where T : class
    {
        problem = string.Empty;
        json = json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
        try
        {
            T? document = JsonSerializer.Deserialize<T>(json, options);
            if (document is null)
            {
                problem = $"{name}, line 1: an object is expected, not null.";
            }
            else if (NullElement(JsonSerializer.Deserialize<JsonElement>(json), "$") is { } place)
            {
                // What the types can't say: lists hold no nulls.
                problem = $"{name}, at {place}: null is no element of a list.";
                document = null;
            }

            return document;
        }
        catch (JsonException fault)
        {
            problem = $"{name}, line {(fault.LineNumber ?? 0) + 1}, at {fault.Path ?? "$"}: "
                + JsonSentence.Of(fault, json);
        }
        catch (NotSupportedException fault)
        {
            // An add-on without its kind: the serializer doesn't know which type to make.
            problem = $"{name}, at {JsonSentence.PathOf(fault)}: an add-on needs a known \"kind\".";
        }

        return null;
    }

    /// <summary>The first number outside its bound, as path and sentence; null when there is none.</summary>
    public static string? OutOfBounds(object part, string path)
    {
        foreach (PropertyInfo property in Properties(part.GetType()))
        {
            if (property.GetValue(part) is not { } value)
            {
                continue;
            }

            string at = $"{path}.{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";
            string? found = property.GetCustomAttribute<BoundAttribute>() is { } bound
                ? Numbers(value, at)
                    .Where(number => !bound.Allows(number.Value))
                    .Select(number =>
                        FormattableString.Invariant(
                            $"{number.Path}: {number.Value} must be from {bound.Min} to {bound.Max}, {bound.Unit}."))
                    .FirstOrDefault()
                : Parts(value, at)
                    .Select(child => OutOfBounds(child.Part, child.Path))
                    .FirstOrDefault(problem => problem is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? NullElement(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                int at = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    string place = $"{path}[{at++}]";
                    if (item.ValueKind == JsonValueKind.Null)
                    {
                        return place;
                    }

                    if (NullElement(item, place) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case JsonValueKind.Object:
                return element.EnumerateObject()
                    .Select(field => NullElement(field.Value, $"{path}.{field.Name}"))
                    .FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.MetadataToken);

    private static IEnumerable<(object Part, string Path)> Parts(object value, string path) => value switch
    {
        string => [],
        IEnumerable list => list.Cast<object>()
            .Select((part, i) => (part, $"{path}[{i}]"))
            .Where(child => IsPart(child.part)),
        _ => IsPart(value) ? [(value, path)] : [],
    };

    private static bool IsPart(object value) =>
        value.GetType() is { IsPrimitive: false, IsEnum: false } type
        && type.Namespace!.StartsWith("HybridGpu", StringComparison.Ordinal);

    private static IEnumerable<(double Value, string Path)> Numbers(object value, string path) => value switch
    {
        double number => [(number, path)],
        int number => [(number, path)],
        double[] list => list.Select((number, i) => (number, $"{path}[{i}]")),
        IDictionary<string, double> map => map.Select(entry => (entry.Value, $"{path}.{entry.Key}")),
        _ => throw new InvalidOperationException($"{path} is no number and has a bound."),
    };

    private static JsonSerializerOptions Create(JsonNumberHandling numbers)
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            NumberHandling = numbers,
            MaxDepth = 16,
            AllowOutOfOrderMetadataProperties = true,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }
}
