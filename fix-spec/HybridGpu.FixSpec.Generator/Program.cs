using System;
using System.IO;
using System.Xml.Linq;

namespace HybridGpu.FixSpec.Generator;

/// <summary>
/// Writes the generated sources: <c>dotnet run --project fix-spec/HybridGpu.FixSpec.Generator -- DICTIONARY FOLDER</c>.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: HybridGpu.FixSpec.Generator DICTIONARY.xml OUTPUT_FOLDER");
            return 2;
        }

        try
        {
            Specification specification = Specification.Parse(XDocument.Load(arguments[0]));
            foreach ((string name, string text) in CodeGenerator.Generate(specification))
            {
                File.WriteAllText(Path.Combine(arguments[1], name), text);
            }

            return 0;
        }
        catch (Exception exception) when (exception is IOException or System.Xml.XmlException or SpecificationException)
        {
            Console.Error.WriteLine($"{arguments[0]}: {exception.Message}");
            return 1;
        }
    }
}
