using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Generated;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Store;
using HybridGpu.Fix.Transport;
using HybridGpu.Gateway.Access;

namespace HybridGpu.Host.Fix;

/// <summary><c>hybridgpu fix send</c>: logs on as a client, sends messages, prints all that goes and comes.</summary>
/// <remarks>It begins both sequences at 1 (141=Y): a session that another engine uses loses its place by it.</remarks>
internal sealed class FixSend : IApplication
{
    private readonly FixSendOptions _options;
    private readonly TextWriter _output;
    private readonly TaskCompletionSource _loggedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private volatile TaskCompletionSource<(uint? Instrument, FixDecimal Tick)>? _listed;

    private FixSend(FixSendOptions options, TextWriter output)
    {
        _options = options;
        _output = output;
    }

    /// <summary>Sends and waits.</summary>
    /// <returns>Exit status: 0 when it could log on and everything was sent.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The session owns its store and disposes it.")]
    public static async Task<int> RunAsync(FixSendOptions options, TextWriter output, CancellationToken cancellation)
    {
        var client = new FixSend(options, output);
        using var session = new Session(
            SessionId.Fix44(options.Sender, options.Target),
            new SessionSettings { ResetOnLogon = true },
            client,
            new MemoryMessageStore(TimeProvider.System),
            DataDictionary.HybridGpu,
            TimeProvider.System);
        await using var initiator = new SocketInitiator(Connection(options), session, TimeProvider.System);
        initiator.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.LogonLimit);
        await Task.WhenAny(client._loggedOn.Task, Task.Delay(Timeout.Infinite, limit.Token));
        if (!client._loggedOn.Task.IsCompleted)
        {
            await Console.Error.WriteLineAsync(
                $"{options.Sender} could not log on to {options.Host}:{options.Port}: "
                + (initiator.LastFailure.Length == 0 ? "no answer" : initiator.LastFailure));
            return 1;
        }

        foreach (string text in options.Messages)
        {
            FixMessageWriter message = TryRead(await client.CompleteAsync(session, text, cancellation))!;
            session.Send(message);
            client.Print(isSent: true, session.NextSenderMsgSeqNum - 1, Whole(message));
        }

        await Task.WhenAny(Task.Delay(options.Wait, cancellation));
        await initiator.StopAsync("done");
        return 0;
    }

    /// <summary>A message of the command line: MSGTYPE|TAG=VALUE|...; null for what isn't one.</summary>
    public static FixMessageWriter? TryRead(string text)
    {
        string[] parts = text.Split('|', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !text.Contains('|', StringComparison.Ordinal) || parts[0].Length > 2
            || !parts[0].All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        var writer = new FixMessageWriter();
        writer.Begin(Encoding.ASCII.GetBytes(parts[0]));
        foreach (string part in parts[1..])
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1
                || !int.TryParse(part.AsSpan(0, equals), NumberStyles.None, CultureInfo.InvariantCulture, out int tag))
            {
                return null;
            }

            string value = part[(equals + 1)..] == "now"
                ? DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture)
                : part[(equals + 1)..];
            writer.WriteField(tag, Encoding.Latin1.GetBytes(value));
        }

        return writer;
    }

    /// <inheritdoc/>
    public LogonDecision OnLogonRequest(Session session, FixMessage logon) => LogonDecision.Accept;

    /// <inheritdoc/>
    public void OnLogonSending(Session session, FixMessageWriter logon)
    {
        if (_options.KeyId is not { } keyId)
        {
            return;
        }

        long millis = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        string nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        string rawData = string.Create(CultureInfo.InvariantCulture, $"{millis}.{nonce}");
        byte[] signature = LogonSignature.Sign(
            _options.PrivateKey!, _options.Sender, _options.Target, keyId, rawData);
        logon.WriteField(Tags.Username, Encoding.Latin1.GetBytes(keyId));
        logon.WriteField(
            Tags.RawDataLength, Encoding.Latin1.GetBytes(rawData.Length.ToString(CultureInfo.InvariantCulture)));
        logon.WriteField(Tags.RawData, Encoding.Latin1.GetBytes(rawData));
        logon.WriteField(Tags.Password, Encoding.Latin1.GetBytes(Convert.ToBase64String(signature)));
    }

    /// <inheritdoc/>
    public void OnLogon(Session session) => _loggedOn.TrySetResult();

    /// <inheritdoc/>
    public void OnLogout(Session session, string reason)
    {
    }

    /// <inheritdoc/>
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup)
    {
        Print(isSent: false, msgSeqNum, message.Raw);
        if (message.MsgType.SequenceEqual("y"u8))
        {
            message.TryGetInteger(Tags.InstrumentId, out long instrument);
            message.TryGetDecimal(Tags.MinPriceIncrement, out FixDecimal tick);
            _listed?.TrySetResult((message.Has(Tags.InstrumentId) ? (uint)instrument : null, tick));
        }
    }

    /// <inheritdoc/>
    public void OnReject(Session session, FixMessage reject) =>
        Print(isSent: false, session.NextTargetMsgSeqNum, reject.Raw);

    private static InitiatorSettings Connection(FixSendOptions options) => new()
    {
        Host = options.Host,
        Port = options.Port,
        UseTls = options.UsesTls,

        // Once: a venue counts refused Logons, and locks out.
        ReconnectDelayMin = TimeSpan.FromHours(1),
        ReconnectDelayMax = TimeSpan.FromHours(1),
        ClientCertificate = options.Certificate,
        ServerCertificateValidation = options.Authorities is { } authorities
            ? (_, certificate, _, _) => CertificateTrust.IsIssuedBy(authorities, certificate)
            : null,
    };

    /// <summary>An order without a signature gets one where there is a key: the venue is asked for the instrument's
    /// number and tick, which are signed.</summary>
    private async Task<string> CompleteAsync(Session session, string text, CancellationToken cancellation)
    {
        if (_options.OrderSigner is not { } signer || !OrderSigning.IsMeant(text))
        {
            return text;
        }

        var listed = new TaskCompletionSource<(uint? Instrument, FixDecimal Tick)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        _listed = listed;
        FixMessageWriter question = TryRead($"x|320=SIGN|559=0|55={OrderSigning.SymbolOf(text)}")!;
        session.Send(question);
        Print(isSent: true, session.NextSenderMsgSeqNum - 1, Whole(question));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.LogonLimit);
        (uint? instrument, FixDecimal tick) = await listed.Task.WaitAsync(limit.Token).ContinueWith(
            answer => answer.IsCompletedSuccessfully ? answer.Result : default,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new OrderSigning(signer).Sign(
            text,
            instrument ?? throw new InvalidDataException(
                $"The venue doesn't list '{OrderSigning.SymbolOf(text)}', or not to this session: nothing was signed."),
            tick);
    }

    /// <summary>As if it had its header: what is shown of a message is its type and body.</summary>
    private static byte[] Whole(FixMessageWriter message) =>
    [
        .. "8=FIX.4.4\u00019=0\u000135="u8, .. message.MsgType, 1, .. message.Body, .. "10=000\u0001"u8,
    ];

    private void Print(bool isSent, long msgSeqNum, ReadOnlySpan<byte> message)
    {
        long nowNs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        string line = FixLine.Of(nowNs, isSent, msgSeqNum, message);
        lock (_lock)
        {
            _output.WriteLine(line);
        }
    }
}
