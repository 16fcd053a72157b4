using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text;

namespace HybridGpu.Settlement.Chain;

/// <summary>Remembers the node's process, so that a next start doesn't run beside one that is still ending.</summary>
/// <remarks>A process id may have been given to another program since: only a process whose command line names our
/// state file is ours.</remarks>
/// <param name="folder">The node's folder.</param>
/// <param name="statePath">The state file, as it stands on the command line.</param>
internal sealed class AnvilPidFile(string folder, string statePath)
{
    private readonly string _path = Path.Combine(folder, "anvil.pid");

    public void Write(int processId) =>
        AtomicFile.Write(_path, Encoding.ASCII.GetBytes(processId.ToString(CultureInfo.InvariantCulture)));

    public void Delete() => File.Delete(_path);

    /// <summary>Waits for a process of an earlier run, asks it to end, and ends it if it doesn't.</summary>
    /// <param name="timeout">How long it may take to store its state.</param>
    public void EndStale(TimeSpan timeout)
    {
        if (!File.Exists(_path)
            || !int.TryParse(File.ReadAllText(_path), CultureInfo.InvariantCulture, out int processId)
            || Find(processId) is not Process stale)
        {
            return;
        }

        using (stale)
        {
            AnvilProcess.AskToEnd(stale);
            if (!stale.WaitForExit(timeout) && IsOurs(processId))
            {
                stale.Kill();
                stale.WaitForExit();
            }
        }
    }

    private Process? Find(int processId)
    {
        try
        {
            var process = Process.GetProcessById(processId);
            if (IsOurs(processId))
            {
                return process;
            }

            process.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool IsOurs(int processId)
    {
        try
        {
            string commandLine = File.ReadAllText(FormattableString.Invariant($"/proc/{processId}/cmdline"));
            return Array.IndexOf(commandLine.Split('\0'), statePath) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No such process, or a system without /proc, where nothing proves that it is ours.
            return false;
        }
    }
}
