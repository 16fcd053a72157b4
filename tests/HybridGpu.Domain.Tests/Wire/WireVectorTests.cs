using System.Security.Cryptography;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Risk;

namespace HybridGpu.Domain.Tests.Wire;

internal sealed class WireVectorTests
{
    private static IEnumerable<WireDocument.Structure> OwnStructures =>
        WireDocument.Structures.Where(structure => WireStruct.TypeOf(structure.Name) is not null);

    private static IEnumerable<WireDocument.Structure> OtherStructures =>
        WireDocument.Structures.Where(structure => WireStruct.TypeOf(structure.Name) is null);

    [TestCaseSource(nameof(OwnStructures))]
    public void The_structure_with_the_vectors_values_has_the_vectors_bytes(object item)
    {
        var structure = (WireDocument.Structure)item;
        Assert.That(structure.Values, Is.Not.Empty, "every structure has a vector");
        Assert.That(
            structure.Fields.Select(field => field.Name).Where(name => name != "reserved"),
            Is.EquivalentTo(structure.Values.Keys),
            "a vector names every field");
        Assert.That(
            Convert.ToHexStringLower(WireStruct.BytesOf(WireStruct.Build(structure))),
            Is.EqualTo(Convert.ToHexStringLower(structure.Bytes)));
    }

    [TestCaseSource(nameof(OtherStructures))]
    public void Structures_of_other_rooms_have_vectors_that_agree_with_their_tables(object item)
    {
        var structure = (WireDocument.Structure)item;
        Assert.That(
            Convert.ToHexStringLower(WireStruct.BytesByTable(structure)),
            Is.EqualTo(Convert.ToHexStringLower(structure.Bytes)));
    }

    [Test]
    public void A_command_is_its_header_its_body_and_zeros()
    {
        Command command = Command.Of(CommandKind.NewOrder);
        command.Header = WireStruct.Build<CommandHeader>();
        command.NewOrder = WireStruct.Build<NewOrder>();

        byte[] expected = new byte[192];
        WireDocument.StructureOf(nameof(CommandHeader)).Bytes.CopyTo(expected, 0);
        WireDocument.StructureOf(nameof(NewOrder)).Bytes.CopyTo(expected, 80);
        Assert.That(Command.Bytes(ref command).ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void Risk_inputs_are_header_underlyings_expiries_contracts()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(WireDocument.StructureOf("RiskInputsHeader").Bytes);
        writer.Write(WireDocument.StructureOf("RiskInputsUnderlying").Bytes);
        writer.Write(WireDocument.StructureOf("RiskInputsExpiry").Bytes);
        writer.Write(long.MaxValue);
        writer.Write(68_150_000_000L);
        writer.Write(0L);
        writer.Write(1L);
        writer.Write(WireDocument.StructureOf("RiskInputsContract").Bytes);
        foreach ((uint instrument, uint row, long volNano) in new[] { (8u, 0u, 587_654_321L), (300u, 1u, 0L) })
        {
            writer.Write(instrument);
            writer.Write(row);
            writer.Write(volNano);
        }

        Assert.That(stream.ToArray(), Is.EqualTo(WireDocument.Hex("RiskInputs")));
        Assert.That(stream.Length, Is.EqualTo(16 + (24 * 1) + (32 * 2) + (16 * 3)));
    }

    [Test]
    public void The_arrays_hash_covers_instruments_marks_and_cells()
    {
        RiskArrays arrays = new(2, 16);
        (InstrumentId[] instruments, long[] marks, int[] cells) = arrays.Buffers;
        (instruments[0], instruments[1]) = (new InstrumentId(3), new InstrumentId(7));
        (marks[0], marks[1]) = (1_250_000, -5);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = (1000 * i) - 20_000;
        }

        arrays.Seal(1, 2);

        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write((uint)arrays.ContractCount);
        for (int row = 0; row < arrays.ContractCount; row++)
        {
            writer.Write(arrays.Instruments[row].Value);
            writer.Write(arrays.MarkAt(row));
        }

        foreach (int cell in arrays.Cells)
        {
            writer.Write(cell);
        }

        Assert.That(SHA256.HashData(stream.ToArray()), Is.EqualTo(WireDocument.Hex("ArraysHash")));
    }
}
