using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HybridGpu.Simulation.Listing;

/// <summary>What a venue lists: underlyings, their products, expiries, strikes and trading rules.</summary>
/// <remarks>Read from JSON, strictly: a field that isn't known, missing or there twice is refused with its name and
/// line (docs/formats.md). Immutable. Thread: any.</remarks>
public sealed class ListingSpecification
{
    /// <summary>Longest file in bytes.</summary>
    public const int BytesMax = 1 << 20;

    private const string DefaultResource = "HybridGpu.Simulation.Listing.default-listing.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
    };

    private static readonly Lazy<ListingSpecification> Embedded = new(ReadEmbedded);

    internal ListingSpecification(IReadOnlyList<ListingUnderlying> underlyings)
    {
        Underlyings = underlyings;
    }

    /// <summary>What the sample market lists unless told otherwise: BTC and ETH, perpetuals and options.</summary>
    public static ListingSpecification Default => Embedded.Value;

    /// <summary>The underlyings, in the order of the file.</summary>
    public IReadOnlyList<ListingUnderlying> Underlyings { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong with it, where and what to do; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static ListingSpecification? Read(string path, out string problem)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > BytesMax)
            {
                problem = $"{path} is {file.Length} bytes long: a listing has at most {BytesMax}.";
                return null;
            }

            return Parse(File.ReadAllBytes(path), path, out problem);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problem = $"The listing {path} can't be read: {fault.Message}";
            return null;
        }
    }

    /// <summary>Reads the JSON of a specification.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What to call it in <paramref name="problem"/>.</param>
    /// <param name="problem">What is wrong with it and where; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static ListingSpecification? Parse(ReadOnlySpan<byte> json, string name, out string problem)
    {
        ListingDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<ListingDocument>(json, Strict);
        }
        catch (JsonException fault)
        {
            long line = (fault.LineNumber ?? 0) + 1;
            string place = fault.Path is null or "$" ? "" : $", at {fault.Path}";
            problem = $"{name}, line {line}{place}: {Sentence(fault)}";
            return null;
        }

        if (document is null)
        {
            problem = $"{name}, line 1: a listing is an object, not null.";
            return null;
        }

        var reader = new ListingReader();
        ListingSpecification? specification = reader.Read(document);
        problem = specification is null ? $"{name}, {reader.Problem}" : string.Empty;
        return specification;
    }

    private static string Sentence(JsonException fault)
    {
        // The message names types of the code, and repeats path and line, which mean nothing to who wrote the file.
        string field = fault.Path?.Split('.').Last() ?? string.Empty;
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return $"the field '{field}' isn't known here; docs/formats.md has those that are.";
        }

        if (fault.Message.Contains("missing required", StringComparison.Ordinal))
        {
            string[] quoted = fault.Message.Split('\'');
            return $"fields are missing: {string.Join(", ", quoted.Where((_, i) => i > 1 && i % 2 == 1))}.";
        }

        return fault.Message.Split(" Path:")[0];
    }

    private static ListingSpecification ReadEmbedded()
    {
        using Stream stream = typeof(ListingSpecification).Assembly.GetManifestResourceStream(DefaultResource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {DefaultResource}.");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Parse(json, "the embedded listing", out string problem)
            ?? throw new InvalidOperationException(problem);
    }
}
