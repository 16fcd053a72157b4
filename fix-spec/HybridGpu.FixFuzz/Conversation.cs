using System;
using System.Collections.Generic;
using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Dictionary;
using HybridGpu.Fix.Sessions;
using static HybridGpu.FixFuzz.FaultText;

namespace HybridGpu.FixFuzz;

/// <summary>
/// One session and the peer that torments it: every mutated message goes through framing, parsing, validation and the
/// session, each compared with the oracle or held to the rules of engagement.
/// </summary>
/// <remarks>
/// A function of (seed, first index): the same messages meet the same states every time. When the session ends it is
/// connected and logged on again, so that almost every message meets a live one. Thread: one.
/// </remarks>
internal sealed class Conversation : IDisposable
{
    private const int MaxMessageBytes = 8 * 1024;
    private const int EarlyLimit = 64;

    // What one message may set off: everything that waited for it, each with an answer, and one step of a resend.
    private const int WorkMax = (EarlyLimit * 4) + 256;

    // Beyond this a number can't grow much further: FIX integers are read up to 18 digits.
    private const long NumberMax = 100_000_000_000_000_000;

    private static readonly byte[] Us = "VENUE"u8.ToArray();
    private static readonly byte[] Peer = "PEER"u8.ToArray();

    private readonly ulong _seed;
    private readonly bool _isInitiator;
    private readonly bool _rejectsUserDefined;
    private readonly Spec _spec = Spec.HybridGpu;
    private readonly FuzzRandom _random = new();
    private readonly VirtualTime _time = new();
    private readonly FrameReader _frames = new(MaxMessageBytes);
    private readonly FixMessage _message = new();
    private readonly FixMessage _probe = new();
    private readonly OracleFraming _oracleFrames = new(MaxMessageBytes);
    private readonly OracleFields _oracleFields;
    private readonly OracleValidation _oracleValidation;
    private readonly List<OracleField> _fields = [];
    private readonly MessageSource _source;
    private readonly MessageValidator _validator;
    private readonly ByteBuffer _bytes = new();
    private readonly ByteBuffer _controlBytes = new();
    private readonly Draft _control = new();
    private readonly CountingStore _store;
    private readonly Session _session;
    private CheckedTransport? _transport;

    /// <summary>Begins a conversation.</summary>
    /// <param name="seed">The campaign's seed.</param>
    /// <param name="firstIndex">The index of its first message; decides role and settings, too.</param>
    public Conversation(ulong seed, long firstIndex)
    {
        _seed = seed;
        _random.Seek(seed, 1, firstIndex);
        _isInitiator = _random.OneIn(3);
        _rejectsUserDefined = _random.OneIn(2);
        UnknownTagPolicy policy = _rejectsUserDefined ? UnknownTagPolicy.Reject : UnknownTagPolicy.Ignore;
        var settings = new SessionSettings
        {
            MaxMessageBytes = MaxMessageBytes,
            SendQueueBytes = 64 * 1024,
            ResendStepBytes = 8 * 1024,
            EarlyMessageLimit = EarlyLimit,
            EarlyMessageBytes = 16 * 1024,
            UserDefinedTags = policy,
            AuditInbound = _random.OneIn(2),
            AllowReset = !_random.OneIn(4),
            ResetOnLogon = _isInitiator && _random.OneIn(2),
        };
        Application = new FuzzApplication(_spec, _random);
        _oracleFields = new OracleFields(_spec);
        _oracleValidation = new OracleValidation(_spec);
        _source = new MessageSource(_spec, _random);
        _validator = new MessageValidator(DataDictionary.HybridGpu, policy);
        _store = new CountingStore(_time);
        _session = new Session(
            SessionId.Fix44("VENUE", "PEER"), settings, Application, _store, DataDictionary.HybridGpu, _time);
    }

    /// <summary>What runs on the session.</summary>
    public FuzzApplication Application { get; }

    /// <summary>What happened so far.</summary>
    public ConversationCounts Counts { get; } = new();

    /// <summary>The last mutated message, readable.</summary>
    public string LastMessage => Show(_bytes.Span);

    /// <summary>Makes the message of an index and lets the engine have it.</summary>
    /// <param name="index">The index; the one after that of the call before.</param>
    /// <exception cref="FuzzException">The engine broke a rule.</exception>
    public void Step(long index)
    {
        _random.Seek(_seed, 2, index);
        EnsureConnected();
        LetTimePass();
        long expected = _session.NextTargetMsgSeqNum;
        long number = _random.OneIn(12) ? Math.Max(0, expected + _random.Below(12) - 4) : expected;
        bool possDup = _random.OneIn(number < expected ? 2 : 16);
        _source.Make(Header(number, possDup), _bytes);
        Counts.Mutated++;
        Counts.Bytes += _bytes.Length;
        Receive(_bytes.Span);
        if (_random.OneIn(4))
        {
            Probe(index);
        }
    }

    /// <summary>Takes the totals of what the session and its application counted.</summary>
    public ConversationCounts Finish()
    {
        Counts.Application = Application.MessageCount;
        Counts.Logons = Application.LogonCount;
        Counts.Resent = _session.Statistics.Resent;
        Counts.Rejects = _session.Statistics.RejectsSent;
        Counts.Sent += _transport?.SentCount ?? 0;
        return Counts;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static string Show(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Replace('\u0001', '|');

    private DraftHeader Header(long number, bool possDup) =>
        new(number, _session.NextSenderMsgSeqNum, Peer, Us, _time.Text, possDup);

    private void LetTimePass()
    {
        if (_random.OneIn(2))
        {
            _transport!.Drain();
            _session.OnWritable();
        }

        if (_random.OneIn(16))
        {
            Application.SendReport(_session);
        }

        if (_random.OneIn(_session.State == SessionState.LogoutSent ? 4 : 64))
        {
            _time.Advance(_random.Below(40_000));
            _session.Tick();
            EnsureConnected();
        }
    }

    /// <summary>A session that ended says why, and can always be had again.</summary>
    private void EnsureConnected()
    {
        for (int attempt = 0; _session.State == SessionState.Disconnected; attempt++)
        {
            Expect(attempt < 1_000, $"The session can't be logged on any more.");
            Expect(_transport is null || _transport.CloseReason is { Length: > 0 }, $"It ended without a reason.");
            Counts.Sent += _transport?.SentCount ?? 0;
            Connect();
        }
    }

    private void Connect()
    {
        _frames.Clear();
        _oracleFrames.Clear();
        if (_session.NextTargetMsgSeqNum > NumberMax)
        {
            _session.SetNextTargetMsgSeqNum(1);
        }

        _transport = new CheckedTransport(_session, _spec);
        Expect(_session.TryConnect(_transport, _isInitiator), $"A disconnected session refuses a connection.");
        if (_random.OneIn(4))
        {
            _source.Make(Header(_session.NextTargetMsgSeqNum, false), _bytes);
            Receive(_bytes.Span);
        }

        if (_session.State is SessionState.AwaitingLogon or SessionState.LogonSent)
        {
            // Whatever half of a frame came before the Logon is gone, as it would be with a new connection.
            _frames.Clear();
            _oracleFrames.Clear();
            BeginControl("A"u8);
            _control.Add(98, 0);
            _control.Add(108, _random.Below(60));
            _control.Frame(_controlBytes);
            Receive(_controlBytes.Span);
            Expect(
                _session.State is SessionState.LoggedOn or SessionState.LogoutSent
                    || _transport.CloseReason is not null,
                $"A valid Logon was not answered.");
        }
    }

    private void BeginControl(ReadOnlySpan<byte> type)
    {
        _control.Clear();
        _controlBytes.Clear();
        _control.Add(35, type);
        _control.Add(34, _session.NextTargetMsgSeqNum);
        _control.Add(49, Peer);
        _control.Add(52, _time.Text);
        _control.Add(56, Us);
    }

    /// <summary>Whatever came before: a valid TestRequest is answered, or the session has been closed.</summary>
    private void Probe(long index)
    {
        if (_session.State != SessionState.LoggedOn)
        {
            return;
        }

        Counts.Probes++;
        long number = _session.NextTargetMsgSeqNum;
        CheckedTransport transport = _transport!;
        byte[] testReqId = Encoding.ASCII.GetBytes($"PROBE {index}");
        BeginControl("1"u8);
        _control.Add(112, testReqId);
        _control.Frame(_controlBytes);
        byte[] bytes = _controlBytes.Span.ToArray();
        Expect(_probe.Parse(bytes, 0, bytes.Length), $"A TestRequest can't be parsed.");
        transport.Await(testReqId);
        Deliver(_probe);
        bool isAnswered = transport.IsAnswered && _session.NextTargetMsgSeqNum > number;
        Expect(
            isAnswered || transport.CloseReason is { Length: > 0 },
            $"TestRequest {number} was not answered, the next number is {_session.NextTargetMsgSeqNum}");
    }

    /// <summary>Gives bytes to the engine in pieces, as a socket would.</summary>
    private void Receive(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Span<byte> room = _frames.GetMemory().Span;
            int count = Math.Min(room.Length, _random.OneIn(2) ? bytes.Length : 1 + _random.Below(bytes.Length));
            bytes[..count].CopyTo(room);
            _frames.Advance(count);
            _oracleFrames.Receive(bytes[..count]);
            bytes = bytes[count..];
            if (!ReadFrames())
            {
                // As a connection does: what still comes after the end is forgotten.
                _frames.Clear();
                _oracleFrames.Clear();
                return;
            }
        }
    }

    private bool ReadFrames()
    {
        int readsMax = _frames.BufferedByteCount + 2;
        for (int reads = 0; ; reads++)
        {
            Expect(reads < readsMax, $"Framing does not come to an end.");
            switch (_frames.TryRead(out int offset, out int length))
            {
                case FrameOutcome.Message:
                    Compare(offset, length);
                    if (!Deliver(_message))
                    {
                        return false;
                    }

                    break;
                case FrameOutcome.TooLarge:
                    bool isTooLarge = !_oracleFrames.TryNext(out _) && _oracleFrames.IsTooLarge;
                    Expect(isTooLarge, $"The oracle has no frame that is too large.");
                    _session.OnTooLarge(_transport!);
                    Expect(_session.State == SessionState.Disconnected, $"A frame too large did not end the session.");
                    return false;
                case FrameOutcome.NeedMore:
                    Expect(!_oracleFrames.TryNext(out ReadOnlySpan<byte> missed), $"Missed a frame: {missed}");
                    Expect(!_oracleFrames.IsTooLarge, $"Missed that a frame is too large.");
                    return true;
                default:
                    break;
            }
        }
    }

    /// <summary>The engine and the oracle have the same frame, the same fields and the same verdict.</summary>
    private void Compare(int offset, int length)
    {
        Counts.Frames++;
        ReadOnlySpan<byte> frame = _frames.Buffer.AsSpan(offset, length);
        Expect(_oracleFrames.TryNext(out ReadOnlySpan<byte> wanted), $"The oracle has no frame like {frame}");
        Expect(frame.SequenceEqual(wanted), $"The oracle has another frame: {wanted} and not {frame}");
        Expect(_message.Parse(_frames.Buffer, offset, length), $"It can't be parsed.");
        _oracleFields.Split(wanted, _fields);
        int count = _message.FieldCount;
        Expect(_fields.Count == count, $"{count} fields, and the oracle has {_fields.Count}.");
        for (int index = 0; index < _fields.Count; index++)
        {
            bool same = _message.TagAt(index) == _fields[index].Tag
                && _message.ValueAt(index).SequenceEqual(_fields[index].In(wanted));
            Expect(same, $"Field {index} is not as the oracle has it.");
        }

        ValidationResult result = _validator.Validate(_message);
        bool isAccepted = _oracleValidation.Accepts(wanted, _fields, _rejectsUserDefined);
        Expect(result.IsValid == isAccepted, $"The engine says {result}, the oracle {(isAccepted ? "yes" : "no")}.");
        Counts.Valid += isAccepted ? 1 : 0;
    }

    private bool Deliver(FixMessage message)
    {
        long calls = _store.CallCount;
        long sent = _transport!.SentCount;
        long resets = _store.ResetCount;
        long expected = _session.NextTargetMsgSeqNum;
        bool goesOn = _session.OnMessage(_transport, message);
        Expect(_store.CallCount - calls <= WorkMax, $"{_store.CallCount - calls} calls of the store for one message.");
        Expect(_transport.SentCount - sent <= WorkMax, $"{_transport.SentCount - sent} messages sent for one.");
        Expect(
            _session.NextTargetMsgSeqNum >= expected || _store.ResetCount > resets,
            $"The expected number went back without a reset.");
        Expect(
            goesOn == (_session.State != SessionState.Disconnected),
            $"OnMessage says {goesOn} and the session is {_session.State}.");
        return goesOn;
    }
}
