using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace HybridGpu.Settlement.Chain;

/// <summary>One process of anvil, and what it last wrote.</summary>
/// <remarks>
/// Linux: setpriv asks the kernel to terminate it when the thread that started it ends, so the starting thread must
/// outlive it; setsid keeps a terminal's interrupt from it, because it must outlive the venue's last batch. Both end by
/// executing anvil, so the process id is anvil's own.
/// </remarks>
internal sealed class AnvilProcess : IDisposable
{
    private const int OutputLinesMax = 40;
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Queue<string> _output = [];

    private AnvilProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its last lines.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join(Environment.NewLine, _output);
            }
        }
    }

    /// <summary>Starts it, on a thread that outlives it.</summary>
    public static AnvilProcess Start(string binary, IReadOnlyList<string> arguments)
    {
        string[] command = [.. Wrapper(), binary, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // Settings of somebody's own development work mustn't change this chain.
        foreach (string name in start.Environment.Keys.Where(IsForeign).ToArray())
        {
            start.Environment.Remove(name);
        }

        var process = Process.Start(start) ?? throw new ChainException($"{binary} doesn't start");
        var anvil = new AnvilProcess(process);
        process.OutputDataReceived += anvil.Keep;
        process.ErrorDataReceived += anvil.Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        return anvil;
    }

    public bool WaitForExit(TimeSpan timeout) => _process.WaitForExit(timeout);

    /// <summary>How it ended, for a message.</summary>
    public string Ending()
    {
        // Without a timeout it also waits for the last lines of output.
        _process.WaitForExit();
        return $"exit status {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}"
            + (Output.Length > 0 ? ": " + Output : " and no output");
    }

    /// <summary>Asks it to store its state and end; where there are no signals it is ended.</summary>
    public void AskToEnd() => AskToEnd(_process);

    public static void AskToEnd(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
            return;
        }

        // An error means that it has ended already, which is what was asked for.
        _ = kill(process.Id, Terminate);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private static string[] Wrapper()
    {
        string? setpriv = OperatingSystem.IsLinux() ? FindTool("setpriv") : null;
        string? setsid = OperatingSystem.IsLinux() ? FindTool("setsid") : null;
        return
        [
            .. setpriv is null ? Array.Empty<string>() : [setpriv, "--pdeathsig", "TERM"],
            .. setsid is null ? Array.Empty<string>() : [setsid],
        ];
    }

    private static string? FindTool(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static bool IsForeign(string name) =>
        name.StartsWith("FOUNDRY_", StringComparison.Ordinal) || name.StartsWith("ANVIL_", StringComparison.Ordinal);

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (string.IsNullOrWhiteSpace(line.Data))
        {
            return;
        }

        lock (_output)
        {
            _output.Enqueue(line.Data);
            if (_output.Count > OutputLinesMax)
            {
                _output.Dequeue();
            }
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport generates unsafe code, which this project forbids.
    [DllImport("libc", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
#pragma warning restore SYSLIB1054
}
