using System.Globalization;
using HybridGpu.Domain;

namespace HybridGpu.Host.Match;

/// <summary>Reads LOBSTER message files: time, type, order id, size, price, direction, with or without a header
/// line.</summary>
internal static class LobsterFile
{
    private const int Type = 1;
    private const int Id = 2;
    private const int Size = 3;
    private const int Price = 4;
    private const int Direction = 5;
    private const int Columns = 6;

    /// <summary>Reads all messages; bad rows are reported and left out.</summary>
    /// <exception cref="MatchInputException">The file as a whole can't be used.</exception>
    public static List<LobsterMessage> Read(string path, InputFaults faults)
    {
        using CsvSource source = CsvSource.Open(path);
        source.ReadHeaderOr("time", "type", "order_id", "size", "price", "direction");
        if (source.Names.Count < Columns)
        {
            throw new MatchInputException(new InputFault(
                path, 1, "", $"{Columns} columns are expected (time, type, order id, size, price, direction), and "
                    + $"{source.Names.Count} are there"));
        }

        var messages = new List<LobsterMessage>();
        for (long row = 0; source.Read(); row++)
        {
            if (TryParse(source, row, faults, out LobsterMessage message))
            {
                messages.Add(message);
            }
        }

        return messages.Count > 0
            ? messages
            : throw new MatchInputException(new InputFault(path, 0, "", "the file has no good row"));
    }

    private static bool TryParse(CsvSource source, long row, InputFaults faults, out LobsterMessage message)
    {
        message = default;
        if (!ScaledNumber.TryParse(source.Field(Type), 0, out long type)
            || !Enum.IsDefined((LobsterKind)type))
        {
            return Refuse(source, faults, Type, "is no message type: 1 to 7 are");
        }

        var kind = (LobsterKind)type;
        bool changesBook = kind <= LobsterKind.VisibleExecution;
        if (!ulong.TryParse(source.Field(Id), NumberStyles.None, null, out ulong id) || (changesBook && id == 0))
        {
            return Refuse(source, faults, Id, "is no order id: a whole number above 0 is expected");
        }

        if (!ScaledNumber.TryParse(source.Field(Size), 0, out long size) || size < (changesBook ? 1 : 0))
        {
            return Refuse(source, faults, Size, "is no size: a whole number above 0 is expected");
        }

        if (!ScaledNumber.TryParse(source.Field(Price), 0, out long price))
        {
            return Refuse(source, faults, Price, "is no price: a whole number of 1/10000 USD is expected");
        }

        Side side = source.Field(Direction) switch { "1" => Side.Buy, "-1" => Side.Sell, _ => Side.None };
        if (side == Side.None)
        {
            return Refuse(source, faults, Direction, "is no direction: 1 (buy) or -1 (sell) is expected");
        }

        message = new LobsterMessage(row, source.Line, kind, id, size, price, side);
        return true;
    }

    private static bool Refuse(CsvSource source, InputFaults faults, int column, string problem)
    {
        faults.Add(source.Fault(column, $"'{source.Field(column).ToString()}' {problem}. Row left out"));
        return false;
    }
}
