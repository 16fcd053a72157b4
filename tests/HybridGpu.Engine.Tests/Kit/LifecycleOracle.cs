using System.Numerics;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Domain.Instruments;

namespace HybridGpu.Engine.Tests.Kit;

/// <summary>What index, settlement and funding must come to, worked out from the commands in big integers: it keeps
/// every sample, and integrates anew each time. Of the events it takes trades and cash movements of chain and fees
/// only.</summary>
internal sealed class LifecycleOracle
{
    private static readonly BigInteger PeriodNs = 8 * BigInteger.Parse("3600000000000", null);

    private readonly List<(long AtNs, long PriceMicros)>[] _samples = [[], []];
    private readonly Dictionary<InstrumentId, InstrumentSpec> _instruments = [];
    private readonly Dictionary<(byte Underlying, long ExpiryNs), long> _knownFromNs = [];
    private readonly Dictionary<InstrumentId, List<(long AtNs, BigInteger RateNano, long PriceMicros)>> _rates = [];
    private readonly Dictionary<InstrumentId, long> _paidNs = [];
    private readonly Dictionary<InstrumentId, RiskRow?> _marks = [];
    private readonly HashSet<InstrumentId> _gone = [];
    private long _marketNs;

    /// <summary>Cash by account.</summary>
    public Dictionary<AccountId, BigInteger> Cash { get; } = [];

    /// <summary>Lots by account and instrument.</summary>
    public Dictionary<(AccountId Account, InstrumentId Instrument), long> Lots { get; } = [];

    /// <summary>How often each thing was done.</summary>
    public Dictionary<EventKind, int> Done { get; } = [];

    /// <summary>Follows a command and what the engine said to it, and compares.</summary>
    public void Follow(RecordedCommand recorded, VenueEvent[] events, TestVenue venue)
    {
        Command command = recorded.Command;
        _marketNs = Math.Max(_marketNs, command.Header.MarketNs);
        foreach (VenueEvent e in events)
        {
            Done[e.Header.Kind] = Done.GetValueOrDefault(e.Header.Kind) + 1;
            Follow(in e);
        }

        bool isRefused = events.Any(e => e.Header.Kind == EventKind.CommandRejected);
        switch (command.Header.Kind)
        {
            case CommandKind.RiskEpoch:
                IReadOnlyDictionary<InstrumentId, RiskRow> rows = venue.Epochs[command.RiskEpoch.Epoch];
                _instruments.Keys.ToList().ForEach(id => _marks[id] = rows.GetValueOrDefault(id));
                break;
            case CommandKind.IndexPrice when !isRefused:
                Sample(command.IndexPrice.Underlying.Value, command.IndexPrice.PriceMicros);
                break;
            case CommandKind.ApplyFunding when !isRefused:
                Fund(command.ApplyFunding.Instrument, events);
                break;
            case CommandKind.SettleExpiry:
                Settle(command.SettleExpiry, events);
                break;
            case CommandKind.DelistInstrument:
                Delist(command.DelistInstrument.Instrument, events);
                break;
            default:
                break;
        }
    }

    private static BigInteger Floor(BigInteger value, BigInteger divisor) =>
        (value - (((value % divisor) + divisor) % divisor)) / divisor;

    private void Pay(AccountId account, BigInteger micros) =>
        Cash[account] = Cash.GetValueOrDefault(account) + micros;

    private void Follow(in VenueEvent e)
    {
        switch (e.Header.Kind)
        {
            case EventKind.InstrumentListed:
                _instruments[e.Instrument.Id] = e.Instrument;
                _knownFromNs.TryAdd((e.Instrument.Underlying.Value, e.Instrument.ExpiryNs), _marketNs);
                break;
            case EventKind.Trade:
                Trade trade = e.Trade;
                BigInteger value = (BigInteger)trade.PriceTicks * trade.Lots * AnInstrument.TickValue;
                Move(trade.Taker.Account, trade.Instrument, trade.TakerSide.Sign() * trade.Lots, value);
                Move(trade.Maker.Account, trade.Instrument, -trade.TakerSide.Sign() * trade.Lots, value);
                break;
            case EventKind.Deposited:
                Pay(e.Account.Account, e.Account.Source.AmountMicros);
                break;
            case EventKind.Withdrawn:
                Pay(e.Account.Account, -e.Account.Source.AmountMicros);
                break;
            default:
                break;
        }
    }

    private void Move(AccountId account, InstrumentId instrument, long lots, BigInteger value)
    {
        Pay(account, -Math.Sign(lots) * value);
        Lots[(account, instrument)] = Lots.GetValueOrDefault((account, instrument)) + lots;
    }

    private void Sample(byte underlying, long priceMicros)
    {
        _samples[underlying].Add((_marketNs, priceMicros));
        foreach (InstrumentSpec spec in _instruments.Values.Where(
            spec => spec.Kind == InstrumentKind.Perpetual && spec.Underlying.Value == underlying))
        {
            BigInteger rate = 0;
            if (_marks.GetValueOrDefault(spec.Id) is { } row && !_gone.Contains(spec.Id))
            {
                BigInteger index = (BigInteger)priceMicros * spec.LotSizeMicros;
                BigInteger premium = (((BigInteger)row.MarkMicros * 1_000_000) - index) * 1_000_000_000 / index;
                rate = BigInteger.Max(250_000, premium) + BigInteger.Min(-250_000, premium);
                rate = BigInteger.Min(5_000_000, BigInteger.Max(-5_000_000, rate));
            }

            _rates.TryAdd(spec.Id, []);
            _paidNs.TryAdd(spec.Id, _marketNs);
            _rates[spec.Id].Add((_marketNs, rate, priceMicros));
        }
    }

    private List<(AccountId Account, long Lots)> Holders(InstrumentId instrument) =>
    [
        .. Lots.Where(held => held.Key.Instrument == instrument && held.Value != 0)
            .Select(held => (held.Key.Account, held.Value)),
    ];

    private void Fund(InstrumentId id, VenueEvent[] events)
    {
        InstrumentSpec spec = _instruments[id];
        List<(long AtNs, BigInteger RateNano, long PriceMicros)> rates = _rates[id];
        long endNs = (long)BigInteger.Min(_marketNs, (BigInteger)_paidNs[id] + (3 * PeriodNs));
        BigInteger sum = 0;
        for (int i = 0; i < rates.Count; i++)
        {
            long fromNs = Math.Max(rates[i].AtNs, _paidNs[id]);
            long toNs = Math.Min(i + 1 < rates.Count ? rates[i + 1].AtNs : long.MaxValue, endNs);
            sum += toNs > fromNs ? rates[i].RateNano * rates[i].PriceMicros * spec.LotSizeMicros * (toNs - fromNs) : 0;
        }

        BigInteger amount = sum / (PeriodNs * 1_000_000_000);
        BigInteger remainder = 0;
        foreach ((AccountId account, long lots) in Holders(id))
        {
            BigInteger cash = Floor(-lots * amount, 1_000_000);
            Pay(account, cash);
            remainder -= cash;
        }

        Pay(AccountId.Fees, remainder);
        FundingFixed said = events.Single(e => e.Header.Kind == EventKind.FundingFixed).FundingFixed;
        Assert.That(
            ((BigInteger)said.AmountPerLotPico, (BigInteger)said.RemainderMicros, said.AccruedNs),
            Is.EqualTo((amount, remainder, endNs - _paidNs[id])));
        _paidNs[id] = _marketNs;
        rates.RemoveRange(0, rates.Count - 1);
    }

    private void Settle(SettleExpiry command, VenueEvent[] events)
    {
        byte underlying = command.Underlying.Value;
        InstrumentSpec[] due =
        [
            .. _instruments.Values.Where(spec => spec.Underlying.Value == underlying
                && spec.ExpiryNs == command.ExpiryNs),
        ];
        BigInteger? price = command.UseAverage == 1 ? Average(underlying, command.ExpiryNs) : command.PriceMicros;
        if (command.ExpiryNs > _marketNs || due.Length == 0 || price is null)
        {
            RejectCode expected = command.ExpiryNs > _marketNs || due.Length == 0
                ? RejectCode.NothingToSettle
                : RejectCode.NoIndexPrice;
            events.AreCommandRejectOf(expected);
            return;
        }

        foreach (InstrumentSpec spec in due)
        {
            Settle(spec, price.Value);
            Assert.That(
                (BigInteger)events.Single(e => e.Header.Kind == EventKind.InstrumentSettled
                    && e.InstrumentSettled.Instrument == spec.Id).InstrumentSettled.UnderlyingMicros,
                Is.EqualTo(price.Value));
            _instruments.Remove(spec.Id);
        }

        _knownFromNs.Remove((underlying, command.ExpiryNs));
    }

    private void Settle(InstrumentSpec spec, BigInteger price)
    {
        BigInteger unit = spec.Kind switch
        {
            InstrumentKind.Call => BigInteger.Max(0, price - spec.StrikeMicros),
            InstrumentKind.Put => BigInteger.Max(0, spec.StrikeMicros - price),
            _ => price,
        };
        BigInteger down = Floor(unit * spec.LotSizeMicros, 1_000_000);
        BigInteger up = -Floor(-unit * spec.LotSizeMicros, 1_000_000);
        foreach ((AccountId account, long lots) in Holders(spec.Id))
        {
            BigInteger cash = lots * (lots > 0 ? down : up);
            Pay(account, cash);
            Pay(AccountId.Fees, -cash);
            Lots.Remove((account, spec.Id));
        }
    }

    private BigInteger? Average(byte underlying, long expiryNs)
    {
        List<(long AtNs, long PriceMicros)> samples = _samples[underlying];
        long windowNs = Math.Max(
            expiryNs - 1_800_000_000_000, _knownFromNs.GetValueOrDefault((underlying, expiryNs), long.MaxValue));
        (BigInteger sum, BigInteger covered) = (0, 0);
        for (int i = 0; i < samples.Count; i++)
        {
            long fromNs = Math.Max(samples[i].AtNs, windowNs);
            long toNs = Math.Min(i + 1 < samples.Count ? samples[i + 1].AtNs : long.MaxValue, expiryNs);
            sum += toNs > fromNs ? (BigInteger)samples[i].PriceMicros * (toNs - fromNs) : 0;
            covered += toNs > fromNs ? toNs - fromNs : 0;
        }

        return covered.IsZero ? null : ((2 * sum) + covered) / (2 * covered);
    }

    private void Delist(InstrumentId id, VenueEvent[] events)
    {
        bool isDone = events[^1].Header.Kind == EventKind.InstrumentDelisted;
        bool mayBe = _instruments.ContainsKey(id) && !_gone.Contains(id) && Holders(id).Count == 0;
        Assert.That(isDone, Is.EqualTo(mayBe), $"delisting of {id}: {events[^1].Outcome.Reason}");
        if (isDone)
        {
            _gone.Add(id);
        }
    }
}
