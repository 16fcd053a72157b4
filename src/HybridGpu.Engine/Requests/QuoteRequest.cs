using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;

namespace HybridGpu.Engine.Requests;

/// <summary>An open request for quote with the answers to it, oldest first.</summary>
internal sealed class QuoteRequest
{
    public required ulong Number { get; init; }

    public required RequestForQuote Terms { get; init; }

    /// <summary>Session that asked and hears of answers.</summary>
    public required SessionId Session { get; init; }

    public List<(QuoteRequestAnswer Answer, SessionId Session)> Answers { get; } = [];

    /// <summary>Place of an account's answer, or -1.</summary>
    public int AnswerOf(AccountId account)
    {
        for (int i = 0; i < Answers.Count; i++)
        {
            if (Answers[i].Answer.Account == account)
            {
                return i;
            }
        }

        return -1;
    }
}
