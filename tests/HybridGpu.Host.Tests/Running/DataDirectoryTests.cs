using HybridGpu.Host.Running;
using HybridGpu.Host.Settlement;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Running;

/// <summary>Where a run keeps what, and for whom.</summary>
public sealed class DataDirectoryTests
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public void A_directory_is_bound_to_its_market()
    {
        var data = new DataDirectory(_folder["data"]);
        data.Claim("the sample market");

        Assert.That(() => data.Claim("the sample market"), Throws.Nothing);
        Assert.That(
            () => data.Claim("recorded chains"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("holds a run on the sample market"));
    }

    [Test]
    public void What_is_made_is_for_its_owner_alone_and_a_directory_that_was_there_stays_as_it_is()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("There are no modes on Windows: files inherit the folder's access list.");
            return;
        }

        var data = new DataDirectory(_folder[Path.Combine("some", "where", "data")]);
        data.Claim("a market");
        string key = new ChainFolder(data.Chain).Key("operator");

        foreach (string made in new[]
        {
            _folder["some"], _folder[Path.Combine("some", "where")], data.Root, data.Chain, Path.GetDirectoryName(key)!,
        })
        {
            Assert.That(File.GetUnixFileMode(made), Is.EqualTo(OwnFolder), made);
        }

        Assert.That(File.GetUnixFileMode(Path.Combine(data.Root, "market")), Is.EqualTo(OwnFile));

        UnixFileMode given = OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(data.Root, given);
        data.Claim("a market");
        Assert.That(File.GetUnixFileMode(data.Root), Is.EqualTo(given));
    }
}
