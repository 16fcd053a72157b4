using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
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

    public string StatePath => _folder.File("node/chain.json");

    public static async Task<ADevChain> StartAsync(int stateSeconds = 1, ulong operatorEther = 100)
    {
        string binary = AnvilBinary.Path;
        var folder = new TemporaryFolder();
        var notices = new ConcurrentQueue<AnvilNotice>();
        AnvilNode node = await AnvilNode.StartAsync(new AnvilSettings
        {
            BinaryPath = binary,
            Folder = folder.File("node"),
            StateSeconds = stateSeconds,
            Observer = notices.Enqueue,
        });
        var chain = new ADevChain(folder, node, notices);
        await chain.FundAsync(chain.Operator.Address, operatorEther * Ether);
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
        await SignalAsync("STOP");
        await File.WriteAllBytesAsync(StatePath, state);
        Kill();
        await Poll.UntilAsync(() => Node.RestartCount == restarts + 1, "a restart");
    }

    /// <summary>The chain's stored state as of now.</summary>
    public async Task<byte[]> StateAsync()
    {
        ulong block = await Client.GetBlockNumberAsync();
        string wanted = $"\"number\":\"0x{block:x}\"";
        byte[] state = [];
        await Poll.UntilAsync(
            async () =>
            {
                if (!AnvilStateFile.TryCopyWhole(StatePath, _folder.File("copy.json")))
                {
                    return false;
                }

                state = await File.ReadAllBytesAsync(_folder.File("copy.json"));
                return System.Text.Encoding.UTF8.GetString(state).Contains(wanted, StringComparison.Ordinal);
            },
            $"a dump with block {block}");
        return state;
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Log.Dispose();
        _owned.ForEach(item => item.Dispose());
        _http.Dispose();
        _folder.Dispose();
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
