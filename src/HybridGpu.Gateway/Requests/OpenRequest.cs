using System.Collections.Generic;
using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using SessionId = HybridGpu.Domain.SessionId;

namespace HybridGpu.Gateway.Requests;

/// <summary>An open request for quote as the gateway knows it.</summary>
/// <remarks>Its terms never change; the list of those who answered is the egress's alone.</remarks>
internal sealed class OpenRequest(in RequestState opened)
{
    private readonly List<AccountId> _answering = [];

    /// <summary>The venue's number: QuoteReqID(131) for everyone but the asker.</summary>
    public ulong Number { get; } = opened.Request;

    /// <summary>The asker's own QuoteReqID(131).</summary>
    public Text40 Name { get; } = opened.Name;

    public AccountId Asker { get; } = opened.Account;

    public SessionId AskerSession { get; } = opened.AskerSession;

    public InstrumentId Instrument { get; } = opened.Instrument;

    public long ExpiryNs { get; } = opened.ExpiryNs;

    /// <summary>Number of an answering account among those of this request, from 1: all that the asker learns of who it
    /// is.</summary>
    public int PlaceOf(AccountId account)
    {
        int place = _answering.IndexOf(account);
        if (place >= 0)
        {
            return place + 1;
        }

        _answering.Add(account);
        return _answering.Count;
    }
}
