using System.Xml.Linq;
using HybridGpu.FixSpec.Generator;

namespace HybridGpu.Fix.Tests;

public sealed class GeneratedCodeTests
{
    [Test]
    public void Committed_sources_are_what_the_generator_makes_of_the_dictionary()
    {
        string root = RepositoryRoot();
        string folder = Path.Combine(root, "src", "HybridGpu.Fix", "Generated");
        XDocument dictionary = XDocument.Load(Path.Combine(root, "fix-spec", "FIX44-HybridGpu.xml"));

        IReadOnlyDictionary<string, string> made = CodeGenerator.Generate(Specification.Parse(dictionary));

        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(made.Keys));
        foreach ((string name, string text) in made)
        {
            Assert.That(File.ReadAllText(Path.Combine(folder, name)), Is.EqualTo(text), name);
        }
    }

    [Test]
    public void Dictionary_with_one_tag_at_two_levels_is_refused()
    {
        XDocument dictionary = XDocument.Parse(
            """
            <fix><header/><trailer/><components/>
              <messages><message name="M" msgtype="m" msgcat="app">
                <field name="A" required="Y"/><group name="N" required="N"><field name="A" required="Y"/></group>
              </message></messages>
              <fields><field number="1" name="A" type="INT"/><field number="2" name="N" type="NUMINGROUP"/></fields>
            </fix>
            """);

        Assert.That(() => Specification.Parse(dictionary), Throws.InstanceOf<SpecificationException>());
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HybridGpu.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
