using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;

namespace HybridGpu.FixFuzz;

/// <summary>Many conversations: rounds of as many as there are threads, each of a fixed number of messages.</summary>
/// <remarks>
/// Which messages there are depends on the seed only, so a campaign may be stopped after any round and go on in
/// another process with another number of threads.
/// </remarks>
/// <param name="seed">The seed.</param>
/// <param name="threads">How many conversations at a time.</param>
internal sealed class Campaign(ulong seed, int threads)
{
    /// <summary>Messages of one conversation, all with the same session.</summary>
    public const int ConversationLength = 100_000;

    private readonly long[] _positions = new long[threads];
    private readonly Finding?[] _findings = new Finding?[threads];
    private bool _isBetweenRounds = true;

    /// <summary>What happened so far.</summary>
    public ConversationCounts Counts { get; } = new();

    /// <summary>
    /// Live managed bytes after each round, with that round's sessions still held: it must not grow.
    /// </summary>
    public List<long> LiveBytes { get; } = [];

    /// <summary>Called with each new conversation's application: a test plants its faults here.</summary>
    public Action<FuzzApplication>? OnConversation { get; init; }

    /// <summary>Whether no conversation is going on.</summary>
    public bool IsBetweenRounds => Volatile.Read(ref _isBetweenRounds);

    /// <summary>The message that each thread is at: a watchdog sees whether they move.</summary>
    public long PositionOf(int thread) => Volatile.Read(ref _positions[thread]);

    /// <summary>Plays one round.</summary>
    /// <param name="from">The first index; a multiple of <see cref="ConversationLength"/>.</param>
    /// <param name="to">The index after the last.</param>
    /// <returns>The first thing that went wrong, or null.</returns>
    public Finding? PlayRound(long from, long to)
    {
        var conversations = new Conversation?[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(worker => new Thread(() =>
        {
            long start = from + ((long)worker * ConversationLength);
            if (start < to)
            {
                conversations[worker] = Play(worker, start, Math.Min(to, start + ConversationLength));
            }
        }))];
        Volatile.Write(ref _isBetweenRounds, false);
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        Volatile.Write(ref _isBetweenRounds, true);
        LiveBytes.Add(GC.GetTotalMemory(forceFullCollection: true));
        foreach (Conversation? conversation in conversations)
        {
            if (conversation is not null)
            {
                Counts.Add(conversation.Finish());
                conversation.Dispose();
            }
        }

        return _findings.Where(finding => finding is not null).MinBy(finding => finding!.Index);
    }

    /// <summary>Leads a conversation to a message again.</summary>
    /// <param name="index">The message.</param>
    /// <returns>What went wrong on the way, if anything, and the message it got to.</returns>
    public (Finding? Finding, string Message) Replay(long index)
    {
        using Conversation conversation = Play(0, index - (index % ConversationLength), index + 1);
        return (_findings[0], conversation.LastMessage);
    }

    /// <summary>The loop's edge: whatever escapes is what the program is looking for.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Any exception that escapes from the engine is a finding.")]
    private Conversation Play(int worker, long from, long to)
    {
        var conversation = new Conversation(seed, from);
        OnConversation?.Invoke(conversation.Application);
        for (long index = from; index < to; index++)
        {
            Volatile.Write(ref _positions[worker], index);
            try
            {
                conversation.Step(index);
            }
            catch (Exception exception)
            {
                _findings[worker] = new Finding(index, conversation.LastMessage, exception);
                break;
            }
        }

        return conversation;
    }
}
