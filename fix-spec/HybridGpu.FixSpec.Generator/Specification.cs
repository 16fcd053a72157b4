using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace HybridGpu.FixSpec.Generator;

/// <summary>The dictionary, read and checked.</summary>
/// <param name="Header">Header fields.</param>
/// <param name="Trailer">Trailer fields.</param>
/// <param name="Messages">Messages in file order.</param>
/// <param name="Fields">Fields by name, in file order.</param>
internal sealed record Specification(
    IReadOnlyList<SpecUse> Header,
    IReadOnlyList<SpecUse> Trailer,
    IReadOnlyList<SpecMessage> Messages,
    IReadOnlyList<SpecField> Fields)
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["STRING"] = "String",
        ["CURRENCY"] = "String",
        ["EXCHANGE"] = "String",
        ["COUNTRY"] = "String",
        ["INT"] = "Int",
        ["LENGTH"] = "Length",
        ["SEQNUM"] = "SeqNum",
        ["NUMINGROUP"] = "NumInGroup",
        ["CHAR"] = "Char",
        ["BOOLEAN"] = "Boolean",
        ["MULTIPLEVALUESTRING"] = "MultipleValueString",
        ["PRICE"] = "Decimal",
        ["QTY"] = "Decimal",
        ["AMT"] = "Decimal",
        ["PRICEOFFSET"] = "Decimal",
        ["PERCENTAGE"] = "Decimal",
        ["FLOAT"] = "Decimal",
        ["UTCTIMESTAMP"] = "UtcTimestamp",
        ["UTCDATEONLY"] = "UtcDateOnly",
        ["UTCTIMEONLY"] = "UtcTimeOnly",
        ["DATA"] = "Data",
    };

    /// <summary>Reads a QuickFIX data dictionary.</summary>
    /// <param name="document">The XML.</param>
    /// <exception cref="SpecificationException">It is not one that codecs can be made from.</exception>
    public static Specification Parse(XDocument document)
    {
        XElement root = document.Root ?? throw new SpecificationException("no root element");
        var fields = Section(root, "fields").Elements("field").Select(ReadField).ToList();
        Dictionary<string, SpecField> byName = [];
        HashSet<int> tags = [];
        foreach (SpecField field in fields)
        {
            if (!byName.TryAdd(field.Name, field) || !tags.Add(field.Tag))
            {
                throw new SpecificationException($"field {field.Tag} {field.Name} is defined twice");
            }
        }

        var components = Section(root, "components").Elements("component").ToDictionary(e => Text(e, "name"));
        List<SpecMessage> messages = [];
        foreach (XElement element in Section(root, "messages").Elements("message"))
        {
            List<SpecUse> uses = [.. ReadUses(element, byName, components)];
            CheckTagsStandAtOneLevel(Text(element, "name"), uses, []);
            messages.Add(new SpecMessage(
                Text(element, "name"), Text(element, "msgtype"), Text(element, "msgcat") == "admin", uses));
        }

        return new Specification(
            [.. ReadUses(Section(root, "header"), byName, components)],
            [.. ReadUses(Section(root, "trailer"), byName, components)],
            messages,
            fields);
    }

    private static XElement Section(XElement root, string name) =>
        root.Element(name) ?? throw new SpecificationException($"no <{name}>");

    private static string Text(XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw new SpecificationException($"<{element.Name}> without {name}");

    private static SpecField ReadField(XElement element)
    {
        string name = Text(element, "name");
        if (!Types.TryGetValue(Text(element, "type"), out string? type))
        {
            throw new SpecificationException($"field {name} has an unknown type");
        }

        var values = element.Elements("value").Select(e => (Text(e, "enum"), Text(e, "description"))).ToList();
        return new SpecField(int.Parse(Text(element, "number"), CultureInfo.InvariantCulture), name, type, values);
    }

    private static IEnumerable<SpecUse> ReadUses(
        XElement parent, Dictionary<string, SpecField> fields, Dictionary<string, XElement> components)
    {
        foreach (XElement element in parent.Elements())
        {
            string name = Text(element, "name");
            if (element.Name == "component")
            {
                if (!components.TryGetValue(name, out XElement? component))
                {
                    throw new SpecificationException($"component {name} is used but not defined");
                }

                foreach (SpecUse use in ReadUses(component, fields, components))
                {
                    yield return use;
                }

                continue;
            }

            if (!fields.TryGetValue(name, out SpecField? field))
            {
                throw new SpecificationException($"field {name} is used but not defined");
            }

            List<SpecUse>? entry = element.Name == "group" ? [.. ReadUses(element, fields, components)] : null;
            yield return new SpecUse(field, Text(element, "required") == "Y", entry);
        }
    }

    /// <summary>
    /// The in-place readers find a field by its first occurrence, which is only right while no tag stands at two
    /// levels.
    /// </summary>
    private static void CheckTagsStandAtOneLevel(string message, IEnumerable<SpecUse> uses, HashSet<int> seen)
    {
        foreach (SpecUse use in uses)
        {
            if (!seen.Add(use.Field.Tag))
            {
                throw new SpecificationException($"{message} uses {use.Field.Name} twice");
            }

            if (use.Entry is not null)
            {
                CheckTagsStandAtOneLevel(message, use.Entry, seen);
            }
        }
    }
}
