using System.Collections.Generic;
using System.Threading.Tasks;

namespace HybridGpu.FixConformance;

/// <summary>Agrees with the acceptor on numbers before a script, by nothing but the standard's own means.</summary>
/// <remarks>
/// With resets allowed a Logon with 141=Y does it. Without, a Logon far ahead makes the acceptor say which number it
/// waits for (ResendRequest), a gap fill closes the gap, and a Logout ends it: nothing is ever reset.
/// </remarks>
/// <param name="target">The acceptor and the session.</param>
/// <param name="numbering">What is agreed on.</param>
internal sealed class SequenceSync(RunnerTarget target, Numbering numbering)
{
    private const long FarAhead = 1_000;
    private const int AttemptCount = 8;

    // Numbers here are those of the wire.
    private readonly MessageBuilder _builder = new(target, new Numbering());

    /// <summary>Agrees. Both sides are logged out afterwards.</summary>
    /// <exception cref="ConformanceException">The acceptor would not.</exception>
    public async Task RunAsync()
    {
        for (int attempt = 0; attempt < AttemptCount; attempt++)
        {
            // Numbers from before this run are not known: a refused Logon is tried again further ahead.
            long number = target.ResetOnLogon ? 1 : (numbering.HighestSent + FarAhead) << attempt;
            await using WireConnection connection = await WireConnection.OpenAsync(target);
            if (await TryAgreeAsync(connection, number))
            {
                return;
            }
        }

        throw new ConformanceException("the acceptor takes no Logon of this session");
    }

    private async Task<bool> TryAgreeAsync(WireConnection connection, long number)
    {
        string reset = target.ResetOnLogon ? "|141=Y" : string.Empty;
        await SendAsync(connection, $"35=A|34={number}|98=0|108=30{reset}", target.LogonFields);
        WireMessage? logon = await connection.ReceiveAsync(target.Patience);
        if (logon?.MsgType != "A")
        {
            return false;
        }

        long last = number + 1;
        if (!target.ResetOnLogon)
        {
            WireMessage request = await ReceiveAsync(connection, "2");
            await SendAsync(connection, $"35=4|34={request[7]}|43=Y|122=<now>|123=Y|36={last}", []);
        }

        await SendAsync(connection, $"35=5|34={last}", []);
        WireMessage logout = await ReceiveAsync(connection, "5");
        numbering.Begin(last, logout.Number(34));
        return true;
    }

    private async Task SendAsync(WireConnection connection, string fields, IReadOnlyList<ScriptField> more) =>
        await connection.SendAsync(_builder.Build([.. Script.ParseFields(fields), .. more]));

    private async Task<WireMessage> ReceiveAsync(WireConnection connection, string msgType)
    {
        while (await connection.ReceiveAsync(target.Patience) is { } message)
        {
            if (message.MsgType == msgType)
            {
                return message;
            }
        }

        throw new ConformanceException($"the acceptor closed instead of sending 35={msgType}");
    }
}
