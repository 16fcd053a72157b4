using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace HybridGpu.FixConformance;

/// <summary>What the command line says.</summary>
/// <param name="Target">The acceptor and the session.</param>
/// <param name="Folder">Where the scripts are.</param>
/// <param name="IsVerbose">Whether messages are shown of scripts that pass, too.</param>
internal sealed record RunnerOptions(RunnerTarget Target, string Folder, bool IsVerbose)
{
    /// <summary>How the runner is called.</summary>
    public const string Usage =
        """
        usage: HybridGpu.FixConformance --host HOST --port PORT --sender COMPID --target COMPID [options] [FOLDER]
          --reset            a script's first Logon says 141=Y; otherwise numbers go on from script to script
          --logon FIELDS     more fields of each Logon, such as "553=user|554=password"
          --symbol TEXT      Symbol(55) of orders (BTC)
          --price NUMBER     Price(44) of orders (1)
          --wait SECONDS     how long an expected message may take (5)
          --tls [--tls-name NAME] [--ca FILE.pem] [--cert FILE.pem --key FILE.pem]
          --verbose          shows the messages of every script
        FOLDER is where the *.fix scripts are: fix-spec/conformance by default.
        """;

    private static readonly string[] Flags = ["--reset", "--tls", "--verbose"];

    private static readonly string[] Names =
        ["--host", "--port", "--sender", "--target", "--logon", "--symbol", "--price", "--wait", "--tls-name",
         "--ca", "--cert", "--key"];

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">Its words.</param>
    /// <exception cref="ArgumentException">It is not as <see cref="Usage"/> says.</exception>
    public static RunnerOptions Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string folder = "fix-spec/conformance";
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            if (Array.IndexOf(Flags, name) >= 0)
            {
                values[name] = string.Empty;
            }
            else if (Array.IndexOf(Names, name) >= 0 && i + 1 < arguments.Count)
            {
                values[name] = arguments[++i];
            }
            else if (!name.StartsWith('-'))
            {
                folder = name;
            }
            else
            {
                throw new ArgumentException($"'{name}' is no option, or lacks its value.");
            }
        }

        return new RunnerOptions(TargetOf(values), folder, values.ContainsKey("--verbose"));
    }

    private static RunnerTarget TargetOf(Dictionary<string, string> values) => new()
    {
        Host = Required(values, "--host"),
        Port = Number(Required(values, "--port"), ushort.MaxValue),
        Sender = Required(values, "--sender"),
        Target = Required(values, "--target"),
        ResetOnLogon = values.ContainsKey("--reset"),
        LogonFields = values.TryGetValue("--logon", out string? fields) ? Script.ParseFields(fields) : [],
        Symbol = values.GetValueOrDefault("--symbol", "BTC"),
        Price = values.GetValueOrDefault("--price", "1"),
        Patience = TimeSpan.FromSeconds(Number(values.GetValueOrDefault("--wait", "5"), 600)),
        Tls = values.ContainsKey("--tls") ? TlsOf(values) : null,
    };

    private static string Required(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out string? value) ? value : throw new ArgumentException($"{name} is missing.");

    private static int Number(string text, int highest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            && value <= highest
            ? value
            : throw new ArgumentException($"'{text}' is no number from 1 to {highest}.");

    [SuppressMessage("Reliability", "CA2000", Justification = "The certificate is used until the process ends.")]
    private static SslClientAuthenticationOptions TlsOf(Dictionary<string, string> values)
    {
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = values.GetValueOrDefault("--tls-name", Required(values, "--host")),
        };
        if (values.TryGetValue("--ca", out string? authority))
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        }

        if (values.TryGetValue("--cert", out string? certificate))
        {
            options.ClientCertificates =
                [X509Certificate2.CreateFromPemFile(certificate, values.GetValueOrDefault("--key"))];
        }

        return options;
    }
}
