using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Values;
using HybridGpu.Settlement.Chain;
using HybridGpu.Settlement.Tests.Chain.Support;

namespace HybridGpu.Settlement.Tests.Chain;

[TestFixture]
[Category("Anvil")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AnvilNodeTests : IDisposable
{
    private static readonly HttpClient Http = new();
    private static readonly Address Somebody = Address.Parse("0x00000000000000000000000000000000000000aa");

    private readonly ConcurrentQueue<AnvilNotice> _notices = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SetUp]
    public void SetUp() => Assert.That(AnvilBinary.Path, Is.Not.Empty);

    [Test]
    public async Task A_stopped_chain_goes_on_with_its_state_and_its_port()
    {
        int port;
        await using (AnvilNode first = await StartAsync())
        {
            port = first.Port;
            await SetBalanceAsync(first, 7);
        }

        await using AnvilNode second = await StartAsync();

        Assert.That(second.Port, Is.EqualTo(port));
        Assert.That(await BalanceAsync(second), Is.EqualTo(7));
        Assert.That(File.Exists(_folder.File("anvil.pid")), Is.True);
    }

    [Test]
    public async Task A_killed_chain_comes_back_on_the_same_port_with_its_last_stored_state()
    {
        await using AnvilNode node = await StartAsync();
        await SetBalanceAsync(node, 7);
        await Poll.UntilAsync(() => StoredText().Contains("\"balance\":\"0x7\"", StringComparison.Ordinal), "a dump");

        Kill(node.ProcessId);
        await Poll.UntilAsync(() => node.RestartCount == 1, "a restart");

        Assert.That(await BalanceAsync(node), Is.EqualTo(7));
        Assert.That(_notices.Select(notice => notice.Kind), Is.EqualTo(
            [AnvilNoticeKind.Started, AnvilNoticeKind.Died, AnvilNoticeKind.Restarted]));
    }

    [Test]
    public async Task A_block_that_was_waited_for_survives_a_kill_before_the_next_dump()
    {
        await using AnvilNode node = await AnvilNode.StartAsync(Settings() with { StateSeconds = 3_600 });
        await SetBalanceAsync(node, 7);
        await Client(node).Rpc.SendAsync(new JsonRpcRequest("evm_mine"));
        ulong block = await Client(node).GetBlockNumberAsync();

        await node.EnsureStoredAsync(block);
        Kill(node.ProcessId);
        await Poll.UntilAsync(() => node.RestartCount == 1, "a restart");

        Assert.That(await BalanceAsync(node), Is.EqualTo(7));
        Assert.That(await Client(node).GetBlockNumberAsync(), Is.GreaterThanOrEqualTo(block));
    }

    [Test]
    public async Task A_state_cut_short_is_replaced_by_its_last_good_copy_and_that_is_said()
    {
        await using (AnvilNode first = await StartAsync())
        {
            await SetBalanceAsync(first, 7);
            await Poll.UntilAsync(
                () => File.Exists(_folder.File("chain.good.json"))
                    && File.ReadAllText(_folder.File("chain.good.json")).Contains("\"0x7\"", StringComparison.Ordinal),
                "a copy");
        }

        using (FileStream state = File.OpenWrite(_folder.File("chain.json")))
        {
            state.SetLength(state.Length / 2);
        }

        await using AnvilNode second = await StartAsync();

        Assert.That(await BalanceAsync(second), Is.EqualTo(7));
        Assert.That(_notices.Select(notice => notice.Kind), Does.Contain(AnvilNoticeKind.StateRestored));
    }

    [Test]
    public async Task A_damaged_state_with_a_damaged_copy_is_refused_by_name()
    {
        File.WriteAllText(_folder.File("chain.json"), "{\"block\":");
        File.WriteAllText(_folder.File("chain.good.json"), "{");

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(StartAsync);

        Assert.That(refusal!.Message, Does.Contain("chain.json").And.Contain("damaged"));
    }

    [Test]
    public async Task A_port_that_is_taken_is_refused_by_number()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(
            () => AnvilNode.StartAsync(Settings() with { Port = port }));

        Assert.That(refusal!.Message, Does.Contain($"port {port} is taken"));
    }

    [Test]
    public async Task A_remembered_port_that_is_taken_is_replaced_and_that_is_said()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        await File.WriteAllTextAsync(_folder.File("anvil.port"), $"{port}");

        await using AnvilNode node = await StartAsync();

        Assert.That(node.Port, Is.Not.EqualTo(port));
        Assert.That(_notices.Select(notice => notice.Kind), Does.Contain(AnvilNoticeKind.PortChanged));
    }

    [Test]
    public async Task A_missing_binary_names_what_to_install_and_how_to_do_without()
    {
        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(
            () => AnvilNode.StartAsync(Settings() with { BinaryPath = _folder.File("nothing") }));

        Assert.That(refusal!.Message, Does.Contain("Node.js").And.Contain("npm").And.Contain("--settlement off"));
    }

    [Test]
    public async Task A_process_that_does_not_start_is_reported_with_its_words()
    {
        File.WriteAllText(_folder.File("chain.json"), "{\"not\":\"a chain\"}");

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(StartAsync);

        Assert.That(refusal!.Message, Does.Contain("exit status").And.Length.GreaterThan(60));
    }

    [Test]
    public async Task A_folder_in_use_is_refused()
    {
        await using AnvilNode node = await StartAsync();

        ChainException? refusal = await Assert.ThrowsAsync<ChainException>(StartAsync);

        Assert.That(refusal!.Message, Does.Contain("in use"));
    }

    [Test]
    public async Task A_process_left_by_an_earlier_run_is_ended_before_a_new_one_starts()
    {
        string state = _folder.File("chain.json");
        using Process stale = Process.Start(new ProcessStartInfo(
            AnvilBinary.Path, ["--silent", "--port", "0", "--state", state]))!;
        await File.WriteAllTextAsync(_folder.File("anvil.pid"), $"{stale.Id}");

        await using AnvilNode node = await StartAsync();

        Assert.That(stale.HasExited, Is.True);
        Assert.That(node.ProcessId, Is.Not.EqualTo(stale.Id));
    }

    [Test]
    public async Task A_process_ends_with_the_thread_that_started_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The parent-death signal is Linux's.");
        }

        using var isUp = new ManualResetEventSlim();
        AnvilProcess? started = null;
        string[] arguments = ["--silent", "--port", "0", "--state", _folder.File("chain.json")];
        var thread = new Thread(() =>
        {
            started = AnvilProcess.Start(AnvilBinary.Path, arguments);
            isUp.Wait();
        });
        thread.Start();
        await Poll.UntilAsync(
            () => started is not null && CommandOf(started.Id) == AnvilBinary.Path,
            "anvil itself");
        using AnvilProcess process = started!;
        bool isAliveWithIt = !process.HasExited;
        isUp.Set();
        thread.Join();

        await Poll.UntilAsync(() => process.HasExited, "its end");
        Assert.That(isAliveWithIt, Is.True);
    }

    [Test]
    public async Task A_process_that_has_taken_over_a_stale_id_is_left_alone()
    {
        await File.WriteAllTextAsync(_folder.File("anvil.pid"), $"{Environment.ProcessId}");

        await using AnvilNode node = await StartAsync();

        Assert.That(await BalanceAsync(node), Is.Zero);
    }

    private AnvilSettings Settings() => new()
    {
        BinaryPath = AnvilBinary.Path,
        Folder = _folder.Path,
        StateSeconds = 1,
        Observer = _notices.Enqueue,
    };

    private Task<AnvilNode> StartAsync() => AnvilNode.StartAsync(Settings());

    private static EthereumClient Client(AnvilNode node) =>
        new(new JsonRpcClient(Http, new JsonRpcSettings { Endpoint = node.Endpoint }));

    private static async Task SetBalanceAsync(AnvilNode node, int wei) =>
        await Client(node).Rpc.SendAsync(
            new JsonRpcRequest("anvil_setBalance", Somebody.ToString(), Hex.Quantity(wei)));

    private static async Task<int> BalanceAsync(AnvilNode node) =>
        (int)await Client(node).GetBalanceAsync(Somebody, BlockTag.Latest);

    private string StoredText() =>
        File.Exists(_folder.File("chain.json")) ? File.ReadAllText(_folder.File("chain.json")) : "";

    private static string CommandOf(int processId) => File.ReadAllText($"/proc/{processId}/cmdline").Split('\0')[0];

    private static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }
}
