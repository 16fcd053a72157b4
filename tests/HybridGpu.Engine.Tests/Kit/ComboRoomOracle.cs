using HybridGpu.Domain;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>Random listing, use and delisting of combos, beside the plainest account of who must give way.</summary>
internal sealed class ComboRoomOracle
{
    /// <summary>Clients, each with an account and a session.</summary>
    public const int Clients = 5;

    private readonly ComboDesk _desk;
    private readonly List<Combo> _combos = [];
    private readonly AccountId[] _accounts = new AccountId[Clients];
    private readonly SessionId[] _sessions = new SessionId[Clients];

    public ComboRoomOracle(TestVenue venue)
    {
        _desk = new ComboDesk(venue);
        for (int i = 0; i < Clients; i++)
        {
            _accounts[i] = venue.OpenAccount(TestVenue.Rich);
            _sessions[i] = venue.Register($"CLIENT{i}", _accounts[i]);
        }
    }

    /// <summary>Combos that gave way so far, came back, and couldn't be had for want of room.</summary>
    public (int Gone, int Returned, int Refused) Seen { get; private set; }

    /// <summary>Does one thing, and asserts what comes of it.</summary>
    public void Step(int what, int package, int client)
    {
        _desk.Venue.NowNs += package % 3;
        Combo[] live = [.. _combos.Where(c => c.IsLive)];
        Combo? picked = live.Length == 0 ? null : live[package % live.Length];
        switch (what)
        {
            case 0 or (>= 6 and <= 9) when picked is not null:
                picked.Orders.Add((_accounts[client], _desk.Venue.Rest(
                    _accounts[client], AnOrder.Buy(1).In(picked.Id).At(10))));
                break;
            case 1 when picked is { Orders.Count: > 0 }:
                (AccountId owner, OrderId order) = picked.Orders[^1];
                picked.Orders.RemoveAt(picked.Orders.Count - 1);
                _desk.Venue.Cancel(owner, order);
                picked.UsedNs = _desk.Venue.NowNs;
                break;
            case 2 when picked is { Request: 0 } && _combos.Count(c => c.Asker == client && c.Request != 0) < 16:
                (picked.Asker, picked.Request) = (client, _desk.Ask(_accounts[client], picked.Id));
                break;
            case 3 when picked is { Request: not 0 }:
                _desk.Pass(_accounts[picked.Asker], picked.Request);
                (picked.Request, picked.UsedNs) = (0, _desk.Venue.NowNs);
                break;
            case 4 when package < 8:
                Delist(picked);
                break;
            case 5 when package < 8:
                Define(package + 200, -1);
                break;
            default:
                Define(package, client);
                break;
        }

        foreach (InstrumentId leg in new[] { _desk.Near, _desk.Far, _desk.Other })
        {
            Combo[] of = [.. _combos.Where(c => c.IsLive && HasLeg(c, leg))];
            Assert.That(of, Has.Length.LessThanOrEqualTo(64));
            Assert.That(of.GroupBy(c => c.Client).Where(g => g.Key >= 0).All(g => g.Count() <= 16), Is.True);
        }
    }

    private void Delist(Combo? combo)
    {
        if (combo is null)
        {
            return;
        }

        VenueEvent[] events = _desk.Venue.Apply(TestVenue.DelistingOf(combo.Id));
        Assert.That(ComboDesk.Gone(events), Is.EqualTo([combo.Id]));
        combo.IsLive = false;
        combo.IsBanned = true;
        combo.Orders.Clear();
    }

    private void Define(int package, int client)
    {
        ComboLeg[] legs = _desk.LegsOf(package);
        Combo? known = _combos.Find(c => c.Package == package);
        var leaving = new List<Combo>();
        RejectCode expected = known switch
        {
            null => RejectCode.None,
            { IsLive: true } => RejectCode.OutOfSequence,
            { IsBanned: true } => RejectCode.InstrumentDelisted,
            _ => RejectCode.None,
        };
        foreach (ComboLeg leg in expected == RejectCode.None ? legs : [])
        {
            Combo[] there = [.. _combos.Where(c => c.IsLive && HasLeg(c, leg.Instrument) && !leaving.Contains(c))];
            Combo[] own = [.. there.Where(c => c.Client == client && client >= 0)];
            if (there.Length < 64 && own.Length < 16)
            {
                continue;
            }

            Combo? first = (own.Length >= 16 ? own : there)
                .Where(c => c.Client >= 0 && c.Orders.Count == 0)
                .OrderBy(c => c.Request != 0).ThenBy(c => c.UsedNs).ThenBy(c => c.Id.Value).FirstOrDefault();
            if (first is null)
            {
                expected = RejectCode.CapacityReached;
                break;
            }

            leaving.Add(first);
        }

        VenueEvent[] events = client < 0 ? _desk.List(package) : _desk.Define(package, _sessions[client]);
        if (expected != RejectCode.None)
        {
            events = [.. events.Where(e => e.Header.Kind != EventKind.StateHashed)];
            events.AreCommandRejectOf(expected);
            Seen = Seen with { Refused = Seen.Refused + (expected == RejectCode.CapacityReached ? 1 : 0) };
            return;
        }

        Assert.That(ComboDesk.Gone(events), Is.EqualTo(leaving.Select(c => c.Id)));
        leaving.ForEach(c => c.IsLive = false);
        InstrumentId id = ComboDesk.NumberOf(events);
        Assert.That(known is null || known.Id == id, Is.True, "it comes back as what it was");
        Seen = (Seen.Gone + leaving.Count, Seen.Returned + (known is null ? 0 : 1), Seen.Refused);
        if (known is null)
        {
            _combos.Add(known = new Combo(id, package));
        }

        (known.IsLive, known.Client, known.UsedNs) = (true, client, _desk.Venue.NowNs);
    }

    private bool HasLeg(Combo combo, InstrumentId leg) =>
        Array.Exists(_desk.LegsOf(combo.Package), l => l.Instrument == leg);

    private sealed class Combo(InstrumentId id, int package)
    {
        public InstrumentId Id { get; } = id;

        public int Package { get; } = package;

        public int Client { get; set; }

        public bool IsLive { get; set; }

        public bool IsBanned { get; set; }

        public long UsedNs { get; set; }

        public List<(AccountId Account, OrderId Order)> Orders { get; } = [];

        public int Asker { get; set; }

        public ulong Request { get; set; }
    }
}
