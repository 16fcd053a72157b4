using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>JSON-RPC 2.0 over HTTP, single and in batches.</summary>
/// <remarks>
/// Tries again on failures of transport, timeouts, 429 and 5xx only, with a doubling, jittered pause; an error that the
/// node states is thrown at once. All methods here can be repeated safely: a raw transaction is the same transaction
/// each time. Errors: <see cref="JsonRpcException"/>, <see cref="JsonRpcTransportException"/>. Thread: any.
/// </remarks>
public sealed class JsonRpcClient
{
    private readonly HttpClient _http;
    private readonly JsonRpcSettings _settings;
    private readonly TimeProvider _time;
    private long _lastId;

    /// <summary>Uses an HTTP client, which stays the caller's.</summary>
    /// <param name="http">The HTTP client; its own timeout should be longer than the settings'.</param>
    /// <param name="settings">The node.</param>
    /// <param name="time">The clock of timeouts and pauses; null for the system's.</param>
    public JsonRpcClient(HttpClient http, JsonRpcSettings settings, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.AttemptsMax, 1, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.BatchMax, 1, nameof(settings));
        _http = http;
        _settings = settings;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Asks one thing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The result.</returns>
    public async Task<JsonElement> SendAsync(JsonRpcRequest request, CancellationToken cancellation = default)
    {
        long id = Interlocked.Increment(ref _lastId);
        byte[] body = JsonRpcWire.Write(request, id);
        JsonElement answer = await SendWithRetriesAsync(request.Method, body, cancellation).ConfigureAwait(false);
        return JsonRpcWire.ReadOne(answer, id, request.Method).Value();
    }

    /// <summary>Asks several things in one HTTP request each <see cref="JsonRpcSettings.BatchMax"/>.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>As many results, in the order of the requests.</returns>
    public async Task<IReadOnlyList<JsonRpcResult>> SendBatchAsync(
        IReadOnlyList<JsonRpcRequest> requests, CancellationToken cancellation = default)
    {
        var results = new List<JsonRpcResult>(requests.Count);
        foreach (JsonRpcRequest[] piece in requests.Chunk(_settings.BatchMax))
        {
            long firstId = Interlocked.Add(ref _lastId, piece.Length) - piece.Length + 1;
            byte[] body = JsonRpcWire.WriteBatch(piece, firstId);
            JsonElement answer = await SendWithRetriesAsync("batch", body, cancellation).ConfigureAwait(false);
            results.AddRange(JsonRpcWire.ReadBatch(answer, firstId, piece));
        }

        return results;
    }

    private async Task<JsonElement> SendWithRetriesAsync(string what, byte[] body, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(what, body, cancellation).ConfigureAwait(false);
            }
            catch (JsonRpcTransportException failure) when (failure.IsTransient && attempt < _settings.AttemptsMax)
            {
                TimeSpan pause = PauseAfter(attempt, failure.RetryAfter);
                await Task.Delay(pause, _time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<JsonElement> SendOnceAsync(string what, byte[] body, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_settings.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _settings.Endpoint);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            ThrowIfOverloaded(what, response);
            byte[] answer = await ReadBoundedAsync(what, response, either.Token).ConfigureAwait(false);
            return Parse(what, response, answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new JsonRpcTransportException($"{what}: no answer within {_settings.Timeout}") { IsTransient = true };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new JsonRpcTransportException($"{what}: {exception.Message}", exception) { IsTransient = true };
        }
    }

    private static void ThrowIfOverloaded(string what, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status == 429 || status >= 500)
        {
            throw new JsonRpcTransportException($"{what}: HTTP status {status}")
            {
                IsTransient = true,
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
    }

    private async Task<byte[]> ReadBoundedAsync(
        string what, HttpResponseMessage response, CancellationToken cancellation)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var answer = new MemoryStream();
        byte[] buffer = new byte[16_384];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (answer.Length + count > _settings.ResponseBytesMax)
            {
                throw new JsonRpcTransportException($"{what}: an answer above {_settings.ResponseBytesMax} bytes")
                {
                    IsTooLarge = true,
                };
            }

            answer.Write(buffer, 0, count);
        }

        return answer.ToArray();
    }

    private static JsonElement Parse(string what, HttpResponseMessage response, byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            // Also the page of a proxy with a 4xx: some nodes put their errors into a 400, so the body is tried first.
            // An empty body with a success is a connection that broke after the headers.
            throw new JsonRpcTransportException(
                $"{what}: HTTP status {(int)response.StatusCode} without JSON", exception)
            {
                IsTransient = answer.Length == 0 && response.IsSuccessStatusCode,
            };
        }
    }

    private TimeSpan PauseAfter(int attempt, TimeSpan? asked)
    {
        // Half of the pause is random, so that clients that failed together don't come back together.
        double ceiling = Math.Min(
            _settings.RetryDelayMax.TotalMilliseconds,
            _settings.RetryDelayMin.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 30)));
        var pause = TimeSpan.FromMilliseconds(ceiling * (0.5 + (0.5 * Jitter())));
        pause = asked > pause ? asked.Value : pause;
        return pause > _settings.RetryDelayMax ? _settings.RetryDelayMax : pause;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5394", Justification = "Spreads retries in time; nothing depends on its being unpredictable.")]
    private static double Jitter() => Random.Shared.NextDouble();
}
