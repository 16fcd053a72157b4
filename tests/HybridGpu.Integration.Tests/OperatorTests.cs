using System.Globalization;

namespace HybridGpu.Integration.Tests;

/// <summary>Signed orders and the control of sessions, as an operator has them on the command line.</summary>
[TestFixture]
public sealed class OperatorTests
{
    private const string Order =
        "|1=1042|55=BTC-PERP|54=1|60=now|38=1|40=2|44=60000|59=1|126=20991231-00:00:00|20040=0";

    [Test]
    public void A_key_is_made_orders_are_signed_with_it_and_a_session_is_killed_and_allowed_again()
    {
        using var directory = new TemporaryDirectory();
        string key = directory["acme.pem"];
        (int status, string printed, string errors) = VenueProcess.RunToEnd("fix", "keygen", "--order", key);
        Assert.That(status, Is.Zero, errors);
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(File.GetUnixFileMode(key), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Assert.That(VenueProcess.RunToEnd("fix", "keygen", "--order", key).Status, Is.EqualTo(1), "it is there");
        string configuration = directory["fix.json"];
        File.WriteAllText(
            configuration,
            $$"""
            {"address": "127.0.0.1", "sessions": [
              {"compId": "ACME", "account": 1042, "orderKeys": [ { {{printed}} } ]}]}
            """);
        string[] run = ["--makers", "0", "--fix-config", configuration, "--data", directory["data"]];
        (status, _, errors) = VenueProcess.RunToEnd(["run", .. run, "--for", "1s"]);
        Assert.That((status, errors), Is.EqualTo((1, errors)));
        Assert.That(errors, Does.Contain("account 1042 signs").And.Contain("--settlement off"));
        Assert.That(errors, Does.Not.Contain("   at "));

        run = ["--makers", "0", "--fix-config", configuration, "--data", directory["signed"]];
        using var venue = new VenueProcess([.. VenueProcess.Unsettled, .. run]);
        string port = venue.WaitForPort().ToString(CultureInfo.InvariantCulture);
        Assert.That(Send(port, "D|11=A1" + Order + "|20041=1"), Does.Contain("SignatureFault(20043)=1"));
        string signed = Send(port, "D|11=A2" + Order + "|20041=1", "--order-key", key);
        Assert.That(signed, Does.Contain("ClOrdID(11)=A2").And.Contain("ExecType(150)=0"));

        string data = directory["signed"];
        Assert.That(Fix("sessions", "--data", data).Output, Does.StartWith("ACME account=1042 state="));
        (status, _, errors) = Fix("kill", "ACME", "out of hand", "--data", data);
        Assert.That(status, Is.Zero, errors);
        Assert.That(Fix("sessions", "--data", data).Output, Does.Contain("stopped: out of hand"));
        (status, _, errors) = Fix(
            "send", "--port", port, "--sender", "ACME", "--wait", "100ms", "H|11=A2|55=BTC-PERP|54=1");
        Assert.That(status, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("This session is stopped: out of hand"));
        Assert.That(Fix("allow", "ACME", "--data", data).Status, Is.Zero);
        Assert.That(Fix("allow", "ACME", "--data", data).Errors, Does.Contain("ACME is not stopped"));
        Assert.That(
            Send(port, "H|11=A2|55=BTC-PERP|54=1"), Does.Contain("OrdStatus(39)=8"), "the kill has cancelled it");
    }

    private static string Send(string port, string message, params string[] options)
    {
        (int status, string output, string errors) = Fix(
            ["send", "--port", port, "--sender", "ACME", "--wait", "1s", .. options, message]);
        Assert.That(status, Is.Zero, errors);
        return output;
    }

    private static (int Status, string Output, string Errors) Fix(params string[] arguments) =>
        VenueProcess.RunToEnd(["fix", .. arguments]);
}
