using System.Numerics;
using System.Text.Json.Nodes;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JsonRpcTests : IDisposable
{
    private readonly FakeNode _node = new();

    public void Dispose() => _node.Dispose();

    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task An_overloaded_node_is_asked_again(int status)
    {
        _node.Faults.Enqueue(FakeNode.Status(status));
        _node.Faults.Enqueue(FakeNode.Status(status));

        Assert.That(await _node.Client.GetChainIdAsync(), Is.EqualTo(31_337));
        Assert.That(_node.HttpRequests, Is.EqualTo(3));
    }

    [Test]
    public void Attempts_are_bounded()
    {
        for (int i = 0; i < 10; i++)
        {
            _node.Faults.Enqueue(FakeNode.Status(503));
        }

        Assert.That(() => _node.Client.GetChainIdAsync(), Throws.InstanceOf<JsonRpcTransportException>());
        Assert.That(_node.HttpRequests, Is.EqualTo(5));
    }

    [Test]
    public async Task A_broken_connection_is_tried_again()
    {
        _node.Faults.Enqueue(context =>
        {
            context.Response.Abort();
            return Task.FromResult(true);
        });

        Assert.That(await _node.Client.GetBlockNumberAsync(), Is.Zero);
    }

    [TestCase(400, "<html>", TestName = "A_page_instead_of_an_answer_is_not_asked_for_again")]
    [TestCase(200, "[]", TestName = "An_array_instead_of_an_object")]
    [TestCase(200, "{\"id\":12345,\"result\":\"0x1\"}", TestName = "An_answer_to_something_else")]
    [TestCase(200, "{\"id\":1}", TestName = "An_answer_without_a_result")]
    [TestCase(200, "{\"id\":1,\"result\":7}", TestName = "A_result_of_another_shape")]
    public void Nonsense_is_a_failure_of_transport_at_once(int status, string body)
    {
        _node.Faults.Enqueue(async context =>
        {
            context.Response.StatusCode = status;
            return await FakeNode.Body(body)(context);
        });

        Assert.That(() => _node.Client.GetChainIdAsync(), Throws.InstanceOf<JsonRpcTransportException>());
        Assert.That(_node.HttpRequests, Is.EqualTo(1));
    }

    [Test]
    public void An_error_of_the_node_is_typed_and_not_tried_again()
    {
        _node.Override = (_, _) => FakeNode.Error(-32005, "limit exceeded");

        Assert.That(
            () => _node.Client.GetChainIdAsync(),
            Throws.InstanceOf<JsonRpcException>()
                .With.Property(nameof(JsonRpcException.Code)).EqualTo(-32005)
                .And.Property(nameof(JsonRpcException.IsRevert)).False);
        Assert.That(_node.HttpRequests, Is.EqualTo(1));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_revert_carries_its_decoded_reason(bool isNested)
    {
        string data = Hex.Encode(AbiSignature.Parse("Error(string)").Encode("not yours"));
        _node.Override = (_, _) => FakeNode.Error(
            3, "execution reverted", isNested ? new JsonObject { ["data"] = data } : data);

        JsonRpcException? error = await Assert.ThrowsAsync<JsonRpcException>(
            () => _node.Client.CallAsync(new CallRequest { To = Address.Zero }, BlockTag.Latest));

        Assert.That(error!.IsRevert, Is.True);
        Assert.That(error.Message, Does.Contain("not yours"));
        Assert.That(error.Reason().Error!.Name, Is.EqualTo("Error"));
    }

    [Test]
    public void An_answer_above_the_limit_is_cut_off()
    {
        var client = new EthereumClient(_node.Rpc(settings => settings with { ResponseBytesMax = 1_000 }));
        _node.Override = (_, _) => FakeNode.Result(new string('0', 2_000));

        Assert.That(
            () => client.GetChainIdAsync(),
            Throws.InstanceOf<JsonRpcTransportException>()
                .With.Property(nameof(JsonRpcTransportException.IsTooLarge)).True);
        Assert.That(_node.HttpRequests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_slow_answer_times_out_and_is_asked_for_again()
    {
        var hold = new TaskCompletionSource();
        _node.Faults.Enqueue(async _ =>
        {
            await hold.Task;
            return true;
        });
        var client = new EthereumClient(_node.Rpc(
            settings => settings with { Timeout = TimeSpan.FromMilliseconds(200), AttemptsMax = 100 }));

        Task<ulong> answer = client.GetChainIdAsync();
        await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(300)));
        hold.SetResult();

        Assert.That(await answer, Is.EqualTo(31_337));
    }

    [Test]
    public void Cancelling_ends_a_call_and_is_no_failure_of_transport()
    {
        using var cancellation = new CancellationTokenSource();
        _node.Faults.Enqueue(async _ =>
        {
            await cancellation.CancelAsync();
            return true;
        });

        Assert.That(
            () => _node.Client.GetChainIdAsync(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_batch_is_sent_in_pieces_and_answered_in_any_order()
    {
        JsonRpcClient rpc = _node.Rpc(settings => settings with { BatchMax = 3 });
        _node.Override = (_, parameters) => (int)parameters[0]! == 4
            ? FakeNode.Error(-1, "not four")
            : FakeNode.Result((int)parameters[0]!);

        IReadOnlyList<JsonRpcResult> results = await rpc.SendBatchAsync(
            [.. Enumerable.Range(0, 8).Select(i => new JsonRpcRequest("echo", i))]);

        Assert.That(_node.HttpRequests, Is.EqualTo(3));
        Assert.That(results.Select(result => result.Error is null ? result.Value().GetInt32() : -1),
            Is.EqualTo(new[] { 0, 1, 2, 3, -1, 5, 6, 7 }));
        Assert.That(() => results[4].Value(), Throws.InstanceOf<JsonRpcException>());
    }

    [Test]
    public void A_batch_with_a_missing_answer_is_refused()
    {
        _node.Faults.Enqueue(FakeNode.Body("[{\"id\":1,\"result\":1}]"));

        Assert.That(
            () => _node.Rpc().SendBatchAsync([new JsonRpcRequest("a"), new JsonRpcRequest("b")]),
            Throws.InstanceOf<JsonRpcTransportException>());
    }

    [Test]
    public async Task Typed_answers_are_read()
    {
        _node.Override = (method, _) => method switch
        {
            "eth_getBalance" or "eth_gasPrice" => FakeNode.Result("0xde0b6b3a7640000"),
            "eth_getCode" => FakeNode.Result("0x6001"),
            "eth_getStorageAt" => FakeNode.Result("0x" + new string('0', 63) + "7"),
            "eth_call" => FakeNode.Result("0x" + new string('0', 62) + "2a"),
            "eth_feeHistory" => FakeNode.Result(JsonNode.Parse(
                """
                {"oldestBlock":"0x5","baseFeePerGas":["0x7","0x8"],"gasUsedRatio":[0.5],"reward":[["0x1","0x2"]]}
                """)),
            _ => null,
        };
        EthereumClient client = _node.Client;
        FeeHistory fees = await client.GetFeeHistoryAsync(1, BlockTag.Latest, [10, 90]);
        object[] results = await client.CallAsync(
            Address.Zero, AbiFunction.Parse("balanceOf(address)", "(uint256)"), [Address.Zero], BlockTag.Latest);

        Assert.That(await client.GetBalanceAsync(Address.Zero, BlockTag.Latest), Is.EqualTo(BigInteger.Pow(10, 18)));
        Assert.That(await client.GetGasPriceAsync(), Is.EqualTo(BigInteger.Pow(10, 18)));
        Assert.That(await client.GetCodeAsync(Address.Zero, BlockTag.Latest), Is.EqualTo(new byte[] { 0x60, 1 }));
        Hash32 word = await client.GetStorageAtAsync(Address.Zero, default, BlockTag.Latest);
        Assert.That(word.ToArray()[31], Is.EqualTo(7));
        Assert.That(fees.BaseFeesPerGas, Is.EqualTo(new BigInteger[] { 7, 8 }));
        Assert.That(fees.Rewards[0], Is.EqualTo(new BigInteger[] { 1, 2 }));
        Assert.That(results[0], Is.EqualTo(new BigInteger(42)));
        Assert.That(await client.GetBlockAsync(BlockTag.At(99)), Is.Null);
        Assert.That((await client.GetBlockAsync(BlockTag.Latest))!.BaseFeePerGas, Is.EqualTo(new BigInteger(1_000)));
    }
}
