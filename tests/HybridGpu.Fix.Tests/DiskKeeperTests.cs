using HybridGpu.Fix.Store;
using Microsoft.Win32.SafeHandles;

namespace HybridGpu.Fix.Tests;

/// <summary>What a log has done beside it: in order, and nothing after a fault.</summary>
public sealed class DiskKeeperTests
{
    private string _folder = string.Empty;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("hybridgpu-fix-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void What_was_asked_for_is_done_when_waiting_ends()
    {
        var keeper = new DiskKeeper();
        string[] files = [.. Enumerable.Range(1, 50).Select(number => Make($"{number}"))];
        using SafeFileHandle newest = PrivateFiles.Open(Path.Combine(_folder, "newest"), FileShare.ReadWrite);
        foreach (string file in files)
        {
            keeper.Sync(newest);
            keeper.Delete(file);
        }

        keeper.Wait();

        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EqualTo(new[] { "newest" }));
        Assert.That(keeper.ThrowIfFailed, Throws.Nothing);
        keeper.Wait();
    }

    [Test]
    public void A_file_that_was_closed_meanwhile_is_no_fault()
    {
        var keeper = new DiskKeeper();
        SafeFileHandle closed = PrivateFiles.Open(Path.Combine(_folder, "closed"), FileShare.ReadWrite);
        closed.Dispose();
        keeper.Sync(closed);
        keeper.Wait();

        Assert.That(keeper.ThrowIfFailed, Throws.Nothing);
    }

    [Test]
    public void After_a_fault_nothing_is_deleted_and_the_owner_hears_of_it()
    {
        var keeper = new DiskKeeper();
        string kept = Make("kept");
        keeper.Delete(Path.Combine(_folder, "no", "such"));
        keeper.Wait();
        keeper.Delete(kept);
        keeper.Wait();

        Assert.That(File.Exists(kept));
        Assert.That(keeper.ThrowIfFailed, Throws.TypeOf<IOException>().With.Message.Contains("no"));
    }

    [Test]
    public void Asking_allocates_nothing()
    {
        var keeper = new DiskKeeper();
        using SafeFileHandle file = PrivateFiles.Open(Path.Combine(_folder, "file"), FileShare.ReadWrite);
        keeper.Sync(file);
        keeper.Wait();
        keeper.ThrowIfFailed();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            keeper.Sync(file);
            keeper.ThrowIfFailed();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10_000), "the pool's own");
        keeper.Wait();
    }

    private string Make(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, name);
        return path;
    }
}
