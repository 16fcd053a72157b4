using System.Net.Sockets;
using System.Text;
using HybridGpu.Host.Control;
using HybridGpu.Host.Running;
using HybridGpu.Host.Tests.Support;

namespace HybridGpu.Host.Tests.Control;

/// <summary>The socket by which an operator reaches a venue: one line, one answer, for its user alone.</summary>
public sealed class ControlServerTests
{
    private TestFolder _folder = null!;

    private string Socket => new DataDirectory(_folder.Path).ControlSocket;

    [SetUp]
    public void MakeFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Remove();

    [Test]
    public async Task A_line_is_answered_and_only_the_owner_may_ask()
    {
        await using ControlServer? server = ControlServer.TryStart(Socket, line => $"ok\nheard {line}\n");
        Assert.That(server, Is.Not.Null);
        using var output = new StringWriter();
        using var errors = new StringWriter();

        int status = await ControlClient.RunAsync(_folder.Path, "sessions", output, errors, CancellationToken.None);

        Assert.That((status, output.ToString(), errors.ToString()), Is.EqualTo((0, "heard sessions\n", "")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(Socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    [Test]
    public async Task A_refusal_goes_to_the_errors_and_so_does_that_nobody_is_there()
    {
        await using (ControlServer.TryStart(Socket, _ => "error: no\n"))
        {
            using var refused = new StringWriter();
            Assert.That(
                await ControlClient.RunAsync(_folder.Path, "kill", TextWriter.Null, refused, CancellationToken.None),
                Is.EqualTo(1));
            Assert.That(refused.ToString(), Is.EqualTo("error: no\n"));
        }

        Assert.That(File.Exists(Socket), Is.False, "it is taken away at the end");
        using var errors = new StringWriter();
        Assert.That(
            await ControlClient.RunAsync(_folder.Path, "kill", TextWriter.Null, errors, CancellationToken.None),
            Is.EqualTo(1));
        Assert.That(errors.ToString(), Does.StartWith("No venue answers at"));
    }

    [Test]
    public async Task Lines_that_are_too_long_and_clients_that_leave_are_survived()
    {
        await using ControlServer? server = ControlServer.TryStart(Socket, line => $"ok\n{line.Length}\n");
        Assert.That(await AskAsync(new string('x', ControlServer.LineBytesMax - 1) + "\n"), Is.EqualTo("ok\n511\n"));
        Assert.That(await AskAsync(new string('x', ControlServer.LineBytesMax)), Does.StartWith("error: a command is"));
        for (int i = 0; i < 3 * ControlServer.ClientsMax; i++)
        {
            using Socket gone = await ConnectAsync();
            await gone.SendAsync(Encoding.ASCII.GetBytes("half a line"));
        }

        Assert.That(await AskAsync("after that\n"), Is.EqualTo("ok\n10\n"));
    }

    [Test]
    public async Task Connections_that_lie_idle_hold_no_command_up_and_the_oldest_give_way()
    {
        var idle = new List<Socket>();
        try
        {
            // Nobody is cut off for being slow here: only for being in another's way.
            await using ControlServer? server = ControlServer.TryStart(
                Socket, line => $"ok\n{line}\n", Timeout.InfiniteTimeSpan);
            for (int i = 0; i < 40; i++)
            {
                idle.Add(await ConnectAsync());
            }

            for (int i = 0; i < 3; i++)
            {
                Assert.That(await AskAsync($"command {i}\n"), Is.EqualTo($"ok\ncommand {i}\n"));
            }

            Assert.That(await idle[0].ReceiveAsync(new byte[1]), Is.Zero, "the first was closed");
            await idle[^1].SendAsync("late\n"u8.ToArray());
            using var stream = new NetworkStream(idle[^1]);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("ok\nlate\n"), "the last kept its place");
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }
    }

    [Test]
    public async Task A_connection_that_sends_no_line_is_closed()
    {
        await using ControlServer? server = ControlServer.TryStart(
            Socket, _ => "ok\n", TimeSpan.FromMilliseconds(20));
        using Socket idle = await ConnectAsync();

        Assert.That(await idle.ReceiveAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task What_a_venue_that_died_has_left_is_no_obstacle_and_a_path_that_is_too_long_gives_none()
    {
        await File.WriteAllTextAsync(Socket, "left");
        await using (ControlServer? server = ControlServer.TryStart(Socket, _ => "ok\n"))
        {
            Assert.That(server, Is.Not.Null);
            Assert.That(await AskAsync("x\n"), Is.EqualTo("ok\n"));
        }

        Assert.That(ControlServer.TryStart(_folder[new string('x', 120)], _ => "ok\n"), Is.Null);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket));
        return socket;
    }

    private async Task<string> AskAsync(string text)
    {
        using Socket socket = await ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }
}
