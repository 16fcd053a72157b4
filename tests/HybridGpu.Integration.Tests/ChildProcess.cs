using System.Diagnostics;

namespace HybridGpu.Integration.Tests;

/// <summary>A program as its user has it: arguments in, lines and an exit status out.</summary>
/// <remarks>Whatever happens it does not outlive its test, and what it printed is in the test's output.</remarks>
internal class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly object _gate = new();

    public ChildProcess(string file, IEnumerable<string> arguments, string input = "")
    {
        _name = Path.GetFileName(file);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(file, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, _output);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, _errors);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    /// <summary>Standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>Standard error so far.</summary>
    public string Errors => Text(_errors);

    /// <summary>Waits for the first line of standard output that has a word in it.</summary>
    public string WaitForLine(string word, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (true)
            {
                if (_output.Find(line => line.Contains(word, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }

                TimeSpan rest = patience - Stopwatch.GetElapsedTime(start);
                if (rest <= TimeSpan.Zero || _process.HasExited)
                {
                    throw new AssertionException($"{_name} never printed '{word}'.\n{Everything()}");
                }

                // The end of the process wakes nobody here.
                Monitor.Wait(_gate, rest < TimeSpan.FromMilliseconds(100) ? rest : TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit status.</returns>
    public int WaitForExit(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience))
        {
            throw new AssertionException($"{_name} does not end.\n{Everything()}");
        }

        // Without a limit it also waits for the last lines.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        kill.WaitForExit();
        Assert.That(kill.ExitCode, Is.Zero, "kill -INT");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        TestContext.Out.WriteLine(Everything());
        _process.Dispose();
    }

    private string Everything()
    {
        lock (_gate)
        {
            return $"--- {_name} {string.Join(' ', _process.StartInfo.ArgumentList)}\n{Output}{Errors}";
        }
    }

    private string Text(List<string> lines)
    {
        lock (_gate)
        {
            return string.Concat(lines.Select(line => line + "\n"));
        }
    }

    private void Hear(string? line, List<string> lines)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                lines.Add(line);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
