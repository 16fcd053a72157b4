using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using HybridGpu.Ethereum.JsonRpc;
using HybridGpu.Ethereum.Signing;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.Tests.Support;

/// <summary>JSON-RPC over HTTP on loopback in front of a <see cref="FakeChain"/>, with faults on demand.</summary>
internal sealed class FakeNode : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new();
    private readonly Task _serving;

    public FakeNode()
    {
        Uri = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Uri.ToString());
        _listener.Start();
        _serving = Task.Run(ServeAsync);
        Client = new EthereumClient(Rpc());
    }

    public Uri Uri { get; }

    public FakeChain Chain { get; } = new();

    public EthereumClient Client { get; }

    /// <summary>What HTTP requests meet first, one each: a status code, or null to be served.</summary>
    public Queue<Func<HttpListenerContext, Task<bool>>> Faults { get; } = new();

    /// <summary>Replaces a method's answer; null leaves it to the chain.</summary>
    public Func<string, JsonArray, JsonNode?>? Override { get; set; }

    /// <summary>Methods asked, in order.</summary>
    public List<string> Asked { get; } = [];

    public int HttpRequests { get; private set; }

    public ulong? Finalized { get; set; }

    public JsonRpcClient Rpc(Func<JsonRpcSettings, JsonRpcSettings>? change = null)
    {
        var settings = new JsonRpcSettings
        {
            Endpoint = Uri,
            RetryDelayMin = TimeSpan.FromMilliseconds(1),
            RetryDelayMax = TimeSpan.FromMilliseconds(4),
        };
        return new JsonRpcClient(_http, change?.Invoke(settings) ?? settings);
    }

    public static Func<HttpListenerContext, Task<bool>> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.FromResult(true);
    };

    public static Func<HttpListenerContext, Task<bool>> Body(string body) => async context =>
    {
        await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
        return true;
    };

    /// <summary>The chain does it, and the answer is lost.</summary>
    public Func<HttpListenerContext, Task<bool>> LoseAnswer() => async context =>
    {
        await AnswerAsync(context);
        context.Response.StatusCode = 503;
        return true;
    };

    public static JsonObject Error(int code, string message, JsonNode? data = null) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["data"] = data } };

    public static JsonObject Result(JsonNode? result) => new() { ["result"] = result };

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(5));
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                HttpRequests++;
                try
                {
                    if (!Faults.TryDequeue(out Func<HttpListenerContext, Task<bool>>? fault) || !await fault(context))
                    {
                        JsonNode answer = await AnswerAsync(context);
                        byte[] body = System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());

                        // With a length there is one packet; in chunks the last waits for the client's delayed ACK.
                        context.Response.ContentLength64 = body.Length;
                        await context.Response.OutputStream.WriteAsync(body);
                    }

                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or IOException)
                {
                    // The client went away, which is what some tests make it do.
                }
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task<JsonNode> AnswerAsync(HttpListenerContext context)
    {
        JsonNode request = (await JsonNode.ParseAsync(context.Request.InputStream))!;

        // Batches are answered in reverse, which the standard allows.
        return request is JsonArray batch
            ? new JsonArray([.. batch.Select(one => (JsonNode)One(one!.AsObject())).Reverse()])
            : One(request.AsObject());
    }

    private JsonObject One(JsonObject request)
    {
        string method = (string)request["method"]!;
        JsonArray parameters = request["params"]!.AsArray();
        Asked.Add(method);
        JsonObject answer = (Override?.Invoke(method, parameters) ?? Serve(method, parameters)).AsObject();
        answer["jsonrpc"] = "2.0";
        answer["id"] = request["id"]!.DeepClone();
        return answer;
    }

    private JsonObject Serve(string method, JsonArray parameters) => method switch
    {
        "eth_chainId" => Result("0x7a69"),
        "eth_blockNumber" => Result(Hex.Quantity(Chain.Head)),
        "eth_getBlockByNumber" => Result((string)parameters[0]! switch
        {
            "latest" => Chain.Header(Chain.Head),
            "finalized" => Finalized is ulong final ? Chain.Header(final) : null,
            string number => Chain.Header(Hex.ParseUInt64(number)),
        }),
        "eth_getTransactionCount" => Result(Hex.Quantity((string)parameters[1]! == "pending"
            ? Chain.Count(Chain.Pool)
            : Chain.Count())),
        "eth_estimateGas" => Result("0x5208"),
        "eth_maxPriorityFeePerGas" => Result("0x64"),
        "eth_sendRawTransaction" => Send((string)parameters[0]!),
        "eth_getTransactionReceipt" => Result(Chain.Receipt(Hash32.Parse((string)parameters[0]!))),
        "eth_getTransactionByHash" => Result(Chain.Transaction(Hash32.Parse((string)parameters[0]!))),
        "eth_getLogs" => Result(Chain.Logs(
            Hex.ParseUInt64((string)parameters[0]!["fromBlock"]!),
            Hex.ParseUInt64((string)parameters[0]!["toBlock"]!))),
        _ => Error(-32601, "the method does not exist"),
    };

    private JsonObject Send(string raw)
    {
        var signed = SignedTransaction.Decode(Hex.Decode(raw));
        return Chain.Accept(signed) is string refusal ? Error(-32000, refusal) : Result(signed.Hash.ToString());
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
