using System.Globalization;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>A priced perpetual and futures, and packages of them that clients define, each by a number of its
/// own.</summary>
internal sealed class ComboDesk
{
    /// <summary>When the legs that expire do.</summary>
    public const long ExpiryNs = 1_000_000_000;

    private readonly Dictionary<SessionId, ulong> _msgSeqNums = [];

    public ComboDesk(TestVenue venue)
    {
        Venue = venue;
        Near = venue.List(AnInstrument.Perpetual());
        Far = venue.List(AnInstrument.Future(ExpiryNs));
        Other = venue.List(AnInstrument.Future(ExpiryNs));
        venue.Price(
            (Near, RiskRow.Linear(1_000_000, 10_000)),
            (Far, RiskRow.Linear(1_030_000, 11_000)),
            (Other, RiskRow.Linear(1_040_000, 11_000)));
    }

    public TestVenue Venue { get; }

    public InstrumentId Near { get; }

    public InstrumentId Far { get; }

    public InstrumentId Other { get; }

    /// <summary>Legs of a package: an even number's are <see cref="Far"/> and <see cref="Near"/>, an odd one's
    /// <see cref="Other"/> and <see cref="Near"/>.</summary>
    public ComboLeg[] LegsOf(int package)
    {
        int ratio = 1 + (package / 2 % ComboLeg.RatioMax);
        int sign = package / 2 / ComboLeg.RatioMax % 2 == 0 ? 1 : -1;
        int bought = package / 4 / ComboLeg.RatioMax % 2 == 0 ? 1 : -1;
        return [Leg(package % 2 == 0 ? Far : Other, bought), Leg(Near, sign * ratio)];
    }

    /// <summary>A client defines a package, the next time on.</summary>
    public VenueEvent[] Define(int package, SessionId by) => Define(SymbolOf(package), by, 1, LegsOf(package));

    /// <summary>The venue lists a package for good.</summary>
    public VenueEvent[] List(int package) => Define(SymbolOf(package), default, 0, LegsOf(package));

    /// <summary>The number of a package that can be defined.</summary>
    public InstrumentId Defined(int package, SessionId by) => NumberOf(Define(package, by));

    public VenueEvent[] Define(string symbol, SessionId by, byte yields, params ComboLeg[] legs)
    {
        Command command = Command.Of(CommandKind.ListCombo);
        command.Header.Session = by;
        command.Header.MsgSeqNum = by == SessionId.Venue
            ? 0
            : _msgSeqNums[by] = _msgSeqNums.GetValueOrDefault(by) + 1;
        command.Instrument = AnInstrument.Future(ExpiryNs);
        command.Instrument.Kind = InstrumentKind.Combo;
        command.Instrument.Id = InstrumentId.Unassigned;
        command.Instrument.Symbol = Text40.Create(symbol);
        command.Instrument.Yields = yields;
        return Venue.Apply(command, MemoryMarshal.AsBytes(legs.AsSpan()));
    }

    /// <summary>The state in which an instrument trades.</summary>
    public void SetState(InstrumentId instrument, TradingState state)
    {
        Command command = Command.Of(CommandKind.SetTradingState);
        command.SetTradingState.Instrument = instrument;
        command.SetTradingState.State = state;
        Venue.Apply(command);
    }

    /// <summary>Asks for quotes.</summary>
    /// <returns>The number of the request.</returns>
    public ulong Ask(AccountId account, InstrumentId instrument)
    {
        Command command = Command.Of(CommandKind.RequestForQuote);
        command.RequestForQuote.Account = account;
        command.RequestForQuote.Name = Text40.Create("ask");
        command.RequestForQuote.Instrument = instrument;
        command.RequestForQuote.Lots = 1;
        command.RequestForQuote.ExpiryNs = Venue.NowNs + 1_000_000;
        VenueEvent[] events = Venue.Apply(command);
        Assert.That(events[0].Header.Kind, Is.EqualTo(EventKind.RequestOpened));
        return events[0].Request.Request;
    }

    /// <summary>Gives a request up.</summary>
    public void Pass(AccountId account, ulong request)
    {
        Command command = Command.Of(CommandKind.AcceptQuotes);
        command.AcceptQuotes.Account = account;
        command.AcceptQuotes.Request = request;
        command.AcceptQuotes.Name = Text40.Create("pass");
        Assert.That(Venue.Apply(command)[0].Header.Kind, Is.EqualTo(EventKind.RequestClosed));
    }

    public static InstrumentId NumberOf(VenueEvent[] events)
    {
        VenueEvent listed = events.Last(e => e.Header.Kind != EventKind.StateHashed);
        Assert.That(
            listed.Header.Kind, Is.EqualTo(EventKind.ComboListed),
            () => listed.Header.Kind == EventKind.CommandRejected ? $"{listed.Outcome.Reason}" : "");
        return listed.Combo.Spec.Id;
    }

    /// <summary>What was taken off the list, in order.</summary>
    public static InstrumentId[] Gone(VenueEvent[] events) =>
        [.. events.Where(e => e.Header.Kind == EventKind.InstrumentDelisted).Select(e => e.Delisted.Instrument)];

    public static ComboLeg Leg(InstrumentId instrument, int ratio) => new() { Instrument = instrument, Ratio = ratio };

    private static string SymbolOf(int package) =>
        string.Create(CultureInfo.InvariantCulture, $"BTC-CMB-{package}");
}
