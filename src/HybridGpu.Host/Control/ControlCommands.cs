using System.Globalization;
using System.Text;
using HybridGpu.Gateway;

namespace HybridGpu.Host.Control;

/// <summary>One-line commands of an operator, and their answers (docs/fix.md).</summary>
/// <remarks>The first line of an answer is <c>ok</c>, or <c>error</c> and what is wrong. Thread: any.</remarks>
internal sealed class ControlCommands(SessionControl sessions)
{
    /// <summary>What an answer to something done begins with.</summary>
    public const string Ok = "ok";

    /// <summary>Does what a line says.</summary>
    public string Execute(string line)
    {
        string[] words = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            ["sessions"] => List(),
            ["kill", { } compId, { } reason] => AnswerOf(sessions.Kill(compId, reason)),
            ["allow", { } compId] => AnswerOf(sessions.Allow(compId)),
            _ => "error: commands are 'sessions', 'kill COMPID REASON' and 'allow COMPID'\n",
        };
    }

    private static string AnswerOf(string problem) => problem.Length == 0 ? Ok + "\n" : $"error: {problem}\n";

    private string List()
    {
        var answer = new StringBuilder(Ok + "\n");
        foreach (SessionStatus session in sessions.List())
        {
            answer.Append(
                CultureInfo.InvariantCulture,
                $"{session.CompId} account={session.Account} state={session.State} in={session.MessagesIn} "
                + $"out={session.MessagesOut} queued={session.QueuedBytes}");
            answer.Append(session.StoreFault is { } fault ? $" down until a restart, message store: {fault}" : "");
            answer.Append(session.StopReason is { } reason ? $" stopped: {reason}\n" : "\n");
        }

        return answer.ToString();
    }
}
