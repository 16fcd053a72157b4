using System.Globalization;
using HybridGpu.Domain;
using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Events;
using HybridGpu.Engine.Accounts;
using HybridGpu.Engine.Orders;
using HybridGpu.Engine.Tests.Kit;

namespace HybridGpu.Engine.Tests;

/// <summary>Two keys of one digest are told apart by what the records hold.</summary>
public sealed class DigestCollisionTests : RulesFixture
{
    [Test]
    public void Two_orders_whose_names_have_one_digest_are_found_and_cancelled_by_their_own_names()
    {
        (Text40 first, Text40 second) = Collide(
            number => Text40.Create(string.Create(CultureInfo.InvariantCulture, $"N{number}")),
            name => OrderNames.DigestOf(Alice, name));
        Venue.Submit(Alice, AnOrder.Buy(1).At(900).Named(first.ToString()));
        Venue.Submit(Alice, AnOrder.Buy(2).At(901).Named(second.ToString()));

        OrderState cancelled = Venue.Cancel(Alice, first.ToString())
            .Single(e => e.Header.Kind == EventKind.OrderCancelled).Order;

        Assert.That(cancelled.Lots, Is.EqualTo(1));
        Assert.That(
            Venue.Cancel(Alice, first.ToString())[0].Order.Reason, Is.EqualTo(RejectCode.UnknownOrder),
            "the other isn't taken for it");
        Assert.That(
            Venue.Submit(Alice, AnOrder.Buy(3).At(902).Named(second.ToString()))[0].Order.Reason,
            Is.EqualTo(RejectCode.DuplicateClOrdId));
    }

    [Test]
    public void Positions_of_two_accounts_whose_keys_have_one_digest_are_their_own()
    {
        (AccountId first, AccountId second) = Collide(
            number => new AccountId((uint)(number % AccountId.Capacity)),
            account => PositionTable.Digest(account, default));
        Open(first);
        Open(second);
        Venue.Submit(Bob, AnOrder.Sell(10).At(1_000));
        Venue.Submit(first, AnOrder.Buy(3).At(1_000));
        Venue.Submit(second, AnOrder.Buy(4).At(1_000));

        Assert.That(
            (Venue.Engine.LotsOf(first, default), Venue.Engine.LotsOf(second, default)), Is.EqualTo((3L, 4L)));
    }

    private void Open(AccountId account)
    {
        Send(CommandKind.OpenAccount, (ref Command c) => c.OpenAccount.Account = account);
        Venue.Deposit(account, TestVenue.Rich);
    }

    /// <summary>The first two keys whose digests are equal: among some hundred thousand there are some.</summary>
    private static (T First, T Second) Collide<T>(Func<int, T> make, Func<T, uint> digest)
    {
        var seen = new Dictionary<uint, T>();
        for (int number = 100; number < 1_000_000; number++)
        {
            T key = make(number);
            if (!seen.TryAdd(digest(key), key))
            {
                return (seen[digest(key)], key);
            }
        }

        throw new InvalidOperationException("No two digests are equal.");
    }
}
