using System;
using System.Collections.Generic;
using HybridGpu.Fix.Sessions;
using HybridGpu.Fix.Transport;
using static HybridGpu.FixFuzz.FaultText;

namespace HybridGpu.FixFuzz;

/// <summary>
/// A connection that exists in memory only, with a peer that reads when it is told to, and that checks each message the
/// session sends: whole, valid, and with the right number. Thread: one.
/// </summary>
/// <param name="session">Whose messages these are.</param>
/// <param name="spec">The dictionary.</param>
internal sealed class CheckedTransport(Session session, Spec spec) : ITransport
{
    private readonly OracleFraming _framing = new(session.Settings.MaxMessageBytes);
    private readonly OracleFields _cutter = new(spec);
    private readonly OracleValidation _validation = new(spec);
    private readonly List<OracleField> _fields = [];
    private byte[] _testReqId = [];

    /// <inheritdoc/>
    public int PendingByteCount { get; private set; }

    /// <summary>Why it was closed; null while it is open.</summary>
    public string? CloseReason { get; private set; }

    /// <summary>How many messages were sent.</summary>
    public long SentCount { get; private set; }

    /// <summary>Whether a Heartbeat with the TestReqID of <see cref="Await"/> was sent.</summary>
    public bool IsAnswered { get; private set; }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> bytes)
    {
        Check(bytes);
        if (PendingByteCount + bytes.Length > session.Settings.SendQueueBytes)
        {
            return false;
        }

        SentCount++;
        PendingByteCount += bytes.Length;
        return true;
    }

    /// <inheritdoc/>
    public void Close(string reason) => CloseReason ??= reason;

    /// <summary>The peer reads all that was sent.</summary>
    public void Drain() => PendingByteCount = 0;

    /// <summary>Looks out for the Heartbeat that answers a TestRequest.</summary>
    /// <param name="testReqId">Its TestReqID(112).</param>
    public void Await(byte[] testReqId)
    {
        _testReqId = testReqId;
        IsAnswered = false;
    }

    private void Check(ReadOnlySpan<byte> bytes)
    {
        _framing.Clear();
        _framing.Receive(bytes);
        bool isMessage = _framing.TryNext(out ReadOnlySpan<byte> message) && message.Length == bytes.Length;
        Expect(isMessage, $"The session sent what is no message: {bytes}");

        _cutter.Split(bytes, _fields);
        bool isValid = _validation.Accepts(bytes, _fields, rejectsUserDefined: true);
        Expect(isValid, $"The session sent a message that is not valid: {bytes}");

        // Under the session's own lock, where the number is the next one already.
        bool isRepeat = Value(bytes, 43).SequenceEqual("Y"u8);
        OracleFormat.TryInteger(Value(bytes, 34), out Int128 number);
        long next = session.NextSenderMsgSeqNum;
        bool isNumbered = isRepeat ? number < next : number == next - 1;
        Expect(isNumbered, $"The session sent number {number} when its next is {next}: {bytes}");
        IsAnswered |= _fields[2].In(bytes).SequenceEqual("0"u8) && Value(bytes, 112).SequenceEqual(_testReqId);
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message, int tag)
    {
        foreach (OracleField field in _fields)
        {
            if (field.Tag == tag)
            {
                return field.In(message);
            }
        }

        return default;
    }
}
