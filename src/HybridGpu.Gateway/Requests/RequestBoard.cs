using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;

namespace HybridGpu.Gateway.Requests;

/// <summary>The open requests for quote, kept from events.</summary>
/// <remarks>Thread: the egress writes, sessions read. Memory: the engine bounds the number of open requests.</remarks>
internal sealed class RequestBoard
{
    private readonly ConcurrentDictionary<ulong, OpenRequest> _byNumber = new();
    private readonly ConcurrentDictionary<(AccountId Asker, Text40 Name), ulong> _byName = new();

    /// <summary>Follows an opening. A name that its asker uses twice means the later request.</summary>
    public OpenRequest Open(in RequestState opened)
    {
        var request = new OpenRequest(in opened);
        _byNumber[opened.Request] = request;
        _byName[(opened.Account, opened.Name)] = opened.Request;
        return request;
    }

    /// <summary>Follows an end.</summary>
    public void Close(OpenRequest request)
    {
        _byNumber.TryRemove(request.Number, out _);
        _byName.TryRemove(new((request.Asker, request.Name), request.Number));
    }

    /// <summary>By the venue's number.</summary>
    public bool TryFind(ulong number, [NotNullWhen(true)] out OpenRequest? request) =>
        _byNumber.TryGetValue(number, out request);

    /// <summary>By the venue's number in a FIX field.</summary>
    public bool TryFind(ReadOnlySpan<byte> number, [NotNullWhen(true)] out OpenRequest? request)
    {
        request = null;
        return Utf8Parser.TryParse(number, out ulong parsed, out int read) && read == number.Length
            && TryFind(parsed, out request);
    }

    /// <summary>An asker's own, by its name or the venue's number.</summary>
    public bool TryFindOwn(AccountId asker, ReadOnlySpan<byte> text, [NotNullWhen(true)] out OpenRequest? request)
    {
        request = null;
        bool isNamed = Text40.TryCreate(text, out Text40 name) && _byName.TryGetValue((asker, name), out ulong number)
            && TryFind(number, out request);
        return isNamed || (TryFind(text, out request) && request.Asker == asker);
    }
}
