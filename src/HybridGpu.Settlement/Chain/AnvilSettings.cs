using System;

namespace HybridGpu.Settlement.Chain;

/// <summary>How an embedded development chain runs.</summary>
public sealed record AnvilSettings
{
    /// <summary>The anvil binary.</summary>
    public required string BinaryPath { get; init; }

    /// <summary>Where state, port and process id are kept; made if it isn't there.</summary>
    public required string Folder { get; init; }

    /// <summary>The port on loopback; null takes the last time's, or a free one. A port stated must be free.</summary>
    public int? Port { get; init; }

    /// <summary>The chain's number: one that wallets know as a development chain.</summary>
    public ulong ChainId { get; init; } = DevChains.Anvil;

    /// <summary>Seconds between two blocks without transactions; one with transactions comes at once.</summary>
    public int BlockSeconds { get; init; } = 1;

    /// <summary>Seconds between two dumps of the state: what a killed node can lose.</summary>
    public int StateSeconds { get; init; } = 10;

    /// <summary>The most gas in a block.</summary>
    public ulong BlockGasLimit { get; init; } = 60_000_000;

    /// <summary>How long a new process may take to answer. Loading a large state takes its time.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a process may take to store its state and end.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first pause before a restart; it doubles with each that fails.</summary>
    public TimeSpan RestartDelayMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause before a restart.</summary>
    public TimeSpan RestartDelayMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Told what happens, on the node's own thread: it must not wait for the node.</summary>
    public Action<AnvilNotice>? Observer { get; init; }
}
