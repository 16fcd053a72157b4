using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Settlement.Chain;

/// <summary>A development chain of our own: anvil as a child process on loopback, its state in a folder.</summary>
/// <remarks>
/// Restarts by itself with the same port and state when its process dies; a killed process loses what came after its
/// last dump, so whoever uses the chain treats a restart as a reorganisation. The process ends with this one, also if
/// this one is killed (Linux). Thread: any; one thread of its own starts and watches the process, because the kernel's
/// parent-death signal belongs to the thread that forked. Errors: <see cref="ChainException"/> from
/// <see cref="StartAsync"/>; later ones go to the observer, and the restart is tried again.
/// </remarks>
public sealed class AnvilNode : IAsyncDisposable
{
    private const long StoredAtOnceBytesMax = 8 << 20;

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    private readonly AnvilSettings _settings;
    private readonly AnvilStateFile _state;
    private readonly AnvilPidFile _pid;
    private readonly FileStream _lock;
    private readonly HttpClient _http = new();
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EthereumClient _client;
    private volatile int _processId;
    private volatile int _restartCount;
    private int _isDisposed;

    private AnvilNode(AnvilSettings settings, FileStream folderLock)
    {
        _settings = settings;
        _lock = folderLock;
        _state = new AnvilStateFile(settings.Folder, TimeProvider.System);
        _pid = new AnvilPidFile(settings.Folder, _state.Path);
        (Port, int? taken) = new AnvilPort(settings.Folder).Choose(settings.Port);
        if (taken is int other)
        {
            Tell(AnvilNoticeKind.PortChanged, FormattableString.Invariant(
                $"the chain is on port {Port} now: port {other}, where it was, is taken"));
        }

        Endpoint = new Uri(FormattableString.Invariant($"http://127.0.0.1:{Port}/"));
        _client = new EthereumClient(new JsonRpcClient(
            _http,
            new JsonRpcSettings { Endpoint = Endpoint, AttemptsMax = 1, Timeout = TimeSpan.FromSeconds(2) }));
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Endpoint { get; }

    /// <summary>Its port on loopback.</summary>
    public int Port { get; }

    /// <summary>The id of its process; 0 while there is none. For messages and for tests that kill it.</summary>
    public int ProcessId => _processId;

    /// <summary>How often it came up again after dying.</summary>
    public int RestartCount => _restartCount;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="settings">How.</param>
    /// <returns>The node, to be disposed of.</returns>
    /// <exception cref="ChainException">No binary, a port that is taken, a damaged state, a folder in use, or a process
    /// that doesn't come up, with what it said.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The lock is the node's, which is the caller's.")]
    public static async Task<AnvilNode> StartAsync(AnvilSettings settings)
    {
        if (!File.Exists(settings.BinaryPath))
        {
            throw new ChainException(
                $"there is no anvil at '{settings.BinaryPath}': it comes with the npm packages of the contracts, so "
                + "install Node.js 20 or newer with npm and build again, or start with --settlement off");
        }

        Directory.CreateDirectory(settings.Folder);
        FileStream folderLock = LockFolder(settings.Folder);
        AnvilNode node;
        try
        {
            node = new AnvilNode(settings, folderLock);
        }
        catch
        {
            await folderLock.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        new Thread(node.Run) { IsBackground = true, Name = "anvil" }.Start();
        try
        {
            await node._started.Task.ConfigureAwait(false);
            return node;
        }
        catch
        {
            await node.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a block is stored, so that no kill can take it back.</summary>
    /// <remarks>A small chain is stored at once, a large one with its next dump. A node that is away is waited
    /// for.</remarks>
    /// <param name="block">The block's height.</param>
    /// <param name="cancellation">Ends waiting.</param>
    public async Task EnsureStoredAsync(ulong block, CancellationToken cancellation = default)
    {
        while (_state.StoredBlock < block)
        {
            if (_state.Length < StoredAtOnceBytesMax)
            {
                await TryStoreAsync(cancellation).ConfigureAwait(false);
            }

            if (_state.StoredBlock < block)
            {
                await Task.Delay(WatchInterval, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks the process to store its state, and waits for its end.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _stop.Set();
            await _ended.Task.ConfigureAwait(false);
            _http.Dispose();
            _stop.Dispose();
            await _lock.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task TryStoreAsync(CancellationToken cancellation)
    {
        try
        {
            JsonElement dump = await _client.Rpc.SendAsync(new JsonRpcRequest("anvil_dumpState"), cancellation)
                .ConfigureAwait(false);
            using var packed = new GZipStream(
                new MemoryStream(Hex.Decode(dump.GetString())), CompressionMode.Decompress);
            using var state = new MemoryStream();
            await packed.CopyToAsync(state, cancellation).ConfigureAwait(false);
            _state.StoreCopy(state.ToArray());
        }
        catch (Exception failure) when (failure is JsonRpcTransportException or JsonRpcException)
        {
            // The node is away or busy: it is asked again.
        }
    }

    private static FileStream LockFolder(string folder)
    {
        string path = Path.Combine(folder, "anvil.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new ChainException($"the chain in {folder} is in use by another process", exception);
        }
    }

    /// <summary>The thread: it starts every process and is there until the last has ended.</summary>
    private void Run()
    {
        try
        {
            _pid.EndStale(_settings.StopTimeout);
            AnvilProcess? process = Launch();
            _started.SetResult();
            Tell(AnvilNoticeKind.Started, $"the chain answers at {Endpoint}");
            while (process is not null)
            {
                process = Watch(process) ? Restart() : null;
            }
        }
        catch (Exception exception) when (_started.TrySetException(exception))
        {
            // StartAsync throws it.
        }
        finally
        {
            _processId = 0;
            _ended.SetResult();
        }
    }

    /// <summary>Watches a process until it ends.</summary>
    /// <returns>True if it died, false if it was ended because the node is disposed of.</returns>
    private bool Watch(AnvilProcess process)
    {
        using (process)
        {
            while (!_stop.Wait(WatchInterval))
            {
                if (process.HasExited)
                {
                    _processId = 0;
                    Tell(AnvilNoticeKind.Died, "the chain's process died: " + process.Ending());
                    return true;
                }

                _state.CopyIfChanged();
            }

            process.AskToEnd();
            if (!process.WaitForExit(_settings.StopTimeout))
            {
                process.Kill();
            }

            _pid.Delete();
            return false;
        }
    }

    private AnvilProcess? Restart()
    {
        TimeSpan pause = _settings.RestartDelayMin;
        while (!_stop.Wait(pause))
        {
            try
            {
                AnvilProcess process = Launch();
                _restartCount++;
                Tell(AnvilNoticeKind.Restarted, $"the chain answers again at {Endpoint}");
                return process;
            }
            catch (Exception exception) when (exception is ChainException or IOException
                or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
            {
                pause = pause * 2 > _settings.RestartDelayMax ? _settings.RestartDelayMax : pause * 2;
                Tell(AnvilNoticeKind.RestartFailed, $"the chain doesn't come up again: {exception.Message}");
            }
        }

        return null;
    }

    /// <summary>Starts a process and waits until it answers.</summary>
    private AnvilProcess Launch()
    {
        if (_state.Prepare() is string restored)
        {
            Tell(AnvilNoticeKind.StateRestored, restored);
        }

        AnvilProcess process = AnvilProcess.Start(_settings.BinaryPath, Arguments());
        try
        {
            _pid.Write(process.Id);
            WaitUntilItAnswers(process);
            _processId = process.Id;
            return process;
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    private void WaitUntilItAnswers(AnvilProcess process)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < _settings.StartTimeout)
        {
            if (process.HasExited)
            {
                throw new ChainException("the chain's process doesn't start: " + process.Ending());
            }

            try
            {
                ulong chainId = _client.GetChainIdAsync().GetAwaiter().GetResult();
                if (!process.HasExited)
                {
                    CheckChainId(chainId);
                    return;
                }
            }
            catch (JsonRpcTransportException)
            {
                // Not there yet; after a pause it is asked again, or found to have ended.
                if (_stop.Wait(TimeSpan.FromMilliseconds(20)))
                {
                    throw new ChainException("the chain was stopped while it started");
                }
            }
        }

        throw new ChainException(
            $"the chain's process doesn't answer within {_settings.StartTimeout}: {process.Output}");
    }

    private void CheckChainId(ulong chainId)
    {
        if (chainId != _settings.ChainId)
        {
            throw new ChainException(FormattableString.Invariant(
                $"the chain at {Endpoint} is number {chainId} and not {_settings.ChainId}"));
        }
    }

    private string[] Arguments() =>
    [
        "--host", "127.0.0.1",
        "--port", Text((ulong)Port),
        "--silent",
        "--no-cors",
        "--chain-id", Text(_settings.ChainId),
        "--hardfork", "osaka",
        "--enable-tx-gas-limit",
        "--mixed-mining",
        "--block-time", Text((ulong)_settings.BlockSeconds),
        "--slots-in-an-epoch", "1",
        "--gas-limit", Text(_settings.BlockGasLimit),
        "--state", _state.Path,
        "--state-interval", Text((ulong)_settings.StateSeconds),
        "--cache-path", Path.Combine(_settings.Folder, "cache"),
    ];

    private static string Text(ulong number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Tell(AnvilNoticeKind kind, string text) => _settings.Observer?.Invoke(new AnvilNotice(kind, text));
}
