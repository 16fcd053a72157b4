using System;
using System.Runtime.InteropServices;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Instruments;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;
using HybridGpu.Gateway.Orders;

namespace HybridGpu.Gateway.Combos;

/// <summary>Combos: their definition (c), orders in them (AB) and the replacement of these (AC).</summary>
/// <remarks>AB and AC are D and G in a combo, which they may name by its symbol or by its legs. Thread: the
/// session's.</remarks>
internal sealed class ComboHandler(CommandPort port, OrderHandler orders)
{
    /// <summary>Combos that one session may define in the life of this process: their numbers are theirs for
    /// ever.</summary>
    public const int DefinedMax = 1_024;

    private static ReadOnlySpan<byte> NotDefined =>
        "No combo has these legs: define it by SecurityDefinitionRequest(c)"u8;

    /// <summary>Says what an instrument is, or lists a combo of legs.</summary>
    public void OnDefinition(GatewayClient client, in SecurityDefinitionRequestReader message, long msgSeqNum)
    {
        ReadOnlySpan<byte> problem = message.SecurityRequestType switch
        {
            SecurityRequestTypeValues.RequestSecurityIdentityAndSpecifications => Look(client, in message),
            SecurityRequestTypeValues.RequestSecurityIdentityForSpecifications =>
                Define(client, in message, msgSeqNum),
            _ => "SecurityRequestType(321) must be 0 (one instrument) or 1 (define a combo)"u8,
        };
        if (!problem.IsEmpty)
        {
            DefinitionReports.Refuse(client, message.SecurityReqID, problem);
        }
    }

    /// <summary>An order in a combo.</summary>
    public void OnNewOrder(GatewayClient client, FixMessage message, long msgSeqNum)
    {
        var order = new NewOrderMultilegReader(message);
        ReadOnlySpan<byte> problem = default;
        InstrumentSpec combo = default;
        if (order.HasSymbol && !Symbols.TryFind(port.Directory, order.Symbol, out combo))
        {
            problem = "Unknown Symbol(55)"u8;
        }

        problem = !problem.IsEmpty ? problem
            : order.NoLegs.Count > 0 ? FindByLegs(in order, ref combo)
            : combo.Kind != InstrumentKind.Combo ? "Symbol(55) must be a combo, or NoLegs(555) give its legs"u8
            : default;

        // AB has D's fields, so D's reader reads it.
        orders.OnNewOrder(client, message, in combo, problem, msgSeqNum);
    }

    /// <summary>Other terms for one.</summary>
    public void OnReplace(GatewayClient client, FixMessage message, long msgSeqNum) =>
        orders.OnReplace(client, new OrderCancelReplaceRequestReader(message), msgSeqNum);

    /// <summary>The combo of the order's legs, which must be that of its symbol where there is one.</summary>
    private ReadOnlySpan<byte> FindByLegs(scoped in NewOrderMultilegReader order, scoped ref InstrumentSpec combo)
    {
        Span<ComboLeg> legs = stackalloc ComboLeg[ComboLeg.LegsMax];
        ReadOnlySpan<byte> problem = TryReadLegs(in order, legs, out int count);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        bool isKnown = ComboTerms.TryFind(port.Directory, legs[..count], out InstrumentSpec named);
        if (order.HasSymbol && (!isKnown || named.Id != combo.Id))
        {
            return "The legs are not those of Symbol(55)"u8;
        }

        combo = named;
        return isKnown ? default : NotDefined;
    }

    private ReadOnlySpan<byte> Look(GatewayClient client, scoped in SecurityDefinitionRequestReader message)
    {
        if (!message.HasSymbol || !Symbols.TryFind(port.Directory, message.Symbol, out InstrumentSpec spec))
        {
            return "Unknown Symbol(55)"u8;
        }

        DefinitionReports.Write(client, port.Directory, message.SecurityReqID, in spec);
        return default;
    }

    private ReadOnlySpan<byte> Define(
        GatewayClient client, scoped in SecurityDefinitionRequestReader message, long msgSeqNum)
    {
        if (!Text40.TryCreate(message.SecurityReqID, out Text40 requestId) || requestId.IsEmpty)
        {
            return "SecurityReqID(320) must be 1 to 40 printable ASCII characters"u8;
        }

        Span<ComboLeg> legs = stackalloc ComboLeg[ComboLeg.LegsMax];
        ReadOnlySpan<byte> problem = TryReadLegs(in message, legs, out int count);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        legs = legs[..count];
        if (ComboTerms.TryFind(port.Directory, legs, out InstrumentSpec known) && !port.Directory.IsSettled(known.Id))
        {
            DefinitionReports.Write(client, port.Directory, message.SecurityReqID, in known);
            return default;
        }

        Command command = Command.Of(CommandKind.ListCombo);
        problem = ComboTerms.TryMake(port.Directory, legs, out command.Instrument);
        if (!problem.IsEmpty)
        {
            return problem;
        }

        if (!port.TakesOrders)
        {
            return "The venue cannot list now: retry"u8;
        }

        if (client.CombosDefined == DefinedMax)
        {
            return "This session has defined as many combos as it may"u8;
        }

        client.CombosDefined++;
        client.Definitions.Note(msgSeqNum, in requestId);
        port.Publish(client, ref command, msgSeqNum, MemoryMarshal.AsBytes(legs));
        return default;
    }

    private ReadOnlySpan<byte> TryReadLegs(
        scoped in NewOrderMultilegReader message, scoped Span<ComboLeg> legs, out int count)
    {
        count = 0;
        foreach (NewOrderMultilegReader.NoLegsEntry leg in message.NoLegs)
        {
            ReadOnlySpan<byte> problem = TryAdd(
                leg.LegSymbol, leg.LegSide, leg.HasLegRatioQty, leg.LegRatioQty, legs, ref count);
            if (!problem.IsEmpty)
            {
                return problem;
            }
        }

        return Finish(legs[..count]);
    }

    private ReadOnlySpan<byte> TryReadLegs(
        scoped in SecurityDefinitionRequestReader message, scoped Span<ComboLeg> legs, out int count)
    {
        count = 0;
        foreach (SecurityDefinitionRequestReader.NoLegsEntry leg in message.NoLegs)
        {
            ReadOnlySpan<byte> problem = TryAdd(
                leg.LegSymbol, leg.LegSide, leg.HasLegRatioQty, leg.LegRatioQty, legs, ref count);
            if (!problem.IsEmpty)
            {
                return problem;
            }
        }

        return Finish(legs[..count]);
    }

    private ReadOnlySpan<byte> TryAdd(
        scoped ReadOnlySpan<byte> symbol, byte side, bool hasRatio, FixDecimal ratio, scoped Span<ComboLeg> legs,
        scoped ref int count)
    {
        if (count == legs.Length)
        {
            return "NoLegs(555) must be 2 to 8"u8;
        }

        if (!Symbols.TryFind(port.Directory, symbol, out InstrumentSpec spec) || spec.Kind == InstrumentKind.Combo)
        {
            return "Unknown LegSymbol(600), or a combo itself"u8;
        }

        long lots = 1;
        if (hasRatio && (!VenuePrice.TryLots(ratio, out lots) || lots is < 1 or > ComboLeg.RatioMax))
        {
            return "LegRatioQty(623) must be a whole number from 1 to 16"u8;
        }

        if (side is not (LegSideValues.Buy or LegSideValues.Sell))
        {
            return "LegSide(624) must be 1 (buy) or 2 (sell)"u8;
        }

        int sign = side == LegSideValues.Buy ? 1 : -1;
        legs[count++] = new ComboLeg { Instrument = spec.Id, Ratio = sign * (int)lots };
        return default;
    }

    private static ReadOnlySpan<byte> Finish(scoped Span<ComboLeg> legs)
    {
        if (legs.Length < 2)
        {
            return "NoLegs(555) must be 2 to 8"u8;
        }

        ComboTerms.Sort(legs);
        for (int i = 1; i < legs.Length; i++)
        {
            if (legs[i].Instrument == legs[i - 1].Instrument)
            {
                return "LegSymbol(600) must not come twice"u8;
            }
        }

        return default;
    }
}
