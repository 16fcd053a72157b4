using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using HybridGpu.Domain;

namespace HybridGpu.Risk.Tick;

/// <summary>What an account's margin would be after some trades: asked by any thread, answered by the risk
/// thread.</summary>
/// <param name="account">Whose.</param>
/// <param name="trades">Trades on top of what it holds; none asks for what is.</param>
public sealed class MarginQuestion(AccountId account, IReadOnlyList<SupposedTrade> trades)
{
    /// <summary>Most trades in one question.</summary>
    public const int TradesMax = 256;

    private readonly TaskCompletionSource<MarginAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whose margin.</summary>
    public AccountId Account { get; } = account;

    /// <summary>What would be traded, at most <see cref="TradesMax"/>.</summary>
    public IReadOnlyList<SupposedTrade> Trades { get; } = trades.Count <= TradesMax
        ? trades
        : throw new ArgumentOutOfRangeException(nameof(trades), trades.Count, $"At most {TradesMax} trades.");

    /// <summary>The answer, once the risk thread has it.</summary>
    public Task<MarginAnswer> Answer => _answer.Task;

    internal void Resolve(in MarginAnswer answer) => _answer.TrySetResult(answer);
}
