using System.Diagnostics;
using System.Globalization;

namespace HybridGpu.LoadTests;

/// <summary>An acceptor in a process of its own, and what it has cost.</summary>
internal sealed class ServerProcess : IDisposable
{
    // USER_HZ, by which Linux tells processor time to programs, whatever the kernel's own clock.
    private const double TicksPerSecond = 100;

    // utime and stime, counted after the name, which may have spaces and ends with a parenthesis.
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;

    private readonly Process _process;

    /// <summary>Starts a program and waits for its first line with a word in it.</summary>
    public ServerProcess(string name, string file, IEnumerable<string> arguments, string readyWord)
    {
        Name = name;
        _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{file} does not start.");
        do
        {
            ReadyLine = _process.StandardOutput.ReadLine()
                ?? throw new InvalidOperationException($"{name} ended before it was ready.");
        }
        while (!ReadyLine.Contains(readyWord, StringComparison.Ordinal));

        // A pipe that nobody empties would stop the server sooner or later.
        new Thread(Drain) { IsBackground = true }.Start();
    }

    public string Name { get; }

    public string ReadyLine { get; }

    public int Port { get; set; }

    /// <summary>Processor seconds so far, of all threads, user and kernel.</summary>
    public (double User, double Kernel) CpuSeconds()
    {
        string stat = File.ReadAllText($"/proc/{_process.Id}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Seconds(UserTimeField), Seconds(SystemTimeField));

        double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
    }

    private void Drain()
    {
        while (_process.StandardOutput.ReadLine() is not null)
        {
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
