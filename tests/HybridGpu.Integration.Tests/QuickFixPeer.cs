using System.ComponentModel;
using System.Security.Cryptography;

namespace HybridGpu.Integration.Tests;

/// <summary>The client of tests/peers/quickfix: built once for each state of its source.</summary>
internal static class QuickFixPeer
{
    private const string Missing =
        "QuickFIX could not judge the venue: install Debian's g++ and libquickfix-dev (1.15.1) to run this test.";

    private static readonly TimeSpan BuildPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ScriptPatience = TimeSpan.FromMinutes(1);
    private static readonly Lazy<string?> Program = new(Build);

    /// <summary>Starts the client on a script; ignores the test when the machine can't build it.</summary>
    public static ChildProcess Start(int port, string compId, string store, params string[] script)
    {
        if (Program.Value is not { } program)
        {
            Assert.Ignore(Missing);
            throw new InvalidOperationException(Missing);
        }

        string input = string.Concat(script.Select(step => step + "\n"));
        return new ChildProcess(program, [$"{port}", compId, Repository.Dictionary, store], input);
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

    /// <returns>Null when the machine has no compiler or no QuickFIX.</returns>
    private static string? Build()
    {
        string source = Path.Combine(Repository.Root, "tests", "peers", "quickfix", "quickfix_peer.cpp");
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(source)))[..16];
        string folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "peers");
        string program = Path.Combine(folder, $"quickfix_peer-{hash}");
        if (File.Exists(program))
        {
            return program;
        }

        Directory.CreateDirectory(folder);
        if (!HasQuickFix(folder))
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

    private static bool HasQuickFix(string folder)
    {
        string probe = Path.Combine(folder, "probe.cpp");
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
