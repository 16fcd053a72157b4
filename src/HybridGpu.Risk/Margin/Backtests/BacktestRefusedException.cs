using System;

namespace HybridGpu.Risk.Margin.Backtests;

/// <summary>A model can't be tested on bars; the message is a sentence for who asked.</summary>
/// <param name="message">Which model, and why.</param>
public sealed class BacktestRefusedException(string message) : Exception(message);
