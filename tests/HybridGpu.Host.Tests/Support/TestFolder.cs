namespace HybridGpu.Host.Tests.Support;

/// <summary>A directory of one fixture, to be removed at its end.</summary>
internal sealed class TestFolder
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hybridgpu-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllLines(this[name], lines);
        return this[name];
    }

    public void Remove() => Directory.Delete(Path, recursive: true);
}
