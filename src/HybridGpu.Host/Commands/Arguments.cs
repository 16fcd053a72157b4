using System.CommandLine.Parsing;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Gateway;

namespace HybridGpu.Host.Commands;

/// <summary>Reads option values that need more than a conversion; errors say what is expected.</summary>
internal static class Arguments
{
    /// <summary>A span of time as a number and a unit, above none: 500ms, 60s, 5m, 2h, 6.4d.</summary>
    public static TimeSpan? Duration(ArgumentResult result) => Duration(result, isNoneTaken: false);

    /// <summary>The same, or none at all: 0.</summary>
    public static TimeSpan? DurationOrZero(ArgumentResult result) => Duration(result, isNoneTaken: true);

    private static TimeSpan? Duration(ArgumentResult result, bool isNoneTaken)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (isNoneTaken && text == "0")
        {
            return TimeSpan.Zero;
        }

        (string Suffix, double Seconds)[] units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];
        foreach ((string suffix, double seconds) in units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(
                    text[..^suffix.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                && (number > 0 || (isNoneTaken && number == 0))
                && number * seconds < TimeSpan.FromDays(365).TotalSeconds)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        string none = isNoneTaken ? "0, " : "";
        result.AddError($"'{text}' is not a duration: write for example {none}500ms, 60s, 5m, 2h or 6.4d.");
        return null;
    }

    /// <summary>Plain FIX sessions as COMPID=ACCOUNT.</summary>
    public static GatewayClientOptions[] Sessions(ArgumentResult result)
    {
        var sessions = new List<GatewayClientOptions>();
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0
                && uint.TryParse(
                    token.Value[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out uint account)
                && account >= AccountId.FirstOpen.Value && account < AccountId.Capacity)
            {
                sessions.Add(new GatewayClientOptions(token.Value[..equals], new AccountId(account)));
                continue;
            }

            result.AddError(
                $"'{token.Value}' is not COMPID=ACCOUNT with an account from {AccountId.FirstOpen} "
                + $"to {AccountId.Capacity - 1}.");
        }

        return [.. sessions];
    }
}
