using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Nothing that a client or an operator can send halts the venue: commands of every kind with fields over
/// their whole widths, thrown at venues that trade.</summary>
public sealed class ExtremeValuesTests
{
    private const int Worlds = 40;
    private const int StepsOfWorld = 250;
    private const int DistortedAStep = 20;

    // Small tables, so that their bounds are met too; the bound on lots is the venue's own.
    private static readonly EngineOptions Options = new()
    {
        Fees = new FeeSchedule(10_000_007, 3_000_001, 500_009, 200_003),
        OpenOrdersMax = 300,
        PositionsMax = 120,
        InstrumentsMax = 8_192,
    };

    // What is sent most: the way of an order is the longest. All else comes too, more rarely.
    private static readonly CommandKind[] Trading =
    [
        CommandKind.NewOrder, CommandKind.NewOrder, CommandKind.NewOrder, CommandKind.MassQuote, CommandKind.MassQuote,
        CommandKind.ReplaceOrder, CommandKind.ReplaceOrder, CommandKind.CancelOrder, CommandKind.RequestForQuote,
        CommandKind.QuoteRequestAnswer, CommandKind.QuoteRequestAnswer, CommandKind.AcceptQuotes,
        CommandKind.ListInstrument, CommandKind.ListCombo, CommandKind.ChainEvent,
    ];

    private static readonly CommandKind[] All = Enum.GetValues<CommandKind>();

    private readonly Dictionary<CommandKind, int> _done = [];
    private readonly Dictionary<CommandKind, RecordedCommand> _samples = [];
    private Random _random = null!;
    private Distortion _distortion = null!;
    private RandomVenue _world = null!;
    private int _count;
    private int _trades;
    private int _names;
    private int _heard;
    private OrderState _rested;
    private RequestState _asked;

    [Test]
    public void No_command_whatever_its_fields_throws_or_breaks_the_state_and_each_has_an_outcome(
        [Values(2026, 4711)] int fallback)
    {
        int seed = Seed.Of(fallback);
        for (int world = 0; world < Worlds; world++)
        {
            _random = new Random(seed + world);
            _distortion = new Distortion(_random);
            _world = new RandomVenue(seed + world, Options);
            _heard = 0;
            LiveThrough(world);
        }

        TestContext.Out.WriteLine($"{_count} distorted commands, {_trades} trades");
        foreach ((CommandKind kind, int done) in _done.OrderBy(entry => entry.Key))
        {
            TestContext.Out.WriteLine($"  {kind,-22} {done} weren't refused");
        }

        // A test that is refused everything at the door would pass too.
        Assert.That(_count, Is.GreaterThanOrEqualTo(200_000));
        Assert.That(_trades, Is.GreaterThan(1_000));
        CommandKind[] never = [.. Enum.GetValues<CommandKind>().Where(kind => !_done.ContainsKey(kind))];
        Assert.That(never, Is.EquivalentTo([CommandKind.None]), "kinds of which none was ever done");
    }

    private void LiveThrough(int world)
    {
        for (int step = 0; step < StepsOfWorld; step++)
        {
            try
            {
                Step(step);
            }
            catch (Exception e) when (e is not AssertionException)
            {
                RecordedCommand last = _world.Venue.Recorded[^1];
                Assert.Fail($"World {world}, step {step}: {Describe(last)} halts the venue: {e}");
            }

            string state = _world.Venue.Engine.CheckConservation();
            Assert.That(state, Is.EqualTo("ok"), $"world {world}, step {step}");
        }
    }

    private void Step(int step)
    {
        _world.Step();
        CheckOutcomes();
        if (step % 25 == 24)
        {
            PriceAll();
        }

        if (step > StepsOfWorld * 9 / 10)
        {
            // The clocks only go forward, so the end of time comes at the end of a world.
            _world.Venue.NowNs = _random.Next(3) == 0 ? _distortion.Number() : _world.Venue.NowNs;
            _world.Venue.MarketNs = _random.Next(3) == 0 ? _distortion.Number() : _world.Venue.MarketNs;
        }

        for (int i = 0; i < DistortedAStep; i++)
        {
            Distorted();
            CheckOutcomes();
            _count++;
        }
    }

    private void Distorted()
    {
        CommandKind kind = _random.Next(40) == 0 ? (CommandKind)_random.Next(65_536)
            : _random.Next(4) == 0 ? All[_random.Next(All.Length)]
            : Trading[_random.Next(Trading.Length)];
        bool isKnown = _samples.TryGetValue(kind, out RecordedCommand? sample);
        Command command = isKnown ? sample!.Command : Command.Of(kind);
        byte[] payload = isKnown ? sample!.Payload : [];
        Freshen(ref command);
        if (_random.Next(8) != 0)
        {
            _distortion.Apply(ref command);
            payload = _random.Next(3) == 0 ? _distortion.Apply(payload) : payload;
        }

        // The sessions of the world itself are left alone: a number out of the way would shut them for good.
        command.Header.Session = _random.Next(16) switch
        {
            0 => new SessionId((uint)_distortion.Number() | 16),
            < 4 => new SessionId((uint)_random.Next(9, 16)),
            _ => SessionId.Venue,
        };
        command.Header.MsgSeqNum = _random.Next(20) == 0
            ? (ulong)_distortion.Number()
            : _world.Venue.Engine.Sequence;
        command.Header.Flags = (ushort)_random.Next(65_536);
        _world.Venue.Apply(command, payload, sample?.Arrays);
        CheckOutcomes();
        Release(in command);
    }

    /// <summary>Gives a sample what it needs to be new, for it to be refused for its distortion alone.</summary>
    private void Freshen(ref Command command)
    {
        Text40 name = Text40.Create(string.Create(CultureInfo.InvariantCulture, $"n{++_names}"));
        switch (command.Header.Kind)
        {
            case CommandKind.NewOrder:
                command.NewOrder.ClOrdId = name;
                command.NewOrder.Slot = NewOrder.AnySlot;
                break;
            case CommandKind.CancelOrder:
                command.CancelOrder.Account = _rested.Account;
                command.CancelOrder.OrderId = _rested.OrderId;
                break;
            case CommandKind.ReplaceOrder:
                command.ReplaceOrder = new ReplaceOrder
                {
                    ClOrdId = name,
                    Account = _rested.Account,
                    OrderId = _rested.OrderId,
                    PriceTicks = _rested.PriceTicks + _random.Next(-2, 3),
                    Lots = _rested.Lots + _random.Next(-2, 3),
                };
                break;
            case CommandKind.RequestForQuote:
                command.RequestForQuote.ExpiryNs = _world.Venue.NowNs + 100_000;
                break;
            case CommandKind.QuoteRequestAnswer:
                command.QuoteRequestAnswer.Request = _asked.Request;
                command.QuoteRequestAnswer.Account = _world.Accounts[_random.Next(3)];
                break;
            case CommandKind.AcceptQuotes:
                command.AcceptQuotes.Request = _asked.Request;
                command.AcceptQuotes.Account = _asked.Account;
                break;
            case CommandKind.ListInstrument or CommandKind.ListCombo:
                command.Instrument.Id = new InstrumentId((uint)_world.Venue.Engine.InstrumentCount);
                command.Instrument.Symbol = name;
                break;
            case CommandKind.OpenAccount:
                command.OpenAccount.Account = new AccountId((uint)_random.Next(200));
                break;
            case CommandKind.RegisterSession:
                command.RegisterSession.CompId = name;
                command.RegisterSession.Account = _world.Accounts[0];
                break;
            case CommandKind.ChainEvent:
                command.ChainEvent.QueueEntry = (uint)_world.Venue.Engine.QueueCursor;
                command.ChainEvent.LogIndex = (uint)_random.Next();
                break;
            case CommandKind.SettleExpiry:
                command.SettleExpiry.ExpiryNs = _world.NextExpiryNs;
                break;
            case CommandKind.BatchSealed when _random.Next(2) == 0:
                command.BatchSealed.Batch = 1 + (ulong)_done.GetValueOrDefault(CommandKind.BatchSealed);
                break;
            default:
                break;
        }
    }

    /// <summary>Switches, states and rules that stop trading are taken back, so that something goes on being
    /// traded.</summary>
    private void Release(in Command command)
    {
        Command back = command;
        back.Header.Session = SessionId.Venue;
        switch (command.Header.Kind)
        {
            case CommandKind.KillSwitch:
                back.KillSwitch.Engage = 0;
                back.Header.Session = command.Header.Session;
                back.Header.MsgSeqNum = _world.Venue.Engine.Sequence;
                break;
            case CommandKind.SetAccountLimits when _random.Next(3) != 0:
                back.SetAccountLimits = new SetAccountLimits { Account = command.SetAccountLimits.Account };
                break;
            case CommandKind.SetTradingState:
                back.SetTradingState.State = TradingState.Continuous;
                break;
            case CommandKind.SetTradingRules when _random.Next(3) != 0:
                SetTradingRules old = back.SetTradingRules;
                back.SetTradingRules = new SetTradingRules
                {
                    Scope = old.Scope,
                    Instrument = old.Instrument,
                    Underlying = old.Underlying,
                    Kind = old.Kind,
                };
                break;
            default:
                return;
        }

        _world.Venue.Apply(back);
    }

    /// <summary>An epoch over everything listed, now and then with marks and cells up to the ends of what a listing
    /// allows.</summary>
    private void PriceAll()
    {
        var rows = new List<(InstrumentId, RiskRow)>();
        bool isExtreme = _random.Next(4) == 0;
        int bound = isExtreme ? int.MaxValue : 40_000;
        for (int id = 0; id < _world.Venue.Engine.InstrumentCount; id++)
        {
            long mark = isExtreme ? _random.NextInt64(-bound, bound) : _random.Next(900_000, 1_100_000);
            rows.Add((new InstrumentId((uint)id), RiskRow.Of(mark, _ => _random.Next(-bound, bound))));
        }

        _world.Venue.Price([.. rows]);
        CheckOutcomes();
    }

    /// <summary>Each command since the last look has events, of which the last, and no other, ends it; what wasn't
    /// refused becomes the sample of its kind.</summary>
    private void CheckOutcomes()
    {
        TestVenue venue = _world.Venue;
        VenueEvent[] events = venue.Events.Since(_heard);
        ulong sequence = _heard == 0 ? 1 : venue.Events[_heard - 1].Header.Sequence + 1;
        bool isRefused = false;
        foreach (VenueEvent e in events)
        {
            Assert.That(e.Header.Sequence, Is.EqualTo(sequence), "a command without an outcome");
            isRefused |= IsRefusal(e);
            _trades += e.Header.Kind == EventKind.Trade ? 1 : 0;
            _rested = e.Header.Kind == EventKind.OrderRested ? e.Order : _rested;
            _asked = e.Header.Kind == EventKind.RequestOpened ? e.Request : _asked;
            if (e.Header.EndsCommand == 0)
            {
                continue;
            }

            RecordedCommand recorded = venue.Recorded[(int)sequence++ - 1];
            CommandKind kind = recorded.Command.Header.Kind;
            if (!isRefused && Enum.IsDefined(kind))
            {
                _samples[kind] = recorded;
                _done[kind] = _done.GetValueOrDefault(kind) + 1;
            }

            isRefused = false;
        }

        Assert.That(sequence, Is.EqualTo(venue.Engine.Sequence + 1), "a command without an outcome");
        _heard = venue.Events.Count;
    }

    private static bool IsRefusal(VenueEvent e) => e.Header.Kind switch
    {
        EventKind.CommandRejected or EventKind.OrderRejected or EventKind.CancelRejected or EventKind.ReplaceRejected
            or EventKind.RequestRefused => true,
        EventKind.MassQuoteDone => e.Quote.Reason != RejectCode.None || e.Quote.Accepted == 0,
        EventKind.MassCancelDone => e.MassCancel.Reason != RejectCode.None,
        EventKind.QuoteProtectionSet or EventKind.QuoteProtectionReset => e.QuoteProtection.Reason != RejectCode.None,
        _ => false,
    };

    private static string Describe(RecordedCommand recorded) => string.Create(
        CultureInfo.InvariantCulture,
        $"{recorded.Command.Header.Kind} {Convert.ToHexString(Command.Bytes(in recorded.Command))} "
            + $"with {recorded.Payload.Length} bytes of payload");
}
