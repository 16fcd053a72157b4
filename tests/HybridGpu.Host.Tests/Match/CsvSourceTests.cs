using CsCheck;
using HybridGpu.Host.Match;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Match;

public sealed class CsvSourceTests
{
    private readonly TestFolder _directory = new();

    [OneTimeTearDown]
    public void Remove() => _directory.Remove();

    [Test]
    public void Fields_are_read_as_they_were_written_whatever_their_number_and_length()
    {
        string file = _directory["fields.csv"];
        Gen<string> field = Gen.String[Gen.Char.AlphaNumeric, 0, 40];
        Gen.Select(field.Array[1, 60].Array[1, 200], Gen.Bool).Sample(
            (rows, isWindows) =>
            {
                string end = isWindows ? "\r\n" : "\n";
                // A line without any text is no row.
                string[][] kept = [.. rows.Where(row => row.Length > 1 || row[0].Length > 0)];
                File.WriteAllText(file, "name" + end + string.Join(end, rows.Select(row => string.Join(',', row))));
                using CsvSource source = CsvSource.Open(file);
                source.ReadHeader();
                foreach (string[] row in kept)
                {
                    if (!source.Read() || !Enumerable.Range(0, source.FieldCount)
                        .Select(i => source.Field(i).ToString()).SequenceEqual(row))
                    {
                        return false;
                    }
                }

                return !source.Read();
            },
            iter: 200,
            threads: 1);
    }

    [Test]
    public void Lines_are_counted_with_the_empty_ones()
    {
        using CsvSource source = CsvSource.Open(_directory.Write("lines.csv", "", "a,b", "", " 1 , 2 ", "3"));

        source.ReadHeader();
        Assert.That(source.Names, Is.EqualTo(new[] { "a", "b" }));
        Assert.That(source.Read());
        Assert.That((source.Line, source.Field(0).ToString(), source.Field(1).ToString()), Is.EqualTo((4L, "1", "2")));
        Assert.That(source.Read());
        Assert.That((source.Line, source.FieldCount, source.Field(1).ToString()), Is.EqualTo((5L, 1, "")));
        Assert.That(source.Read(), Is.False);
    }
}
