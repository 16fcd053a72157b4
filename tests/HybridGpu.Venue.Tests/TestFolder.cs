namespace HybridGpu.Venue.Tests;

/// <summary>A directory that goes with its test.</summary>
internal sealed class TestFolder
{
    public string Root { get; } = Directory.CreateTempSubdirectory("hybridgpu-test-").FullName;

    public string Journal => Path.Combine(Root, "journal");

    /// <summary>What a kill at this moment would leave of a folder: the page cache survives, so every write made does.
    /// A kill is one moment and a copy is not, so it is read until two readings are the same.</summary>
    public static void CopyImage(string from, string to)
    {
        Dictionary<string, byte[]> image = ReadAll(from);
        Eventually.Until(
            () =>
            {
                Dictionary<string, byte[]> before = image;
                image = ReadAll(from);
                return before.Count == image.Count
                    && image.All(file =>
                        before.TryGetValue(file.Key, out byte[]? bytes) && bytes.AsSpan().SequenceEqual(file.Value));
            },
            $"{from} stands still");
        Directory.CreateDirectory(to);
        foreach ((string name, byte[] bytes) in image)
        {
            File.WriteAllBytes(Path.Combine(to, name), bytes);
        }
    }

    public void Remove() => Directory.Delete(Root, recursive: true);

    private static Dictionary<string, byte[]> ReadAll(string folder)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (string file in Directory.GetFiles(folder))
        {
            try
            {
                using var stream = new FileStream(
                    file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                files.Add(Path.GetFileName(file), bytes);
            }
            catch (FileNotFoundException)
            {
                // A spare segment that got its number between listing and reading: the next reading has it.
            }
            catch (IOException) when (file.EndsWith("lock", StringComparison.Ordinal))
            {
                // A lock dies with its process.
            }
        }

        return files;
    }
}
