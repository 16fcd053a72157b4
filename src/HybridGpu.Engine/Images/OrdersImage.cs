using System.Collections.Generic;
using System.IO;
using HybridGpu.Domain;
using HybridGpu.Engine.Accounts;

namespace HybridGpu.Engine.Images;

/// <summary>All open orders: book by book in priority, then the lists of the accounts, youngest first.</summary>
internal static class OrdersImage
{
    public static void Pass(ref Image image, Ledger ledger, OpenOrders open)
    {
        var places = new List<int>();
        foreach (ListedInstrument? instrument in ledger.Instruments.All)
        {
            PassSide(ref image, ledger, instrument!, Side.Buy, places);
            PassSide(ref image, ledger, instrument!, Side.Sell, places);
            PassStops(ref image, ledger, instrument!, places);
        }

        PassLists(ref image, ledger, open, places);
    }

    private static void PassSide(
        ref Image image, Ledger ledger, ListedInstrument instrument, Side side, List<int> places)
    {
        int first = places.Count;
        for (int i = image.IsReading ? -1 : instrument.Book.BestHandle(side); i >= 0; i = instrument.Book.NextHandle(i))
        {
            places.Add(i);
        }

        int count = image.Count(places.Count - first, ledger.Orders.Capacity - first);
        for (int i = 0; i < count; i++)
        {
            int handle = PassOrder(ref image, ledger, places, first + i);
            if (image.IsReading)
            {
                instrument.Book.Add(handle);
            }
        }
    }

    private static void PassStops(ref Image image, Ledger ledger, ListedInstrument instrument, List<int> places)
    {
        int first = places.Count;
        if (!image.IsReading)
        {
            instrument.Stops?.CopyTo(places);
        }

        int count = image.Count(places.Count - first, ledger.Orders.Capacity - first);
        for (int i = 0; i < count; i++)
        {
            int handle = PassOrder(ref image, ledger, places, first + i);
            if (image.IsReading)
            {
                instrument.StopsFor(ledger.Orders).Add(handle);
            }
        }
    }

    private static int PassOrder(ref Image image, Ledger ledger, List<int> places, int place)
    {
        if (!image.IsReading)
        {
            image.Value(OrderImage.Of(ledger.Orders[places[place]]));
            return places[place];
        }

        OrderImage order = image.Value(default(OrderImage));
        int handle = ledger.Orders.Allocate();
        if (handle < 0)
        {
            throw new InvalidDataException("The engine's image has more orders than this engine may.");
        }

        order.CopyTo(ledger.Orders[handle]);
        places.Add(handle);
        return handle;
    }

    private static void PassLists(ref Image image, Ledger ledger, OpenOrders open, List<int> places)
    {
        var placeOf = new Dictionary<int, int>(places.Count);
        for (int place = 0; place < places.Count; place++)
        {
            placeOf.Add(places[place], place);
        }

        var list = new List<int>();
        foreach (Account? account in ledger.Accounts.All)
        {
            if (account is null)
            {
                continue;
            }

            list.Clear();
            for (int i = account.FirstOrder; i != Position.None; i = ledger.Orders[i].AccountNext)
            {
                list.Add(placeOf[i]);
            }

            int count = image.Count(list.Count, places.Count);
            for (int i = 0; i < count; i++)
            {
                int place = image.Count(image.IsReading ? 0 : list[i], places.Count - 1);
                if (image.IsReading)
                {
                    list.Add(place);
                }
            }

            // Each goes to the head of the list: the oldest first, so that the youngest ends up there.
            for (int i = image.IsReading ? count - 1 : -1; i >= 0; i--)
            {
                open.Relink(places[list[i]]);
            }
        }
    }
}
