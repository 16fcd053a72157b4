using System.CommandLine;
using HybridGpu.Host.Control;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu fix sessions, kill, allow</c>: an operator's hand on a running venue.</summary>
internal static class FixControlCommands
{
    public static Command Sessions()
    {
        Option<string> data = Data();
        var command = new Command("sessions", "Show the sessions of a running venue.") { data };
        command.SetAction((parsed, cancellation) => SayAsync(parsed.GetValue(data)!, "sessions", cancellation));
        return command;
    }

    public static Command Kill()
    {
        Argument<string> session = CompId();
        var reason = new Argument<string>("REASON") { Description = "What the client is told, up to 80 characters." };
        Option<string> data = Data();
        var command = new Command(
            "kill", "Cancel all that a session has open, log it out, and keep it out until it is allowed again.")
        {
            session, reason, data,
        };
        command.SetAction((parsed, cancellation) => SayAsync(
            parsed.GetValue(data)!, $"kill {parsed.GetValue(session)} {parsed.GetValue(reason)}", cancellation));
        return command;
    }

    public static Command Allow()
    {
        Argument<string> session = CompId();
        Option<string> data = Data();
        var command = new Command("allow", "Let a session that was killed log on again.") { session, data };
        command.SetAction((parsed, cancellation) => SayAsync(
            parsed.GetValue(data)!, $"allow {parsed.GetValue(session)}", cancellation));
        return command;
    }

    private static Argument<string> CompId() => new("COMPID") { Description = "The client's CompID." };

    private static Option<string> Data() =>
        new("--data") { Description = "The venue's --data directory.", Required = true };

    private static Task<int> SayAsync(string data, string line, CancellationToken cancellation) =>
        ControlClient.RunAsync(data, line, Console.Out, Console.Error, cancellation);
}
