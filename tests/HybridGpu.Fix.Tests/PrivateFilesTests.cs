using System.Runtime.Versioning;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;

namespace HybridGpu.Fix.Tests;

/// <summary>Nobody but their owner may read the files of a store.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "There are no modes there: files inherit the folder's access list.")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody = OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private string _root = string.Empty;

    private string Folder => Path.Combine(_root, "stores");

    [SetUp]
    public void CreateFolder() => _root = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public void A_new_store_has_a_folder_and_files_of_its_owner_alone_in_each_segment()
    {
        Fill();

        Assert.That(File.GetUnixFileMode(Folder), Is.EqualTo(OwnFolder));
        string[] files = Directory.GetFiles(Folder);
        Assert.That(files.Select(Path.GetExtension), Is.SupersetOf(new[] { ".lock", ".log", ".state", ".000002" }));
        foreach (string file in files)
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnFile), file);
        }
    }

    [Test]
    public void Files_of_an_earlier_version_are_closed_to_others_and_a_folder_that_was_there_stays_as_it_is()
    {
        Fill();
        UnixFileMode given = OwnFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(Folder, given);
        foreach (string file in Directory.GetFiles(Folder))
        {
            File.SetUnixFileMode(file, Everybody);
        }

        Open().Dispose();

        Assert.That(File.GetUnixFileMode(Folder), Is.EqualTo(given));
        foreach (string file in Directory.GetFiles(Folder))
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnFile), file);
        }
    }

    [Test]
    public void A_file_is_written_whole_over_what_was_there_and_deleted_once_or_not_at_all()
    {
        string path = Path.Combine(_root, "mark");
        File.WriteAllText(path, "something longer than that");
        File.SetUnixFileMode(path, Everybody);

        PrivateFiles.Write(path, "reason"u8);

        Assert.That(File.ReadAllText(path), Is.EqualTo("reason"));
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(OwnFile));
        PrivateFiles.Delete(path);
        Assert.That(File.Exists(path), Is.False);
        Assert.That(() => PrivateFiles.Delete(path), Throws.Nothing);
    }

    [Test]
    public void A_folder_that_is_gone_is_an_IO_failure_that_names_it()
    {
        Assert.That(
            () => DirectoryFlush.Run(Folder), Throws.TypeOf<IOException>().With.Message.Contains($"open of {Folder}"));
        Assert.That(() => DirectoryFlush.Run(_root), Throws.Nothing);
    }

    private void Fill()
    {
        using FileMessageStore store = Open();
        for (int number = 1; number <= 8; number++)
        {
            store.Append(new StoredMessageInfo(number, 1, 0, 0, 1, true), "x"u8);
            store.Flush();
        }
    }

    private FileMessageStore Open() => FileMessageStore.Open(
        Folder,
        SessionId.Fix44("VENUE", "PEER"),
        TimeProvider.System,
        new StoreLimits { SegmentBytes = 200, MaxBytes = 4_000 });
}
