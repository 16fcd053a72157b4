using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;

namespace HybridGpu.Settlement.Tests.Chain.Support;

/// <summary>A running development chain with the venue's contracts, as a host sets it up.</summary>
internal sealed class ADevChain : IAsyncDisposable
{
    public static readonly BigInteger Ether = BigInteger.Pow(10, 18);

    private readonly HttpClient _http = new();
    private readonly TemporaryFolder _folder;
    private readonly List<IDisposable> _owned = [];

    private ADevChain(TemporaryFolder folder, AnvilNode node, ConcurrentQueue<AnvilNotice> notices)
    {
        _folder = folder;
        Node = node;
        Notices = notices;
        Client = new EthereumClient(new JsonRpcClient(_http, new JsonRpcSettings
        {
            Endpoint = node.Endpoint,
            AttemptsMax = 2,
            Timeout = TimeSpan.FromSeconds(3),
            RetryDelayMin = TimeSpan.FromMilliseconds(20),
        }));
        Log = RawTransactionLog.Open(folder.File("raw.log"));
        DevKey = Own(ChainKeys.DevAccount(DevChains.Anvil));
        Deployer = new ChainAccount(Client, DevKey, Log);
        OperatorKey = Own(ChainKeys.OpenOrCreateDev(folder.File("operator.key"), DevChains.Anvil));
        Operator = new ChainAccount(Client, OperatorKey);
    }

    public AnvilNode Node { get; }

    public ConcurrentQueue<AnvilNotice> Notices { get; }

    public EthereumClient Client { get; }

    public RawTransactionLog Log { get; }

    public EthereumKey DevKey { get; }

    public EthereumKey OperatorKey { get; }

    public ChainAccount Deployer { get; }

    public ChainAccount Operator { get; }

    public ChainDeployment Deployment { get; private set; } = null!;

    public RollupContract Rollup => new(Client, Deployment.Rollup);

    public VaultContract Vault => new(Client, Deployment.Vault);

    public TokenContract Token => new(Client, Deployment.Token);

    public List<(uint Account, Address Owner)> Accounts { get; } = [];

    /// <summary>The state before the first transaction, if it was asked for.</summary>
    public byte[] EmptyState { get; private set; } = [];

    public string StatePath => _folder.File("node/chain.json");

    public static async Task<ADevChain> StartAsync(bool keepsEmptyState = false)
    {
        string binary = AnvilBinary.Path;
        var folder = new TemporaryFolder();
        var notices = new ConcurrentQueue<AnvilNotice>();
        AnvilNode node = await AnvilNode.StartAsync(new AnvilSettings
        {
            BinaryPath = binary,
            Folder = folder.File("node"),
            StateSeconds = 1,
            Observer = notices.Enqueue,
        });
        var chain = new ADevChain(folder, node, notices);
        chain.EmptyState = keepsEmptyState ? await chain.StateAsync() : [];
        await chain.FundAsync(chain.Operator.Address, 100 * Ether);
        chain.Deployment = await ChainDeployer.DeployAsync(
            chain.Client,
            chain.Deployer,
            chain.Operator,
            new DeploymentPlan { Parameters = ABatch.Parameters, WindowSeconds = 1, WindowBlocks = 1 });
        return chain;
    }

    public Task FundAsync(Address address, BigInteger wei) =>
        Deployer.ExecuteAsync(new TransactionRequest { To = address, Value = wei });

    /// <summary>An owner with ether and dollars, registered for an account.</summary>
    public async Task<ChainAccount> OwnerAsync(uint account, ulong micros)
    {
        EthereumKey key = Own(ChainKeys.OpenOrCreateDev(_folder.File($"owner-{account}.key"), DevChains.Anvil));
        var owner = new ChainAccount(Client, key, Log);
        Accounts.Add((account, owner.Address));
        await FundAsync(owner.Address, Ether);
        await Deployer.ExecuteAsync(Token.Mint(owner.Address, micros));
        await new AccountRegistrar(Rollup, Operator).EnsureAsync(Accounts);
        await owner.ExecuteAsync(Token.Approve(Deployment.Vault, BigInteger.Pow(2, 255)));
        return owner;
    }

    public ChainRecovery Recovery() => new(Client, Log, Deployment, Operator, () => Accounts);

    public BatchPoster Poster(IBatchSource source) => new(Rollup, Operator, source, new BatchPosterSettings
    {
        PollInterval = TimeSpan.FromMilliseconds(50),
        RetryDelayMax = TimeSpan.FromMilliseconds(500),
    });

    public void Kill()
    {
        using var process = Process.GetProcessById(Node.ProcessId);
        process.Kill();
    }

    /// <summary>Kills the node and lets it come back from an older state of the chain.</summary>
    public async Task GoBackAsync(byte[] state)
    {
        int restarts = Node.RestartCount;

        // Its last dump may come after the state was put in place: the node is stopped first, and can't write.
        await FreezeAsync();
        await File.WriteAllBytesAsync(StatePath, state);
        await File.WriteAllBytesAsync(Path.ChangeExtension(StatePath, ".good.json"), state);
        Kill();
        await Poll.UntilAsync(() => Node.RestartCount == restarts + 1, "a restart");
    }

    /// <summary>A stored state of the chain that is at least as new as now.</summary>
    public async Task<byte[]> StateAsync()
    {
        ulong block = await Client.GetBlockNumberAsync();
        string copy = _folder.File("copy.json");
        await Poll.UntilAsync(
            () => File.Exists(StatePath) && AnvilStateFile.TryCopyWhole(StatePath, copy) && BlockOf(copy) >= block,
            $"a dump with block {block}");
        return await File.ReadAllBytesAsync(copy);
    }

    /// <summary>Stops the node without ending it, so that it doesn't answer.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    public Task SetBalanceAsync(Address address, BigInteger wei) => Client.Rpc.SendAsync(
        new JsonRpcRequest("anvil_setBalance", address.ToString(), Hex.Quantity(wei)));

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Log.Dispose();
        _owned.ForEach(item => item.Dispose());
        _http.Dispose();
        _folder.Dispose();
    }

    private static ulong BlockOf(string statePath)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(statePath));
        return Hex.ParseUInt64(document.RootElement.GetProperty("block").GetProperty("number").GetString());
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Node.ProcessId}"]);
        await kill.WaitForExitAsync();
    }

    private EthereumKey Own(EthereumKey key)
    {
        _owned.Add(key);
        return key;
    }
}
