using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;

namespace HybridGpu.Fix.Tests.Conformance;

/// <summary>Our acceptor with sessions VENUE to MAKER1, MAKER2, ... over stores in files; can be restarted.</summary>
internal sealed class ConformanceVenue : IAsyncDisposable
{
    private readonly ConformanceApplication _application = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hybridgpu-conformance-").FullName;
    private readonly int _sessionCount;
    private AcceptorSettings _settings;
    private SocketAcceptor? _acceptor;
    private Session[] _sessions = [];

    public ConformanceVenue(AcceptorSettings settings, int sessionCount)
    {
        _settings = settings;
        _sessionCount = sessionCount;
        Start();
    }

    public int Port => _settings.Port;

    /// <summary>Stops in good order and starts again over the same stores, on the same port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        await _acceptor!.DisposeAsync();
        Array.ForEach(_sessions, session => session.Dispose());
    }

    private void Start()
    {
        _sessions = [.. Enumerable.Range(1, _sessionCount).Select(number => Open($"MAKER{number}"))];
        _acceptor = new SocketAcceptor(_settings, _sessions, TimeProvider.System);
        _acceptor.Start();
        _settings = _settings with { Port = _acceptor.LocalEndPoint.Port };
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Reliability", "CA2000", Justification = "The session owns its store.")]
    private Session Open(string peer)
    {
        var id = SessionId.Fix44("VENUE", peer);
        return new Session(
            id,
            new SessionSettings(),
            _application,
            FileMessageStore.Open(_folder, id, TimeProvider.System),
            DataDictionary.HybridGpu,
            TimeProvider.System);
    }
}
