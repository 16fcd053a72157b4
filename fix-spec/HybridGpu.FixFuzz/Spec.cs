using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace HybridGpu.FixFuzz;

/// <summary>The dictionary, read from its file and not from the tables that were generated from it.</summary>
/// <remarks>An oracle that used the engine's own tables would share their faults. Thread: any; immutable.</remarks>
internal sealed class Spec
{
    private Spec(XElement root)
    {
        var lengthTags = root.Element("fields")!.Elements("field")
            .ToDictionary(e => (string)e.Attribute("name")!, e => (int)e.Attribute("number")!);
        Dictionary<string, SpecField> byName = [];
        foreach (XElement element in root.Element("fields")!.Elements("field"))
        {
            string name = (string)element.Attribute("name")!;
            string type = (string)element.Attribute("type")!;
            int lengthTag = type == "DATA" ? lengthTags[name + "Length"] : 0;
            byName.Add(name, new SpecField(lengthTags[name], type, Values(element), lengthTag));
        }

        Fields = byName.Values.ToDictionary(field => field.Tag);
        Header = Uses(root.Element("header")!, root, byName);
        Trailer = Uses(root.Element("trailer")!, root, byName);
        Messages = [.. root.Element("messages")!.Elements("message")
            .Select(e => new SpecMessage((string)e.Attribute("msgtype")!, Uses(e, root, byName)))];
        Tags = [.. Fields.Keys.Order()];
        MessagesByType = Messages.ToDictionary(message => message.Type);
        HeaderTags = [.. Header.Select(use => use.Field.Tag)];
        TrailerTags = [.. Trailer.Select(use => use.Field.Tag)];
    }

    /// <summary>The dictionary that the venue's codecs are generated from.</summary>
    public static Spec HybridGpu { get; } = Load();

    /// <summary>Fields by tag.</summary>
    public Dictionary<int, SpecField> Fields { get; }

    /// <summary>Every tag, in order.</summary>
    public int[] Tags { get; }

    /// <summary>The standard header.</summary>
    public SpecUse[] Header { get; }

    /// <summary>The standard trailer.</summary>
    public SpecUse[] Trailer { get; }

    /// <summary>All messages.</summary>
    public SpecMessage[] Messages { get; }

    /// <summary>All messages by type.</summary>
    public Dictionary<string, SpecMessage> MessagesByType { get; }

    /// <summary>The tags of the header.</summary>
    public HashSet<int> HeaderTags { get; }

    /// <summary>The tags of the trailer.</summary>
    public HashSet<int> TrailerTags { get; }

    private static Spec Load()
    {
        using Stream stream = typeof(Spec).Assembly.GetManifestResourceStream("FIX44-HybridGpu.xml")
            ?? throw new InvalidOperationException("The dictionary is not in the program.");
        return new Spec(XDocument.Load(stream).Root!);
    }

    private static string[] Values(XElement field) =>
        [.. field.Elements("value").Select(value => (string)value.Attribute("enum")!)];

    private static SpecUse[] Uses(XElement parent, XElement root, Dictionary<string, SpecField> fields)
    {
        List<SpecUse> uses = [];
        foreach (XElement element in parent.Elements())
        {
            string name = (string)element.Attribute("name")!;
            if (element.Name == "component")
            {
                XElement component = root.Element("components")!.Elements("component")
                    .Single(e => (string)e.Attribute("name")! == name);
                uses.AddRange(Uses(component, root, fields));
                continue;
            }

            bool required = string.Equals((string?)element.Attribute("required"), "Y", StringComparison.Ordinal);
            uses.Add(new SpecUse(
                fields[name], required, element.Name == "group" ? Uses(element, root, fields) : null));
        }

        return [.. uses];
    }
}
