using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Ethereum.Values;
using HybridGpu.Host.Settlement;

namespace HybridGpu.Host.Commands;

/// <summary>The options of <c>run</c> that say where and how the venue settles.</summary>
internal sealed class SettlementArguments
{
    private readonly Option<string> _mode = new("--settlement")
    {
        Description = "on: collateral lies on a chain and batches are committed to it. off: an opening credit instead.",
        DefaultValueFactory = _ => "on",
    };

    private readonly Option<Uri?> _rpc = new("--rpc")
    {
        Description = "JSON-RPC address of an existing chain. Default: an embedded development chain.",
        CustomParser = Endpoint,
    };

    private readonly Option<string?> _keystore = new("--keystore")
    {
        Description = "The operator's keystore (version 3). Default: a key of its own, on development chains only.",
    };

    private readonly Option<string?> _password = new("--password-file")
    {
        Description = "File with the keystore's password; mode 0600.",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "Address of the collateral token, 6 decimals. Default: a test dollar, development chains only.",
    };

    private readonly Option<KeyValuePair<AccountId, Address>[]> _owners = new("--account-owner")
    {
        Description = "ACCOUNT=0xADDRESS: who may take an account's collateral out. May be repeated.",
        CustomParser = Owners,
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<ulong> _finality = Options.Whole(
        "--finality", "Blocks on top of a deposit's before it is credited.", new SettlementOptions().FinalityBlocks);

    private readonly Option<TimeSpan?> _window = new("--window")
    {
        Description = "Challenge window of a new deployment (10s, 1h). Default: 10s.",
        CustomParser = Arguments.Duration,
    };

    private readonly Option<TimeSpan?> _interval = new("--batch-interval")
    {
        Description = "Most time from a batch's first record to its seal. Default: 3s.",
        CustomParser = Arguments.Duration,
    };

    /// <summary>Adds the options and what must hold between them.</summary>
    public void AddTo(Command command)
    {
        Options.Restrict(_mode, "on", "off");
        foreach (Option option in (Option[])[
            _mode, _rpc, _keystore, _password, _token, _owners, _finality, _window, _interval])
        {
            command.Options.Add(option);
        }

        _token.Validators.Add(result =>
        {
            if (result.Tokens is [Token word] && !Address.TryParse(word.Value, out _))
            {
                result.AddError($"--token: '{word.Value}' is not an address.");
            }
        });
        command.Validators.Add(result =>
        {
            if ((result.GetResult(_keystore) is null) != (result.GetResult(_password) is null))
            {
                result.AddError("--keystore and --password-file go together.");
            }
        });
    }

    /// <summary>The options as given.</summary>
    public SettlementOptions Read(ParseResult parsed)
    {
        var defaults = new SettlementOptions();
        return new SettlementOptions
        {
            IsOn = parsed.GetValue(_mode) == "on",
            Rpc = parsed.GetValue(_rpc),
            KeystoreFile = parsed.GetValue(_keystore),
            PasswordFile = parsed.GetValue(_password),
            Token = parsed.GetValue(_token),
            Owners = new Dictionary<AccountId, Address>(parsed.GetValue(_owners) ?? []),
            FinalityBlocks = parsed.GetValue(_finality),
            Window = parsed.GetValue(_window) ?? defaults.Window,
            BatchInterval = parsed.GetValue(_interval) ?? defaults.BatchInterval,
        };
    }

    /// <summary>An http or https address.</summary>
    public static Uri? Endpoint(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        result.AddError($"'{text}' is not an address of a node: write for example http://127.0.0.1:8545.");
        return null;
    }

    private static KeyValuePair<AccountId, Address>[] Owners(ArgumentResult result)
    {
        var owners = new Dictionary<AccountId, Address>();
        foreach (Token token in result.Tokens)
        {
            string[] parts = token.Value.Split('=', 2);
            if (parts.Length == 2
                && uint.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint account)
                && account >= AccountId.FirstOpen.Value && account < AccountId.Capacity
                && Address.TryParse(parts[1], out Address owner) && owner != Address.Zero
                && owners.TryAdd(new AccountId(account), owner))
            {
                continue;
            }

            result.AddError($"'{token.Value}' is not ACCOUNT=0xADDRESS with an account that isn't there twice.");
        }

        return [.. owners];
    }
}
