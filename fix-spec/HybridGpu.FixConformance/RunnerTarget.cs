using System;
using System.Collections.Generic;
using System.Net.Security;

namespace HybridGpu.FixConformance;

/// <summary>The acceptor under test, and how it is talked to.</summary>
internal sealed record RunnerTarget
{
    /// <summary>Its host.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public required int Port { get; init; }

    /// <summary>SenderCompID(49) of what we send.</summary>
    public required string Sender { get; init; }

    /// <summary>TargetCompID(56) of what we send.</summary>
    public required string Target { get; init; }

    /// <summary>How TLS is spoken; null speaks plainly.</summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>Fields added to each Logon, such as 553 and 554.</summary>
    public IReadOnlyList<ScriptField> LogonFields { get; init; } = [];

    /// <summary>
    /// Whether a script's first Logon resets both sequences (141=Y). Otherwise numbers go on from script to script.
    /// </summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>Symbol(55) of orders.</summary>
    public string Symbol { get; init; } = "BTC";

    /// <summary>Price(44) of orders.</summary>
    public string Price { get; init; } = "1";

    /// <summary>How long an expected message or disconnect may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long "nothing comes" is watched.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(250);
}
