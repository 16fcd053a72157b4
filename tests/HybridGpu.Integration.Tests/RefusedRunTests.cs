using System.Net;
using System.Net.Sockets;
using HybridGpu.Persistence;

namespace HybridGpu.Integration.Tests;

/// <summary>A run that can't be says in a sentence what to do instead, and leaves nothing behind.</summary>
[TestFixture]
public sealed class RefusedRunTests
{
    [TestCase("'--no-such-option'", "--no-such-option", TestName = "An unknown option is refused")]
    [TestCase("--backend must be one of auto, cuda", "--backend", "abacus", TestName = "An unknown backend is refused")]
    [TestCase("write for example 500ms, 60s, 5m, 2h or 6.4d", "--for", "soon", TestName = "A bad duration is refused")]
    [TestCase(
        "--currency must be one of BTC, ETH", "--chain", ".", "--currency", "DOGE",
        TestName = "An unknown currency is refused")]
    [TestCase("it needs --chain", "--currency", "BTC", TestName = "A currency without recorded chains is refused")]
    [TestCase("--makers must be from 0 to 64", "--makers", "-1", TestName = "A negative number of makers is refused")]
    [TestCase("--fix-port must be from 0 to 65535", "--fix-port", "65536", TestName = "A port above 65535 is refused")]
    [TestCase("is not COMPID=ACCOUNT", "--fix-session", "QFIX", TestName = "A session without an account is refused")]
    [TestCase("write a whole number", "--seed", "lucky", TestName = "A seed that is no number is refused")]
    [TestCase("can't be listed", "--chain", "no-such-directory", TestName = "A missing directory is refused")]
    [TestCase("holds no file named chain_", "--chain", ".", TestName = "A directory without chains is refused")]
    public void A_run_with_a_bad_option_is_refused(string sentence, params string[] options) =>
        AssertRefused(sentence, options);

    [Test]
    public void A_taken_port_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        using var directory = new TemporaryDirectory();

        (int status, _, string errors) = VenueProcess.RunToEnd(
            [
                .. VenueProcess.Unsettled, "--data", directory["data"], "--summary", directory["summary.json"],
                "--fix-port", $"{port}",
            ]);

        AssertSentence(status, errors, "in use");
        Assert.That(File.Exists(directory["summary.json"]), Is.False);
        // What the run had journaled before it knew is whole, and the next run goes on with it.
        (status, _, errors) = VenueProcess.RunToEnd(
            [.. VenueProcess.Unsettled, "--makers", "0", "--data", directory["data"], "--for", "1s"]);
        Assert.That(status, Is.Zero, errors);
        (status, _, errors) = VenueProcess.RunToEnd("replay", directory["data"]);
        Assert.That(status, Is.Zero, errors);
    }

    [Test]
    public void A_data_directory_that_another_run_has_is_refused_and_the_other_goes_on()
    {
        using var directory = new TemporaryDirectory();
        using var owner = new VenueProcess(
            [
                .. VenueProcess.Unsettled, "--makers", "0", "--data", directory["data"],
                "--summary", directory["owner.json"],
            ]);
        owner.WaitForPort();

        (int status, _, string errors) = VenueProcess.RunToEnd(
            [
                .. VenueProcess.Unsettled, "--makers", "0", "--data", directory["data"],
                "--summary", directory["other.json"], "--for", "2s",
            ]);

        AssertSentence(status, errors, "Stop that one first");
        Assert.That(File.Exists(directory["other.json"]), Is.False);
        owner.Interrupt();
        Assert.That(owner.WaitForExit(VenueProcess.Patience), Is.Zero);
        Assert.That(File.Exists(directory["owner.json"]));
        (status, _, errors) = VenueProcess.RunToEnd("replay", directory["data"]);
        Assert.That(status, Is.Zero, errors);
    }

    [Test]
    public void A_replay_of_a_directory_without_a_journal_is_refused()
    {
        using var directory = new TemporaryDirectory();

        (int status, _, string errors) = VenueProcess.RunToEnd("replay", directory["data"], "--verify");

        AssertSentence(status, errors, "no journal");
        Assert.That(Directory.Exists(directory["data"]), Is.False);
    }

    [Test]
    public void A_replay_that_proves_nothing_fails_with_a_sentence()
    {
        using var directory = new TemporaryDirectory();
        string journal = Path.Combine(directory["data"], "journal");
        Directory.CreateDirectory(journal);
        using (JournalWriter.Open(journal, new JournalOptions()))
        {
            // Only made: no command was ever written.
        }

        (int status, _, string errors) = VenueProcess.RunToEnd("replay", directory["data"], "--verify");
        AssertSentence(status, errors, "nothing was compared");

        (status, _, errors) = VenueProcess.RunToEnd("replay", directory["data"], "--until", "5");
        AssertSentence(status, errors, "ends at command 0, before --until 5");

        File.Delete(Path.Combine(journal, "journal.control"));
        (status, string output, _) = VenueProcess.RunToEnd("replay", directory["data"], "--json");
        Assert.That(status, Is.Zero, "without --verify it only says what there is");
        Assert.That(output, Does.Contain("\"end\": \"unproven\""));
    }

    private static void AssertRefused(string sentence, params string[] options)
    {
        using var directory = new TemporaryDirectory();

        (int status, _, string errors) = VenueProcess.RunToEnd(
            [
                .. VenueProcess.Unsettled, "--data", directory["data"],
                "--summary", directory["summary.json"], .. options,
            ]);

        AssertSentence(status, errors, sentence);
        Assert.That(Directory.EnumerateFileSystemEntries(directory.Path), Is.Empty, "nothing half-written is left");
    }

    private static void AssertSentence(int status, string errors, string sentence)
    {
        Assert.That(status, Is.Not.Zero);
        Assert.That(errors, Does.Contain(sentence));
        Assert.That(errors, Does.Not.Contain("   at "), "a sentence, not a stack trace");
        Assert.That(errors, Does.Not.Contain("(Parameter"), "no name of the code");
    }
}
