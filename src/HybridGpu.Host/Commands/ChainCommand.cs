using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Host.Running;
using HybridGpu.Host.Settlement;
using HybridGpu.Settlement.Chain;

namespace HybridGpu.Host.Commands;

/// <summary><c>hybridgpu chain status|deposit|withdraw</c>: the venue's chain, as anybody outside the venue uses
/// it.</summary>
internal sealed class ChainCommand
{
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Data directory of the venue: its contracts, and the embedded chain's address while it runs.",
    };

    private readonly Option<Uri?> _rpc = new("--rpc")
    {
        Description = "JSON-RPC address of the chain. Default: what --data says.",
        CustomParser = SettlementArguments.Endpoint,
    };

    private readonly Option<string?> _deployment = new("--deployment")
    {
        Description = "File that says where the contracts are (deployment.json). Default: --data's.",
    };

    private readonly Option<uint> _account = Options.RequiredWhole<uint>("--account", "Account number.");

    private readonly Option<string?> _keystore = new("--keystore")
    {
        Description = "Keystore of who pays in, or of the account's owner. Default: the venue's development keys.",
    };

    private readonly Option<string?> _password = new("--password-file") { Description = "File with its password." };

    private readonly Option<TimeSpan?> _wait = new("--wait")
    {
        Description = "How long to wait for finality. Default: 2m.",
        CustomParser = Arguments.Duration,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON." };

    public static Command Create()
    {
        var shared = new ChainCommand();
        return new Command("chain", "Look at the venue's chain, deposit, withdraw.")
        {
            shared.Status(), shared.Deposit(), shared.Withdraw(),
        };
    }

    private Command Status()
    {
        var command = new Command("status", "Batches, roots, queue and collateral.")
        {
            _data, _rpc, _deployment, _json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, ShowStatusAsync, cancellation));
        return command;
    }

    private Command Deposit()
    {
        Option<ulong> amount = Amount("USD to deposit.", required: true);
        var command = new Command("deposit", "Pay collateral into the vault for an account.")
        {
            _data, _rpc, _deployment, _account, amount, _keystore, _password, _json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, (session, token) => DepositAsync(session, parsed, parsed.GetValue(amount), token), cancellation));
        return command;
    }

    private Command Withdraw()
    {
        Option<ulong> amount = Amount("USD to ask for. Without it: take out what is final already.", required: false);
        var command = new Command("withdraw", "Ask for collateral, wait until it is final, and take it out.")
        {
            _data, _rpc, _deployment, _account, amount, _keystore, _password, _wait, _json,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed, (session, token) => WithdrawAsync(session, parsed, parsed.GetValue(amount), token), cancellation));
        return command;
    }

    private static Option<ulong> Amount(string description, bool required) => new("--amount")
    {
        Description = description,
        Required = required,
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal usd)
                && usd > 0 && usd < 1_000_000_000_000m && decimal.Truncate(usd * 1_000_000) == usd * 1_000_000)
            {
                return (ulong)(usd * 1_000_000);
            }

            result.AddError($"'{text}' is not an amount: write USD with at most 6 decimals, for example 2500.50.");
            return 0;
        },
    };

    private async Task<int> RunAsync(
        ParseResult parsed, Func<ChainSession, CancellationToken, Task<object>> work, CancellationToken cancellation)
    {
        try
        {
            (Uri rpc, ChainDeployment deployment) = Find(parsed);
            using ChainSession session = await ChainSession.OpenAsync(rpc, deployment, cancellation);
            object report = await work(session, cancellation);
            Print(report, parsed.GetValue(_json));
            return 0;
        }
        catch (Exception problem) when (problem
            is ChainException or JsonRpcException or JsonRpcTransportException or IOException)
        {
            Console.Error.WriteLine(problem switch
            {
                JsonRpcException refusal => ContractErrors.Explain(refusal),
                JsonRpcTransportException => $"the chain doesn't answer ({problem.Message}): an embedded chain answers "
                    + "only while its venue runs",
                _ => problem.Message,
            });
            return 1;
        }
    }

    private (Uri Rpc, ChainDeployment Deployment) Find(ParseResult parsed)
    {
        ChainFolder? folder = parsed.GetValue(_data) is { } data
            ? new ChainFolder(new DataDirectory(data).Chain)
            : null;
        string file = parsed.GetValue(_deployment) ?? folder?.Deployment
            ?? throw new ChainException("say which venue: --data DIR, or --rpc URL with --deployment FILE");
        ChainDeployment deployment = ChainDeployment.Load(file);
        if (parsed.GetValue(_rpc) is { } rpc)
        {
            return (rpc, deployment);
        }

        return folder is not null && File.Exists(folder.Endpoint)
            ? (new Uri(File.ReadAllText(folder.Endpoint).Trim()), deployment)
            : throw new ChainException(
                "the embedded chain answers only while its venue runs: start the venue, or name a chain with --rpc");
    }

    private static async Task<object> ShowStatusAsync(ChainSession session, CancellationToken cancellation) =>
        await session.StatusAsync(cancellation);

    private async Task<object> DepositAsync(
        ChainSession session, ParseResult parsed, ulong amount, CancellationToken cancellation)
    {
        uint account = parsed.GetValue(_account);
        bool isDev = parsed.GetValue(_keystore) is null;
        using EthereumKey key = isDev ? ChainKeys.DevAccount(session.ChainId) : Keystore(parsed);
        ulong index = await session.DepositAsync(key, account, amount, mints: isDev, cancellation);
        return new { account, deposited_micros = amount, queue_index = index };
    }

    private async Task<object> WithdrawAsync(
        ChainSession session, ParseResult parsed, ulong amount, CancellationToken cancellation)
    {
        uint account = parsed.GetValue(_account);
        using EthereumKey owner = parsed.GetValue(_keystore) is null
            ? DevelopmentKey(parsed, session.ChainId, account)
            : Keystore(parsed);
        ulong claimedBefore = await session.ClaimedAsync(account, cancellation);
        if (amount > 0)
        {
            ulong index = await session.RequestAsync(owner, account, amount, cancellation);
            TimeSpan limit = parsed.GetValue(_wait) ?? TimeSpan.FromMinutes(2);
            Console.Error.WriteLine($"asked for {amount / 1e6:F6} USD as entry {index}; waiting until it is final");
            if (await session.WaitUntilFinalAsync(index, limit, cancellation) is null)
            {
                throw new ChainException(
                    $"entry {index} isn't final after {limit}: run withdraw without --amount later to take it out");
            }
        }

        ulong paid = await session.ClaimAsync(owner, account, cancellation);
        if (paid == 0 && await session.ClaimedAsync(account, cancellation) > claimedBefore)
        {
            throw new ChainException(
                $"another call has taken the money of account {account} out meanwhile: it is with the owner");
        }

        if (paid == 0)
        {
            throw new ChainException(amount > 0
                ? $"the venue refused the request: account {account} needs what is left as margin, or hasn't as much"
                : $"nothing of account {account} is final and not yet taken out");
        }

        return new
        {
            account,
            paid_micros = paid,
            owner = owner.Address.ToString(),
            owner_balance_micros = (ulong)await session.BalanceAsync(owner.Address, cancellation),
        };
    }

    private EthereumKey DevelopmentKey(ParseResult parsed, ulong chainId, uint account)
    {
        string data = parsed.GetValue(_data)
            ?? throw new ChainException("say whose: --keystore and --password-file, or --data with a development key");
        string file = new ChainFolder(new DataDirectory(data).Chain).Key($"account-{account}");
        return File.Exists(file)
            ? ChainKeys.OpenOrCreateDev(file, chainId)
            : throw new ChainException($"the venue has no key of account {account}: name its owner's --keystore");
    }

    private EthereumKey Keystore(ParseResult parsed) => ChainKeys.OpenKeystore(
        parsed.GetValue(_keystore)!,
        parsed.GetValue(_password) ?? throw new ChainException("--keystore needs --password-file"));

    private static void Print(object report, bool json)
    {
        JsonElement element = JsonSerializer.SerializeToElement(report, SummaryWriter.JsonOptions);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(element, SummaryWriter.JsonOptions));
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            Console.WriteLine($"{property.Name.Replace('_', ' '),-22}{property.Value}");
        }
    }
}
