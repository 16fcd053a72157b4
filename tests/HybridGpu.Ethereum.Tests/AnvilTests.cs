using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using HybridGpu.Ethereum.Abi;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Logs;
using HybridGpu.Ethereum.Tests.Support;
using HybridGpu.Ethereum.Transactions;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests;

/// <summary>The same client against a real node: anvil, named by HYBRIDGPU_ANVIL or found in PATH.</summary>
[TestFixture]
[Category("Anvil")]
public sealed class AnvilTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Logs its calldata's first word without topics, then reverts with Error("no") if that word is zero.
    /// </summary>
    /// <remarks>
    /// Runtime: calldataload(0); dup; iszero → jump to revert; mstore(0); log0(0, 32); stop. The reason is
    /// Error(string)
    /// with a text of two bytes, copied from the end of the code.
    /// </remarks>
    private static readonly byte[] Runtime = Code();

    [Test]
    public async Task Deploying_calling_following_and_refusals_work_against_a_real_node()
    {
        string path = FindAnvil();
        int port = FreePort();
        using var anvil = Process.Start(new ProcessStartInfo(path, ["--port", Text(port), "--silent"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using var http = new HttpClient();
            using var limit = new CancellationTokenSource(Deadline);
            var client = new EthereumClient(new JsonRpcClient(http, new JsonRpcSettings
            {
                Endpoint = new Uri($"http://127.0.0.1:{port}/"),
                AttemptsMax = 100,
                RetryDelayMax = TimeSpan.FromMilliseconds(100),
            }));
            await CheckAsync(client, limit.Token);
        }
        finally
        {
            anvil.Kill();
            await anvil.WaitForExitAsync();
        }
    }

    private static async Task CheckAsync(EthereumClient client, CancellationToken cancellation)
    {
        ulong chainId = await client.GetChainIdAsync(cancellation);
        using var sender = new TransactionSender(client, Keys.First);
        byte size = (byte)Runtime.Length;
        byte[] creation = [0x60, size, 0x60, 0x0B, 0x5F, 0x39, 0x60, size, 0x5F, 0xF3, 0];

        PendingTransaction deployment = await sender.SendAsync(
            new TransactionRequest { Data = creation.Concat(Runtime).ToArray() }, cancellation);
        TransactionReceipt? deployed = await sender.WaitAsync(deployment, cancellation);
        Address contract = deployed!.ContractAddress!.Value;
        PendingTransaction call = await sender.SendAsync(
            new TransactionRequest { To = contract, Data = Word(42) }, cancellation);
        TransactionReceipt? called = await sender.WaitAsync(call, cancellation);
        JsonRpcException? reverted = await Assert.ThrowsAsync<JsonRpcException>(() => sender.SendAsync(
            new TransactionRequest { To = contract, Data = Word(0) }, cancellation));
        var follower = new LogFollower(
            client,
            new LogFilter { Addresses = [contract] },
            LogCursor.StartingAt(chainId, 0),
            new LogFollowerSettings { FinalityDepth = 0 });
        LogPoll poll = await follower.PollAsync(cancellation);
        JsonRpcException? again = await Assert.ThrowsAsync<JsonRpcException>(
            () => client.SendRawTransactionAsync(call.Current.Raw, cancellation));

        Assert.That(await client.GetCodeAsync(contract, BlockTag.Latest, cancellation), Is.EqualTo(Runtime));
        Assert.That(called!.IsSuccess, Is.True);
        Assert.That(reverted!.Reason().Text, Is.EqualTo("no"));
        Assert.That(poll.Events.Single().Log.Data.ToArray(), Is.EqualTo(Word(42)));
        Assert.That(again!.NodeMessage, Does.Contain("nonce too low").Or.Contain("already"));
        Assert.That(
            await client.GetBalanceAsync(Keys.First.Address, BlockTag.Latest, cancellation),
            Is.GreaterThan(BigInteger.Pow(10, 21)));
        Assert.That((await client.GetFeeHistoryAsync(1, BlockTag.Latest, [50], cancellation)).BaseFeesPerGas,
            Has.Count.EqualTo(2));
    }

    private static byte[] Code()
    {
        byte[] reason = AbiSignature.Parse("Error(string)").Encode("no");
        byte[] code =
        [
            0x5F, 0x35, 0x80, 0x15, 0x60, 0, 0x57, // calldataload(0), jump if it is zero
            0x5F, 0x52, 0x60, 0x20, 0x5F, 0xA0, // mstore(0), log0(0, 32)
        ];

        // The log runs into a stop, and the jump's target is behind that.
        code[5] = (byte)(code.Length + 1);
        byte size = (byte)reason.Length;
        byte[] revert = [0x00, 0x5B, 0x60, size, 0x60, 0, 0x5F, 0x39, 0x60, size, 0x5F, 0xFD];
        revert[5] = (byte)(code.Length + revert.Length);
        return [.. code, .. revert, .. reason];
    }

    private static byte[] Word(byte value) => [.. new byte[31], value];

    private static string FindAnvil()
    {
        string? named = Environment.GetEnvironmentVariable("HYBRIDGPU_ANVIL");
        IEnumerable<string> candidates = named is not null
            ? [named]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, "anvil"));
        string? found = candidates.FirstOrDefault(File.Exists);
        if (found is null)
        {
            Assert.Ignore("No anvil: set HYBRIDGPU_ANVIL to its path to run the client against a real node.");
        }

        return found!;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
