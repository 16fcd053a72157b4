using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using HybridGpu.Risk.Margin.Models;

namespace HybridGpu.Risk.Margin;

/// <summary>A margin model: scenarios, volatility rule, aggregation, add-ons, factors, haircuts, minimums.</summary>
/// <remarks>
/// Data, read strictly from JSON (docs/margin.md, docs/schemas/margin-model.schema.json): a field that isn't known, is
/// missing, has another type or unit, or doesn't fit another is refused with its path. Immutable. Thread: any.
/// </remarks>
public sealed class MarginModel
{
    private MarginModel(ModelDocument document)
    {
        Document = document;
        Hash = CanonicalJson.HashOf(document);
    }

    /// <summary>Lower-case name, as <c>--model</c> takes it.</summary>
    public string Name => Document.Name;

    /// <summary>Rises with each change.</summary>
    public int Version => Document.Version;

    /// <summary>One line.</summary>
    public string Title => Document.Title;

    /// <summary>SHA-256 of the model in canonical form, hex: the same however the file is laid out.</summary>
    public string Hash { get; }

    /// <summary>How its ranges grow with the time until a breach is settled.</summary>
    public SyncRange Sync => Document.Sync.Rule;

    /// <summary>What is known of where the numbers come from, one line each: field, how well it is confirmed,
    /// why.</summary>
    public IReadOnlyList<string> Notes =>
    [
        .. Document.Notes.Select(note =>
            $"{note.Field}: {note.Confirmation.ToString().ToLowerInvariant()}; {note.Text}"),
    ];

    /// <summary>Notes that say that something isn't confirmed.</summary>
    public int Unconfirmed =>
        Document.Notes.Count(note => note.Confirmation is Confirmation.Unconfirmed or Confirmation.Excerpt);

    internal ModelDocument Document { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What is wrong, with line or path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginModel? Read(string path, out string problem) =>
        StrictJson.ReadBytes(path, out problem) is { } bytes ? Parse(bytes, path, out problem) : null;

    /// <summary>Reads JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What to call it in <paramref name="problem"/>.</param>
    /// <param name="problem">What is wrong, with line or path; else empty.</param>
    /// <returns>Null when something is wrong.</returns>
    public static MarginModel? Parse(ReadOnlySpan<byte> json, string name, out string problem)
    {
        if (StrictJson.Parse<ModelDocument>(json, name, StrictJson.Options, out problem) is not { } document)
        {
            return null;
        }

        string? found = StrictJson.OutOfBounds(document, "$") ?? ModelCheck.ProblemOf(document);
        problem = found is null ? string.Empty : $"{name}, at {found}";
        return found is null ? new MarginModel(document) : null;
    }

    /// <summary>The JSON schema of models, indented; docs/schemas/margin-model.schema.json holds it.</summary>
    public static string Schema() => ModelSchema.Write();

    /// <summary>A model from a document that was changed in code, for tests and what-ifs.</summary>
    internal static MarginModel Of(ModelDocument document) => new(document);

    /// <summary>The document as JSON.</summary>
    internal JsonNode ToJson() => CanonicalJson.NodeOf(Document);
}
