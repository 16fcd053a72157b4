using System.ComponentModel;
using System.Security.Cryptography;

namespace HybridGpu.Integration.Tests;

/// <summary>The client of tests/peers/jspurefix: npm puts its packages beside the tests, once for each state of its
/// files.</summary>
internal static class JsPureFixPeer
{
    private const string Missing = "jspurefix could not judge the venue: install Node.js 20 with npm to run this test.";

    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ScriptPatience = TimeSpan.FromMinutes(1);
    private static readonly string[] Files = ["peer.js", "package.json", "package-lock.json", ".npmrc"];
    private static readonly Lazy<string?> Folder = new(Install);

    /// <summary>Starts the client on a script; ignores the test when the machine has no Node.js.</summary>
    public static ChildProcess Start(int port, string compId, string store, params string[] script)
    {
        if (Folder.Value is not { } folder)
        {
            Assert.Ignore(Missing);
            throw new InvalidOperationException(Missing);
        }

        string input = string.Concat(script.Select(step => step + "\n"));
        string program = Path.Combine(folder, "peer.js");
        return new ChildProcess("node", [program, $"{port}", compId, Repository.Dictionary, store], input);
    }

    /// <summary>Plays a script to its end, which must be a good one.</summary>
    public static void Play(int port, string compId, string store, params string[] script)
    {
        using ChildProcess peer = Start(port, compId, store, script);
        AssertGood(peer);
    }

    /// <summary>Waits for the end of the script, which must be a good one.</summary>
    public static void AssertGood(ChildProcess peer) =>
        Assert.That(peer.WaitForExit(ScriptPatience), Is.Zero, () => peer.Errors + peer.Output);

    /// <returns>Null when the machine has no Node.js or no npm.</returns>
    private static string? Install()
    {
        if (!Runs("node") || !Runs("npm"))
        {
            return null;
        }

        string source = Path.Combine(Repository.Root, "tests", "peers", "jspurefix");
        byte[] content = [.. Files.SelectMany(file => File.ReadAllBytes(Path.Combine(source, file)))];
        string hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        string folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "peers", $"jspurefix-{hash}");
        string stamp = Path.Combine(folder, "installed");
        if (File.Exists(stamp))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        foreach (string file in Files)
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        }

        using var npm = new ChildProcess("npm", ["ci", "--prefix", folder]);
        Assert.That(npm.WaitForExit(InstallPatience), Is.Zero, () => npm.Errors);
        File.WriteAllText(stamp, hash);
        return folder;
    }

    private static bool Runs(string program)
    {
        try
        {
            using var version = new ChildProcess(program, ["--version"]);
            return version.WaitForExit(ScriptPatience) == 0;
        }
        catch (Win32Exception)
        {
            // It is not there.
            return false;
        }
    }
}
