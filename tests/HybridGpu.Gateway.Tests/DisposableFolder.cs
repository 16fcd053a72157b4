using HybridGpu.Venue.Tests;

namespace HybridGpu.Gateway.Tests;

/// <summary>A folder for the length of one test.</summary>
internal sealed class DisposableFolder : IDisposable
{
    private readonly TestFolder _folder = new();

    public string Root => _folder.Root;

    public void Dispose() => _folder.Remove();
}
