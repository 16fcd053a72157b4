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
        var messages = new List<FixMessageWriter>();
        foreach (string text in options.Messages)
        {
            if (TryRead(text) is not { } message)
            {
                await Console.Error.WriteLineAsync(
                    $"'{text}' is no message: MSGTYPE|TAG=VALUE|..., such as "
                    + "'D|11=A1|55=BTC-PERP|54=1|60=now|38=1|40=2|44=60000'.");
                return 2;
            }

            messages.Add(message);
        }

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

        foreach (FixMessageWriter message in messages)
        {
            session.Send(message);
            client.Print(isSent: true, session.NextSenderMsgSeqNum - 1, Whole(message));
        }

        await Task.WhenAny(Task.Delay(options.Wait, cancellation));
        await initiator.StopAsync("done");
        return 0;
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
    public void FromApp(Session session, FixMessage message, long msgSeqNum, bool possDup) =>
        Print(isSent: false, msgSeqNum, message.Raw);

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

    /// <summary>MSGTYPE|TAG=VALUE|...; null for what isn't one.</summary>
    private static FixMessageWriter? TryRead(string text)
    {
        string[] parts = text.Split('|', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts[0].Length is 0 or > 2 || parts[0].Contains('=', StringComparison.Ordinal))
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
