using System.Numerics;
using HybridGpu.Contracts;
using HybridGpu.Domain;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Fix.Store;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.State;

namespace HybridGpu.Host.Settlement;

/// <summary>The chain of a run: the embedded node or an existing one, the venue's contracts, and who acts on
/// them.</summary>
internal sealed class SettlementChain : IAsyncDisposable
{
    private const ulong WindowBlocks = 3;

    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PrepareLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(250);
    private static readonly BigInteger Ether = BigInteger.Pow(10, 18);
    private static readonly BigInteger OperatorMoney = 1_000 * Ether;
    private static readonly BigInteger OwnerMoney = 1 * Ether;

    private readonly ChainFolder _folder;
    private readonly HttpClient _http = new();
    private readonly EthereumKey _operatorKey;
    private readonly EthereumKey? _funderKey;
    private readonly RawTransactionLog _log;
    private readonly ChainAccount? _funder;
    private readonly SemaphoreSlim _recovering = new(1, 1);
    private IReadOnlyList<(uint Account, Address Owner)> _owners = [];

    private SettlementChain(ChainFolder folder, SettlementOptions options, AnvilNode? node, ulong chainId)
    {
        _folder = folder;
        Node = node;
        ChainId = chainId;
        Endpoint = node?.Endpoint ?? options.Rpc!;
        // Few and short attempts: those who ask say that the node is away, and ask again.
        Client = new EthereumClient(new JsonRpcClient(
            _http,
            new JsonRpcSettings { Endpoint = Endpoint, AttemptsMax = 2, Timeout = TimeSpan.FromSeconds(5) }));
        _operatorKey = options.KeystoreFile is null
            ? ChainKeys.OpenOrCreateDev(folder.Key("operator"), chainId)
            : ChainKeys.OpenKeystore(options.KeystoreFile, options.PasswordFile!);
        _log = RawTransactionLog.Open(folder.Transactions);
        Operator = new ChainAccount(Client, _operatorKey);
        if (DevChains.Includes(chainId))
        {
            _funderKey = ChainKeys.DevAccount(chainId);
            _funder = new ChainAccount(Client, _funderKey, _log);
        }
    }

    /// <summary>The embedded node; null on an existing chain.</summary>
    public AnvilNode? Node { get; }

    /// <summary>EIP-155 chain id.</summary>
    public ulong ChainId { get; }

    /// <summary>Where the node answers.</summary>
    public Uri Endpoint { get; }

    /// <summary>The node.</summary>
    public EthereumClient Client { get; }

    /// <summary>Who posts batches and registers accounts.</summary>
    public ChainAccount Operator { get; }

    /// <summary>The contracts.</summary>
    public ChainDeployment Deployment { get; private set; } = null!;

    /// <summary>The contract of batches.</summary>
    public RollupContract Rollup => new(Client, Deployment.Rollup);

    /// <summary>The vault.</summary>
    public VaultContract Vault => new(Client, Deployment.Vault);

    /// <summary>Starts or reaches the chain.</summary>
    /// <exception cref="ChainException">What is wrong and what to do, in a sentence.</exception>
    public static async Task<SettlementChain> StartAsync(
        ChainFolder folder,
        SettlementOptions options,
        Action<AnvilNotice> observer,
        CancellationToken cancellation)
    {
        if (!Artifacts.AreBuilt)
        {
            throw new ChainException(
                "This build has no contracts: install Node.js 20 or newer with npm and build again, or run with "
                + "--settlement off");
        }

        PrivateFiles.CreateDirectory(folder.Root);
        AnvilNode? node = options.Rpc is null
            ? await AnvilNode.StartAsync(new AnvilSettings
            {
                BinaryPath = ChainTools.AnvilPath ?? "",
                Folder = folder.Root,
                Observer = observer,
            })
            : null;
        try
        {
            ulong chainId = node is null ? await ReachAsync(options.Rpc!, cancellation) : DevChains.Anvil;
            return new SettlementChain(folder, options, node, chainId);
        }
        catch
        {
            await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Brings back what the chain lost, and sees to it that the contracts are there and every account has its
    /// owner. An embedded node that is killed meanwhile is prepared again.</summary>
    /// <param name="options">Token, window, owners.</param>
    /// <param name="parameters">Fee rates of the genesis state.</param>
    /// <param name="accounts">The accounts of this run.</param>
    /// <param name="hasHistory">Whether the venue's journal has batches or entries of the queue already.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ChainException">What is wrong and what to do, in a sentence.</exception>
    public async Task PrepareAsync(
        SettlementOptions options,
        SettlementParameters parameters,
        IEnumerable<AccountId> accounts,
        bool hasHistory,
        CancellationToken cancellation)
    {
        if (hasHistory && !File.Exists(_folder.Deployment))
        {
            throw new ChainException(
                $"The journal is settled on contracts, and {_folder.Deployment}, which says where they are, is gone: "
                + "restore it; new contracts would know nothing of the collateral");
        }

        _owners = [.. accounts.Distinct().Select(account => (account.Value, ReadOwner(account, options)))];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PrepareLimit);
        for (bool isReady = false; !isReady;)
        {
            int restarts = Node?.RestartCount ?? 0;
            try
            {
                await PrepareOnceAsync(options, parameters, limit.Token);
                isReady = true;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new ChainException(
                    $"The chain at {Endpoint} did not take the venue's contracts within {PrepareLimit}");
            }
            catch (Exception lost) when (lost is ChainException or JsonRpcException or JsonRpcTransportException
                && Node is not null && (Node.ProcessId == 0 || Node.RestartCount != restarts))
            {
                await Task.Delay(RetryDelay, limit.Token);
            }
        }

        File.WriteAllText(_folder.Endpoint, Endpoint + "\n");
    }

    /// <summary>The 20 bytes of the address that owns an account of this run.</summary>
    public ReadOnlyMemory<byte> OwnerOf(AccountId account) =>
        _owners.First(known => known.Account == account.Value).Owner.ToArray();

    /// <summary>Deposits for accounts that have never had a deposit. Development chains only.</summary>
    /// <param name="amounts">Micro-USD for each account.</param>
    /// <param name="cancellation">Ends it; what is deposited by then stays.</param>
    public async Task DepositAsync(
        IEnumerable<(AccountId Account, long AmountMicros)> amounts, CancellationToken cancellation)
    {
        if (_funder is null)
        {
            return;
        }

        var missing = new List<(uint Account, ulong Amount)>();
        foreach ((AccountId account, long amount) in amounts)
        {
            if (await Vault.DepositedAsync(account.Value, cancellation) == 0)
            {
                missing.Add((account.Value, (ulong)amount));
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        BigInteger total = missing.Aggregate(BigInteger.Zero, (sum, deposit) => sum + deposit.Amount);
        var token = new TokenContract(Client, Deployment.Token);
        await _funder.ExecuteAsync(token.Mint(_funder.Address, total), cancellation);
        await _funder.ExecuteAsync(token.Approve(Deployment.Vault, total), cancellation);
        foreach ((uint account, ulong amount) in missing)
        {
            await _funder.ExecuteAsync(Vault.Deposit(account, amount), cancellation);
        }
    }

    /// <summary>Whether what the chain loses can be sent again.</summary>
    public bool IsDevelopment => _funder is not null;

    /// <summary>Sends again what a node that was killed has lost. Waits while another call does.</summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        await _recovering.WaitAsync(cancellation);
        try
        {
            await new ChainRecovery(Client, _log, Deployment, Operator, () => _owners)
                .RunAsync(RecoveryLimit, cancellation);
        }
        finally
        {
            _recovering.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Node is not null)
        {
            await Node.DisposeAsync();
            File.Delete(_folder.Endpoint);
        }

        _log.Dispose();
        _operatorKey.Dispose();
        _funderKey?.Dispose();
        _recovering.Dispose();
        _http.Dispose();
    }

    private static async Task<ulong> ReachAsync(Uri rpc, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        try
        {
            return await new EthereumClient(new JsonRpcClient(http, new JsonRpcSettings { Endpoint = rpc }))
                .GetChainIdAsync(cancellation);
        }
        catch (JsonRpcTransportException fault)
        {
            throw new ChainException($"No chain answers at {rpc}: {fault.Message}", fault);
        }
    }

    private Address ReadOwner(AccountId account, SettlementOptions options)
    {
        if (options.Owners.TryGetValue(account, out Address owner))
        {
            return owner;
        }

        if (!DevChains.Includes(ChainId))
        {
            throw new ChainException(
                $"Account {account} has no owner: on chain {ChainId} give each account one with "
                + $"--account-owner {account}=0xADDRESS, and start without simulated makers (--makers 0)");
        }

        using EthereumKey key = ChainKeys.OpenOrCreateDev(_folder.Key($"account-{account}"), ChainId);
        return key.Address;
    }

    private async Task PrepareOnceAsync(
        SettlementOptions options, SettlementParameters parameters, CancellationToken cancellation)
    {
        bool isDeployed = File.Exists(_folder.Deployment);
        if (isDeployed)
        {
            Deployment = ChainDeployment.Load(_folder.Deployment);
        }

        if (_funder is not null)
        {
            // What a killed node lost comes back before anything new takes its nonces.
            await RecoverAsync(cancellation);
            await SendMoneyAsync(Operator.Address, OperatorMoney, cancellation);
        }

        if (!isDeployed)
        {
            Deployment = await ChainDeployer.DeployAsync(
                Client,
                _funder ?? Operator,
                Operator,
                new DeploymentPlan
                {
                    Parameters = parameters,
                    WindowSeconds = (ulong)Math.Max(1, options.Window.TotalSeconds),
                    WindowBlocks = WindowBlocks,
                    Token = options.Token is null ? null : Address.Parse(options.Token),
                },
                cancellation);
            Deployment.Save(_folder.Deployment);
        }

        await ChainDeployer.VerifyAsync(Client, Deployment, Operator, cancellation);
        await new AccountRegistrar(Rollup, Operator).EnsureAsync(_owners, cancellation);
        await SendMoneyToOwnersAsync(options, cancellation);
    }

    /// <summary>Owners whose keys are the venue's own need gas to take their collateral out.</summary>
    private async Task SendMoneyToOwnersAsync(SettlementOptions options, CancellationToken cancellation)
    {
        foreach ((uint account, Address owner) in _owners)
        {
            if (_funder is not null && !options.Owners.ContainsKey(new AccountId(account)))
            {
                await SendMoneyAsync(owner, OwnerMoney, cancellation);
            }
        }
    }

    private async Task SendMoneyAsync(Address to, BigInteger amount, CancellationToken cancellation)
    {
        if (await Client.GetBalanceAsync(to, BlockTag.Latest, cancellation) < amount / 2)
        {
            await _funder!.ExecuteAsync(new TransactionRequest { To = to, Value = amount }, cancellation);
        }
    }
}
