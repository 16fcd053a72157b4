using System.Reflection;
using System.Runtime.InteropServices;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;

namespace HybridGpu.Domain.Tests.Wire;

internal sealed class WireLayoutTests
{
    private static IEnumerable<WireDocument.Structure> OwnStructures =>
        WireDocument.Structures.Where(structure => WireStruct.TypeOf(structure.Name) is not null);

    [TestCaseSource(typeof(WireDocument), nameof(WireDocument.Structures))]
    public void Every_table_covers_its_structure_without_gaps(object item)
    {
        var structure = (WireDocument.Structure)item;
        int end = 0;
        foreach (WireDocument.Field field in structure.Fields)
        {
            Assert.That(field.Offset, Is.EqualTo(end), $"{structure.Name}.{field.Name}");
            end += field.Size;
        }

        Assert.That(end, Is.EqualTo(structure.Size));
    }

    [TestCaseSource(nameof(OwnStructures))]
    public void Every_field_lies_where_the_document_says(object item)
    {
        var structure = (WireDocument.Structure)item;
        Type type = WireStruct.TypeOf(structure.Name)!;
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        IEnumerable<WireDocument.Field> inCode = fields.Select(field => new WireDocument.Field(
            field.GetCustomAttribute<FieldOffsetAttribute>()!.Value,
            field.FieldType.IsEnum
                ? WireStruct.SizeOf(field.FieldType.GetEnumUnderlyingType())
                : WireStruct.SizeOf(field.FieldType),
            field.Name));

        Assert.Multiple(() =>
        {
            Assert.That(WireStruct.SizeOf(type), Is.EqualTo(structure.Size));
            Assert.That(structure.Fields.Where(field => field.Name != "reserved"), Is.EquivalentTo(inCode));
        });
    }

    [Test]
    public void Every_body_of_a_command_is_in_the_document_at_the_same_offset()
    {
        FieldInfo[] bodies =
            [.. typeof(Command).GetFields().Where(field => field is { IsStatic: false, Name: not "Header" })];
        foreach (FieldInfo body in bodies)
        {
            WireDocument.Structure structure = WireDocument.StructureOf(body.FieldType.Name);
            int offset = body.GetCustomAttribute<FieldOffsetAttribute>()!.Value;
            Assert.Multiple(() =>
            {
                Assert.That(offset, Is.EqualTo(80), body.Name);
                Assert.That(offset + structure.Size, Is.LessThanOrEqualTo(192), body.Name);
            });
        }

        Assert.That(WireStruct.SizeOf(typeof(Command)), Is.EqualTo(192));
        int kindsWithBody = Enum.GetValues<CommandKind>()
            .Except([CommandKind.None, CommandKind.Clock, CommandKind.SweepFees, CommandKind.ListCombo]).Count();
        Assert.That(bodies, Has.Length.EqualTo(kindsWithBody));
    }

    [TestCaseSource(typeof(WireDocument), nameof(WireDocument.Enumerations))]
    public void Every_enumeration_has_exactly_the_documents_values(object item)
    {
        var enumeration = (WireDocument.Enumeration)item;
        Type type = WireStruct.TypeOf(enumeration.Name)!;
        Dictionary<long, string> inCode = Enum.GetValues(type).Cast<object>()
            .ToDictionary(value => Convert.ToInt64(value, null), value => value.ToString()!);
        Assert.That(enumeration.Values, Is.EquivalentTo(inCode));
    }

    [Test]
    public void Every_enumeration_of_a_frozen_structure_is_in_the_document()
    {
        IEnumerable<string> used = OwnStructures.SelectMany(structure => WireStruct.TypeOf(structure.Name)!.GetFields())
            .Select(field => field.FieldType).Where(type => type.IsEnum).Select(type => type.Name).Distinct();
        Assert.That(used, Is.SubsetOf(WireDocument.Enumerations.Select(enumeration => enumeration.Name)));
    }

    [Test]
    public void Every_body_of_an_event_fits_the_event()
    {
        foreach (FieldInfo body in typeof(VenueEvent).GetFields().Where(field => !field.IsStatic))
        {
            int end = body.GetCustomAttribute<FieldOffsetAttribute>()!.Value + WireStruct.SizeOf(body.FieldType);
            Assert.That(end, Is.LessThanOrEqualTo(VenueEvent.WireSize), body.Name);
        }

        Assert.That(WireStruct.SizeOf(typeof(VenueEvent)), Is.EqualTo(VenueEvent.WireSize));
    }
}
