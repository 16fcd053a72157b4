using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;

namespace HybridGpu.Simulation.Participants;

/// <summary>What a participant has done and met since it was created.</summary>
/// <remarks>Thread: written by the participant, read by any; each number is consistent, all together are not. Rejects
/// are told apart by up to 32 texts; further ones are counted together.</remarks>
public sealed class ParticipantStatistics
{
    private const int TextsKept = 32;
    private const string OtherText = "(other)";

    private readonly Lock _textsLock = new();
    private readonly Dictionary<string, long> _texts = new(StringComparer.Ordinal);
    private long _messagesSent;
    private long _ordersSent;
    private long _cancelsSent;
    private long _quoteMessagesSent;
    private long _quoteEntriesSent;
    private long _answersSent;
    private long _acks;
    private long _rejects;
    private long _fills;
    private long _lotsFilled;
    private bool _isLoggedOn;
    private string _lastError = string.Empty;

    /// <summary>Whether its session is logged on.</summary>
    public bool IsLoggedOn
    {
        get => Volatile.Read(ref _isLoggedOn);
        internal set => Volatile.Write(ref _isLoggedOn, value);
    }

    /// <summary>Application messages sent.</summary>
    public long MessagesSent => Interlocked.Read(ref _messagesSent);

    /// <summary>NewOrderSingle sent.</summary>
    public long OrdersSent => Interlocked.Read(ref _ordersSent);

    /// <summary>OrderCancelRequest sent.</summary>
    public long CancelsSent => Interlocked.Read(ref _cancelsSent);

    /// <summary>MassQuote sent.</summary>
    public long QuoteMessagesSent => Interlocked.Read(ref _quoteMessagesSent);

    /// <summary>Entries in them.</summary>
    public long QuoteEntriesSent => Interlocked.Read(ref _quoteEntriesSent);

    /// <summary>Quotes sent in answer to requests.</summary>
    public long AnswersSent => Interlocked.Read(ref _answersSent);

    /// <summary>MassQuoteAcknowledgements, and reports of orders taken in.</summary>
    public long Acks => Interlocked.Read(ref _acks);

    /// <summary>Refused orders, cancels, quotes, quote entries, subscriptions and messages.</summary>
    public long Rejects => Interlocked.Read(ref _rejects);

    /// <summary>Trades.</summary>
    public long Fills => Interlocked.Read(ref _fills);

    /// <summary>Lots in them.</summary>
    public long LotsFilled => Interlocked.Read(ref _lotsFilled);

    /// <summary>The last thing that went wrong, empty when nothing did.</summary>
    public string LastError
    {
        get => Volatile.Read(ref _lastError);
        internal set => Volatile.Write(ref _lastError, value);
    }

    /// <summary>How often each text came with a reject. A copy.</summary>
    public IReadOnlyDictionary<string, long> RejectsByText()
    {
        lock (_textsLock)
        {
            return new Dictionary<string, long>(_texts, StringComparer.Ordinal);
        }
    }

    internal void AddOrder() => Interlocked.Increment(ref _ordersSent);

    internal void AddCancel() => Interlocked.Increment(ref _cancelsSent);

    internal void AddMessage() => Interlocked.Increment(ref _messagesSent);

    internal void AddQuotes(int entryCount)
    {
        Interlocked.Increment(ref _quoteMessagesSent);
        Interlocked.Add(ref _quoteEntriesSent, entryCount);
    }

    internal void AddAnswers(int count) => Interlocked.Add(ref _answersSent, count);

    internal void AddAck() => Interlocked.Increment(ref _acks);

    internal void AddFill(long lots)
    {
        Interlocked.Increment(ref _fills);
        Interlocked.Add(ref _lotsFilled, lots);
    }

    internal void AddReject(ReadOnlySpan<byte> text)
    {
        Interlocked.Increment(ref _rejects);
        string reason = text.IsEmpty ? "(no text)" : Encoding.ASCII.GetString(text);
        LastError = reason;
        lock (_textsLock)
        {
            string key = _texts.Count < TextsKept || _texts.ContainsKey(reason) ? reason : OtherText;
            _texts[key] = _texts.GetValueOrDefault(key) + 1;
        }
    }
}
