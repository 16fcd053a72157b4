using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridGpu.Ethereum.Values;

namespace HybridGpu.Ethereum.JsonRpc;

/// <summary>Request and response objects of JSON-RPC 2.0.</summary>
internal static class JsonRpcWire
{
    public static byte[] Write(JsonRpcRequest request, long id) => WriteWith(writer => WriteOne(writer, request, id));

    public static byte[] WriteBatch(IReadOnlyList<JsonRpcRequest> requests, long firstId) => WriteWith(writer =>
    {
        writer.WriteStartArray();
        for (int i = 0; i < requests.Count; i++)
        {
            WriteOne(writer, requests[i], firstId + i);
        }

        writer.WriteEndArray();
    });

    public static JsonRpcResult ReadOne(JsonElement answer, long id, string method)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw new JsonRpcTransportException($"{method}: not an answer of JSON-RPC");
        }

        if (answer.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
        {
            return new JsonRpcResult(default, ReadError(error, method));
        }

        return IdOf(answer) == id && answer.TryGetProperty("result", out JsonElement result)
            ? new JsonRpcResult(result, null)
            : throw new JsonRpcTransportException($"{method}: an answer without result, or to something else");
    }

    public static JsonRpcResult[] ReadBatch(JsonElement answer, long firstId, IReadOnlyList<JsonRpcRequest> requests)
    {
        if (answer.ValueKind == JsonValueKind.Object)
        {
            // A node that refuses the batch as a whole answers with one error.
            throw ReadOne(answer, firstId, "batch").Error
                ?? (Exception)new JsonRpcTransportException("batch: one answer to several requests");
        }

        var results = new JsonRpcResult[requests.Count];
        foreach (JsonElement one in answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray() : default)
        {
            long index = (IdOf(one) ?? -1) - firstId;
            if (index >= 0 && index < results.Length)
            {
                results[index] = ReadOne(one, firstId + index, requests[(int)index].Method);
            }
        }

        return Array.IndexOf(results, null) < 0
            ? results
            : throw new JsonRpcTransportException("batch: requests without an answer");
    }

    private static long? IdOf(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("id", out JsonElement id)
        && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out long value)
            ? value
            : null;

    private static JsonRpcException ReadError(JsonElement error, string method)
    {
        int code = error.TryGetProperty("code", out JsonElement number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out int value) ? value : 0;
        string message = error.TryGetProperty("message", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()! : "no message";
        byte[] data = error.TryGetProperty("data", out JsonElement raw) ? RevertData(raw) : [];
        return new JsonRpcException(method, code, message, data);
    }

    /// <summary>Nodes put the EVM's output into data, or into an object there; others put prose.</summary>
    private static byte[] RevertData(JsonElement data)
    {
        if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty("data", out JsonElement inner))
        {
            data = inner;
        }

        string? text = data.ValueKind == JsonValueKind.String ? data.GetString() : null;
        try
        {
            return text is not null && text.StartsWith("0x", StringComparison.Ordinal) ? Hex.Decode(text) : [];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[] WriteWith(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            write(writer);
        }

        return output.WrittenSpan.ToArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, JsonRpcRequest request, long id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WriteNumber("id", id);
        writer.WriteString("method", request.Method);
        writer.WriteStartArray("params");
        foreach (JsonNode? parameter in request.Parameters)
        {
            if (parameter is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                parameter.WriteTo(writer);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
