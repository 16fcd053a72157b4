using System.ComponentModel;
using System.Security.Cryptography;

namespace HybridGpu.Integration.Tests;

/// <summary>The programs of tests/peers/quickfix: each built once for each state of its source.</summary>
internal static class QuickFixPeer
{
    private const string Missing =
        "QuickFIX could not judge our FIX: install Debian's g++ and libquickfix-dev (1.15.1) to run this test.";

    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ScriptPatience = TimeSpan.FromMinutes(1);
    private static readonly Lazy<string?> Initiator = new(() => Build("quickfix_peer"));
    private static readonly Lazy<string?> Acceptor = new(() => Build("quickfix_acceptor"));

    /// <summary>Starts the client on a script; ignores the test when the machine can't build it.</summary>
    public static ChildProcess Start(int port, string compId, string store, params string[] script)
    {
        string input = string.Concat(script.Select(step => step + "\n"));
        return new ChildProcess(Built(Initiator), [$"{port}", compId, Repository.Dictionary, store], input);
    }

    /// <summary>Starts the acceptor and waits until it listens; ignores the test when the machine can't build
    /// it.</summary>
    public static ChildProcess StartAcceptor(int port, string compId, string store)
    {
        var acceptor = new ChildProcess(Built(Acceptor), [$"{port}", compId, Repository.Dictionary, store]);
        acceptor.WaitForLine("listening", ScriptPatience);
        return acceptor;
    }

    /// <summary>Plays a script to its end, which must be a good one.</summary>
    /// <returns>What the client printed.</returns>
    public static string Play(int port, string compId, string store, params string[] script)
    {
        using ChildProcess peer = Start(port, compId, store, script);
        AssertGood(peer);
        return peer.Output;
    }

    /// <summary>Waits for the end of the script, which must be a good one.</summary>
    public static void AssertGood(ChildProcess peer) =>
        Assert.That(peer.WaitForExit(ScriptPatience), Is.Zero, () => peer.Errors + peer.Output);

    private static string Built(Lazy<string?> program)
    {
        if (program.Value is { } path)
        {
            return path;
        }

        Assert.Ignore(Missing);
        throw new InvalidOperationException(Missing);
    }

    /// <returns>Null when the machine has no compiler or no QuickFIX.</returns>
    private static string? Build(string name)
    {
        string source = Path.Combine(Repository.Root, "tests", "peers", "quickfix", name + ".cpp");
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source)))[..16];
        string folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "peers");
        string program = Path.Combine(folder, $"{name}-{hash}");
        if (File.Exists(program))
        {
            return program;
        }

        Directory.CreateDirectory(folder);
        if (!HasQuickFix(Path.Combine(folder, name + "-probe.cpp")))
        {
            return null;
        }

        // Before C++17: QuickFIX's headers have exception specifications.
        string[] flags = ["-std=c++14", "-O1", "-Wall", "-Wextra", "-Werror", "-Wno-deprecated"];
        string partial = program + ".partial";
        using var compiler = new ChildProcess("g++", [.. flags, "-o", partial, source, "-lquickfix", "-pthread"]);
        Assert.That(compiler.WaitForExit(BuildPatience), Is.Zero, () => compiler.Errors);
        File.Move(partial, program);
        return program;
    }

    private static bool HasQuickFix(string probe)
    {
        File.WriteAllText(probe, "#include <quickfix/Session.h>\n");
        try
        {
            using var compiler = new ChildProcess("g++", ["-E", "-o", Path.ChangeExtension(probe, "i"), probe]);
            return compiler.WaitForExit(BuildPatience) == 0;
        }
        catch (Win32Exception)
        {
            // There is no g++.
            return false;
        }
    }
}
