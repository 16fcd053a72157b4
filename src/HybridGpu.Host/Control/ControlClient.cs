using System.Net.Sockets;
using System.Text;
using HybridGpu.Host.Running;

namespace HybridGpu.Host.Control;

/// <summary><c>hybridgpu fix sessions, kill, allow</c>: says a line to a running venue and prints its answer.</summary>
internal static class ControlClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Says a line.</summary>
    /// <param name="data">The venue's data directory.</param>
    /// <param name="line">The command.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="errors">Where it goes when the venue refuses, or can't be reached.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>Exit status.</returns>
    public static async Task<int> RunAsync(
        string data, string line, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        string path = new DataDirectory(data).ControlSocket;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Patience);
            string answer = await AskAsync(path, line, limit.Token);
            bool isDone = answer.StartsWith(ControlCommands.Ok + "\n", StringComparison.Ordinal);
            await (isDone ? output : errors).WriteAsync(isDone ? answer[(ControlCommands.Ok.Length + 1)..] : answer);
            return isDone ? 0 : 1;
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException or OperationCanceledException)
        {
            await errors.WriteLineAsync($"No venue answers at {path}: {fault.Message}");
            return 1;
        }
    }

    private static async Task<string> AskAsync(string path, string line, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\n"), cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(cancellation);
    }
}
