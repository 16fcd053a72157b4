using System.Text;
using HybridGpu.Fix.Codec;
using HybridGpu.Fix.Generated;

namespace HybridGpu.FixFuzz;

/// <summary>
/// Reads every field of a valid message as every type, through the cursors that the generated readers are made of, and
/// checks that groups have as many entries as they say. Thread: one.
/// </summary>
/// <param name="spec">The dictionary.</param>
internal sealed class MessageWalk(Spec spec)
{
    private long _sum;

    /// <summary>Reads a message.</summary>
    /// <param name="message">The message; valid.</param>
    public void Read(FixMessage message)
    {
        if (!spec.MessagesByType.TryGetValue(Encoding.Latin1.GetString(message.MsgType), out SpecMessage? type))
        {
            return;
        }

        ReadLevel(new FieldRange(message, 0, message.FieldCount), type.Body);
        switch (type.Type)
        {
            case "D":
                ReadOrder(new NewOrderSingleReader(message));
                break;
            case "i":
                ReadQuotes(new MassQuoteReader(message));
                break;
            default:
                break;
        }
    }

    private void ReadOrder(NewOrderSingleReader order)
    {
        _sum += order.ClOrdID.Length + order.Symbol.Length + order.Side + order.OrdType + order.TransactTimeNs;
        _sum += order.OrderQty.Mantissa + order.Price.Mantissa + order.ExecInst.Length;
    }

    private void ReadQuotes(MassQuoteReader quotes)
    {
        foreach (MassQuoteReader.NoQuoteSetsEntry set in quotes.NoQuoteSets)
        {
            _sum += set.QuoteSetID.Length + set.TotNoQuoteEntries;
            foreach (MassQuoteReader.NoQuoteSetsEntry.NoQuoteEntriesEntry entry in set.NoQuoteEntries)
            {
                _sum += entry.QuoteEntryID.Length + entry.BidPx.Mantissa + entry.OfferSize.Scale;
            }
        }
    }

    private void ReadLevel(FieldRange range, SpecUse[] uses)
    {
        foreach (SpecUse use in uses)
        {
            int tag = use.Field.Tag;
            if (use.Required && !range.Has(tag))
            {
                throw new FuzzException($"A valid message has no {tag}, which is required.");
            }

            if (use.Entry is null)
            {
                _sum += range.Integer(tag) + range.Decimal(tag).Mantissa + range.Char(tag) + range.UtcTimestampNs(tag)
                    + range.Bytes(tag).Length + (range.Boolean(tag) ? 1 : 0);
                continue;
            }

            int count = 0;
            GroupCursor entries = range.Group(tag, use.Entry[0].Field.Tag);
            while (entries.MoveNext())
            {
                count++;
                ReadLevel(new FieldRange(range.Message, entries.From, entries.To), use.Entry);
            }

            if (count != entries.Count)
            {
                throw new FuzzException(
                    $"Group {tag} of a valid message has {count} entries and says {entries.Count}.");
            }
        }
    }
}
