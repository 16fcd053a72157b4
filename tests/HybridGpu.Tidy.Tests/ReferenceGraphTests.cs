using System.Xml.Linq;

namespace HybridGpu.Tidy.Tests;

/// <summary>The rooms and the one direction in which they may know each other.</summary>
[TestFixture]
public sealed class ReferenceGraphTests
{
    /// <summary>What each room may refer to directly. Whoever adds a line here changes the architecture.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Sequencing"] = [],
        ["Fix"] = [],
        ["Ethereum"] = [],
        ["Contracts"] = [],
        ["Kernels"] = [],
        ["Matching"] = ["Domain"],
        ["Engine"] = ["Domain", "Matching"],
        ["Persistence"] = ["Domain"],
        ["Risk"] = ["Domain", "Kernels"],
        ["Venue"] = ["Domain", "Engine", "Matching", "Persistence", "Risk", "Sequencing"],
        ["Gateway"] = ["Ethereum", "Fix", "Venue"],
        ["Simulation"] = ["Fix", "Risk"],
        ["Settlement"] = ["Contracts", "Domain", "Ethereum", "Risk"],
        ["Host"] = ["Gateway", "Settlement", "Simulation", "Venue"],
    };

    [Test]
    public void Every_room_refers_only_to_the_rooms_below_it()
    {
        foreach ((string room, string project) in Rooms())
        {
            Assert.That(Allowed, Contains.Key(room), $"{room} is no room of the architecture");
            string[] references = [.. XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => RoomOf((string)reference.Attribute("Include")!))
                .Order(StringComparer.Ordinal)];

            Assert.That(references, Is.SubsetOf(Allowed[room]), $"references of {room}");
        }
    }

    [Test]
    public void Every_room_of_the_architecture_is_there_with_tests()
    {
        string[] rooms = [.. Rooms().Select(room => room.Name)];

        Assert.That(rooms, Is.EquivalentTo(Allowed.Keys));
        foreach (string room in rooms.Except(["Host"]))
        {
            string tests = Path.Combine(Repository.Root, "tests", $"HybridGpu.{room}.Tests");
            Assert.That(Directory.Exists(tests), $"tests of {room}");
        }
    }

    [Test]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.Text("HybridGpu.sln");
        string[] missing = [.. Directory
            .EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .Where(name => !solution.Contains(name!, StringComparison.Ordinal))!];

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void The_deterministic_core_forbids_clocks_tasks_files_and_floating_point()
    {
        foreach (string room in new[] { "Domain", "Matching", "Engine", "Sequencing" })
        {
            Assert.That(
                Repository.Text($"src/HybridGpu.{room}/HybridGpu.{room}.csproj"),
                Does.Contain("<IsDeterministicCore>true</IsDeterministicCore>"),
                room);
        }
    }

    [Test]
    public void Every_package_says_why_it_is_here()
    {
        string[] lines = Repository.Lines("Directory.Packages.props");
        bool isExplained = false;
        foreach (string line in lines.Select(line => line.Trim()))
        {
            isExplained |= line.StartsWith("<!--", StringComparison.Ordinal);
            Assert.That(!line.StartsWith("<PackageVersion", StringComparison.Ordinal) || isExplained, line);
            isExplained &= !line.StartsWith("</ItemGroup", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<(string Name, string Project)> Rooms() =>
        from project in Projects().Append(Path.Combine(Repository.Root, "contracts", "HybridGpu.Contracts.csproj"))
        where File.Exists(project)
        select (RoomOf(project), project);

    private static IEnumerable<string> Projects() =>
        from folder in new[] { "src", "kernels" }
        from directory in Directory.EnumerateDirectories(Path.Combine(Repository.Root, folder))
        select Path.Combine(directory, Path.GetFileName(directory) + ".csproj");

    private static string RoomOf(string include) =>
        Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))["HybridGpu.".Length..];
}
