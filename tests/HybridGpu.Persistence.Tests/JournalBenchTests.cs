using HybridGpu.Persistence.Benchmarks;

namespace HybridGpu.Persistence.Tests;

/// <summary>The benchmark measures what it says, and leaves nothing behind.</summary>
public sealed class JournalBenchTests
{
    [Test]
    public void Both_sides_are_measured_across_segments_and_the_directory_is_empty_again()
    {
        string directory = JournalWriterTests.NewDirectory();
        try
        {
            JournalBenchResult result = JournalBench.Run(
                directory, 16, TimeSpan.FromMilliseconds(200), TestJournal.Small);

            Assert.That(result.BatchCommands, Is.EqualTo(16));
            foreach (JournalBenchFigures side in new[] { result.BareFile, result.Journal })
            {
                Assert.That(side.Batches, Is.GreaterThanOrEqualTo(JournalBench.Rounds));
                Assert.That(side.CommandsPerSecond, Is.Positive);
                Assert.That(side.BatchP99Micros, Is.GreaterThanOrEqualTo(side.BatchP50Micros));
            }

            Assert.That(result.Ratio, Is.Positive);
            Assert.That(result.SegmentSeconds, Is.Positive, "nine rounds of a page a batch need a second segment");
            Assert.That(Directory.GetFileSystemEntries(directory), Is.Empty);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public void A_directory_with_something_in_it_is_refused_and_left_alone()
    {
        string directory = JournalWriterTests.NewDirectory();
        try
        {
            string file = Path.Combine(directory, "precious");
            File.WriteAllText(file, "kept");
            Assert.That(
                () => JournalBench.Run(directory, 1, TimeSpan.FromMilliseconds(1)), Throws.ArgumentException);
            Assert.That(File.ReadAllText(file), Is.EqualTo("kept"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
