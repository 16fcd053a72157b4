namespace HybridGpu.Venue.Tests;

/// <summary>A directory that goes with its test.</summary>
internal sealed class TestFolder
{
    public string Root { get; } = Directory.CreateTempSubdirectory("hybridgpu-test-").FullName;

    public string Journal => Path.Combine(Root, "journal");

    /// <summary>What a kill at this moment would leave of a folder: the page cache survives, so every write made does.
    /// Files are copied while they are written, so names that vanish meanwhile are left out.</summary>
    public static void CopyImage(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
        {
            try
            {
                File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), ReadShared(file));
            }
            catch (FileNotFoundException)
            {
                // A spare segment that got its number between listing and copying; it held nothing yet.
            }
            catch (IOException) when (Path.GetExtension(file) == ".lock" || Path.GetFileName(file) == "lock")
            {
                // A lock dies with its process.
            }
        }
    }

    public void Remove() => Directory.Delete(Root, recursive: true);

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
