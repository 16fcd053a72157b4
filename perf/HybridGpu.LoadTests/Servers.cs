using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HybridGpu.LoadTests;

/// <summary>Starts those who are measured.</summary>
/// <param name="folder">Where their files go.</param>
internal sealed class Servers(string folder)
{
    private static readonly string Here = AppContext.BaseDirectory;

    /// <summary>Our acceptor.</summary>
    public ServerProcess Ours()
    {
        string program = Path.Combine(Here, "HybridGpu.LoadTests.dll");
        var server = new ServerProcess(
            "HybridGpu.Fix", "dotnet", [program, "--serve", Path.Combine(folder, "ours")], "listening");
        return WithPort(server, server.ReadyLine.Split(' ')[1]);
    }

    /// <summary>QuickFIX's acceptor, built here with -O2.</summary>
    /// <returns>Null when the machine has no compiler or no QuickFIX.</returns>
    public ServerProcess? QuickFix()
    {
        string source = Extract("quickfix_acceptor.cpp");
        string program = Path.ChangeExtension(source, null);
        string[] flags = ["-std=c++14", "-O2", "-Wno-deprecated", "-o", program, source, "-lquickfix", "-pthread"];
        try
        {
            using var compiler = Process.Start("g++", flags);
            compiler.WaitForExit();
            if (compiler.ExitCode != 0)
            {
                return null;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        int port = FreePort();
        string store = Path.Combine(folder, "quickfix");
        var server = new ServerProcess(
            "QuickFIX C++",
            program,
            [$"{port}", LoadClient.Sender, Extract("FIX44-HybridGpu.xml"), store],
            "listening");
        return WithPort(server, $"{port}");
    }

    /// <summary>The venue, with its journal, and with limits that are not what is measured.</summary>
    /// <param name="durability">sync or async.</param>
    public ServerProcess Venue(string durability)
    {
        string configuration = Path.Combine(folder, "fix.json");
        File.WriteAllText(configuration, $$"""
            {"address": "127.0.0.1", "sessions": [{"compId": "{{LoadClient.Sender}}", "account": 500,
             "ordersPerSecond": 10000000}]}
            """);
        string[] arguments =
        [
            Path.Combine(Here, "hybridgpu.dll"), "run", "--settlement", "off", "--makers", "0", "--durability",
            durability, "--fix-config", configuration, "--fix-port", "0", "--data",
            Path.Combine(folder, "venue-" + durability), "--for", "10m",
        ];
        var server = new ServerProcess($"hybridgpu, {durability}", "dotnet", arguments, "FIX 4.4 on ");
        string address = server.ReadyLine["FIX 4.4 on ".Length..].Split(' ')[0];
        return WithPort(server, address.Split(':')[1]);
    }

    private static ServerProcess WithPort(ServerProcess server, string port)
    {
        server.Port = int.Parse(port, CultureInfo.InvariantCulture);
        return server;
    }

    private string Extract(string name)
    {
        string path = Path.Combine(folder, name);
        using Stream source = typeof(Servers).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using FileStream target = File.Create(path);
        source.CopyTo(target);
        return path;
    }

    private static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}
