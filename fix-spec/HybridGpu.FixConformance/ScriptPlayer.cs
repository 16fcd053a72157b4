using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Threading.Tasks;

namespace HybridGpu.FixConformance;

/// <summary>Plays scripts against an acceptor over one session, one after the other.</summary>
/// <remarks>Thread: one script at a time. Several players, each with a session of its own, may run at once.</remarks>
internal sealed class ScriptPlayer
{
    private readonly Numbering _numbering = new();
    private readonly Dictionary<int, WireConnection> _connections = [];
    private readonly List<string> _transcript = [];
    private readonly RunnerTarget _target;
    private readonly Func<Task>? _restart;
    private readonly MessageBuilder _builder;
    private readonly SequenceSync _sync;
    private Task _restarting = Task.CompletedTask;
    private bool _isFirstLogon;

    /// <summary>Creates a player.</summary>
    /// <param name="target">The acceptor and the session.</param>
    /// <param name="restart">Restarts the acceptor in good order; null when that cannot be done from here.</param>
    public ScriptPlayer(RunnerTarget target, Func<Task>? restart = null)
    {
        _target = target;
        _restart = restart;
        _builder = new MessageBuilder(target, _numbering);
        _sync = new SequenceSync(target, _numbering);
    }

    /// <summary>
    /// Called before each connection of a script, unless another is open: a test may restart the acceptor here.
    /// </summary>
    public Func<Task> BeforeConnect { get; init; } = () => Task.CompletedTask;

    /// <summary>Plays a script.</summary>
    /// <param name="script">The script.</param>
    public async Task<ScriptResult> PlayAsync(Script script)
    {
        if (script.NeedsRestart && _restart is null)
        {
            return new ScriptResult(script, ScriptOutcome.Skipped, "the acceptor cannot be restarted from here", []);
        }

        _transcript.Clear();
        _builder.Begin();
        _isFirstLogon = true;
        string reason = string.Empty;
        try
        {
            await _sync.RunAsync();
            foreach (ScriptStep step in script.Steps)
            {
                string? fault = await TryPlayAsync(step);
                if (fault is not null)
                {
                    reason = $"line {step.Line}: {step.Text}: {fault}";
                    break;
                }
            }
        }
        catch (Exception exception) when (IsAcceptors(exception))
        {
            reason = $"before the first step: {exception.Message}";
        }

        await EndAsync();
        ScriptOutcome outcome = reason.Length == 0 ? ScriptOutcome.Passed : ScriptOutcome.Failed;
        return new ScriptResult(script, outcome, reason, [.. _transcript]);
    }

    private static bool IsAcceptors(Exception exception) => exception is ConformanceException or TimeoutException
        or SocketException or IOException or AuthenticationException or OperationCanceledException;

    private async Task<string?> TryPlayAsync(ScriptStep step)
    {
        try
        {
            await PlayAsync(step);
            return null;
        }
        catch (Exception exception) when (IsAcceptors(exception))
        {
            return exception.Message;
        }
    }

    private async Task PlayAsync(ScriptStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Connect:
                await ConnectAsync(step.Connection);
                return;
            case StepKind.Disconnect:
                await CloseAsync(step.Connection);
                return;
            case StepKind.Restart:
                // In the background: it may wait for the answer to its Logout, which is the script's to give.
                _restarting = _restart!();
                return;
            case StepKind.Send:
                await SendAsync(step.Connection, _builder.Build(WithLogonFields(step.Fields)));
                return;
            case StepKind.SendRaw:
                await SendAsync(step.Connection, _builder.BuildRaw(step.Fields));
                return;
            case StepKind.Expect or StepKind.Await:
                await ExpectAsync(step);
                return;
            case StepKind.ExpectDisconnect:
                await ExpectDisconnectAsync(step.Connection);
                return;
            default:
                await ExpectQuietAsync(step.Connection);
                return;
        }
    }

    private async Task ConnectAsync(int connection)
    {
        await CloseAsync(connection);
        await _restarting;
        if (_connections.Count == 0)
        {
            await BeforeConnect();
        }

        _connections[connection] = await WireConnection.OpenAsync(_target);
    }

    private IReadOnlyList<ScriptField> WithLogonFields(IReadOnlyList<ScriptField> fields)
    {
        if (fields.FirstOrDefault(field => field.Tag == 35).Value != "A")
        {
            return fields;
        }

        bool resets = _target.ResetOnLogon && _isFirstLogon && fields.All(field => field.Tag != 141)
            && fields.Contains(new ScriptField(34, "1"));
        _isFirstLogon = false;
        return resets
            ? [.. fields, new ScriptField(141, "Y"), .. _target.LogonFields]
            : [.. fields, .. _target.LogonFields];
    }

    private async Task SendAsync(int connection, byte[] bytes)
    {
        _transcript.Add($"{connection} > {WireMessage.Show(Encoding.Latin1.GetString(bytes))}");
        await Open(connection).SendAsync(bytes);
    }

    private WireConnection Open(int connection) => _connections.TryGetValue(connection, out WireConnection? open)
        ? open
        : throw new ConformanceException("there is no connection");

    /// <summary>The next message, counted as the script counts; null when the acceptor closed.</summary>
    private async Task<WireMessage?> ReceiveAsync(int connection, TimeSpan patience)
    {
        WireMessage? message = await Open(connection).ReceiveAsync(patience);
        if (message is null)
        {
            _transcript.Add($"{connection} < disconnected");
            return null;
        }

        _transcript.Add($"{connection} < {message}");
        if (message[49] != _target.Target || message[56] != _target.Sender || message[52] is null)
        {
            throw new ConformanceException($"received another's names, or no SendingTime: {message}");
        }

        _numbering.Receive(message);
        return new WireMessage([.. message.Fields.Select(_numbering.ToScript)]);
    }

    private async Task ExpectAsync(ScriptStep step)
    {
        while (true)
        {
            WireMessage message = await ReceiveAsync(step.Connection, _target.Patience)
                ?? throw new ConformanceException("the acceptor closed the connection");
            string? difference = _builder.Difference(step.Fields, message);
            if (difference is null)
            {
                return;
            }

            // A heartbeat that nobody asked for may come at any time.
            bool isSkipped = step.Kind == StepKind.Await
                || (IsIdleHeartbeat(message) && !step.Fields.Contains(new ScriptField(35, "0")));
            if (!isSkipped)
            {
                throw new ConformanceException(difference);
            }
        }
    }

    private async Task ExpectDisconnectAsync(int connection)
    {
        while (await ReceiveAsync(connection, _target.Patience) is { } message)
        {
            // One that is due right before the end may still come, or not: timers of a busy machine are late.
            if (!IsIdleHeartbeat(message))
            {
                throw new ConformanceException($"received {message}");
            }
        }
    }

    private async Task ExpectQuietAsync(int connection)
    {
        try
        {
            WireMessage? message = await ReceiveAsync(connection, _target.Quiet);
            throw new ConformanceException(
                message is null ? "the acceptor closed the connection" : $"received {message}");
        }
        catch (TimeoutException)
        {
            // Nothing came, which is what was waited for.
        }
    }

    private static bool IsIdleHeartbeat(WireMessage message) => message.MsgType == "0" && message[112] is null;

    private async Task CloseAsync(int connection)
    {
        if (_connections.Remove(connection, out WireConnection? open))
        {
            await open.DisposeAsync();
            _transcript.Add($"{connection} > disconnected");
        }
    }

    private async Task EndAsync()
    {
        foreach (int connection in _connections.Keys.ToArray())
        {
            await CloseAsync(connection);
        }

        await _restarting;
    }
}
