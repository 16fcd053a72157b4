using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Store;
using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>Message stores that keep little: what a client was told is remembered longer than the messages.</summary>
public sealed class StoreBoundTests
{
    private static readonly StoreLimits Little = new() { SegmentBytes = 2_000, MaxBytes = 8_000 };

    private TestFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task After_a_restart_nobody_is_told_again_what_is_no_longer_in_the_store()
    {
        await using var maker = new TestClient("MAKER");
        await using (TestVenue venue = await OpenAsync())
        {
            maker.Connect(venue.Port);
            for (int number = 1; number <= 50; number++)
            {
                maker.Order($"M{number}", SideValues.Buy, "1900", "1");
                maker.Report("0", $"M{number}");
            }

            await venue.CloseAsync();
        }

        FileInfo[] kept = new DirectoryInfo(Path.Combine(_folder.Root, "fix")).GetFiles("*-MAKER.log*");
        Assert.That(kept.Select(file => file.Extension), Has.None.EqualTo(".log"), "the first segment is gone");
        Assert.That(kept.Sum(file => file.Length), Is.LessThan(Little.MaxBytes + 1_000));

        await using TestVenue again = await OpenAsync();
        maker.Connect(again.Port);
        maker.Order("N1", SideValues.Buy, "1900", "1");
        maker.Report("0", "N1");
        Assert.That(again.Gateway.ReportCount, Is.EqualTo(1), "of 51 orders in the journal");
        await again.CloseAsync();
    }

    private Task<TestVenue> OpenAsync() =>
        TestVenue.OpenAsync(_folder.Root, change: options => options with { StoreLimits = Little });
}
