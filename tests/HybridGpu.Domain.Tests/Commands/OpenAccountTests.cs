using HybridGpu.Domain.Commands;
using HybridGpu.Domain.Tests.Wire;

namespace HybridGpu.Domain.Tests.Commands;

internal sealed class OpenAccountTests
{
    private static readonly byte[] Address = [.. Enumerable.Range(0x11, 20).Select(value => (byte)value)];

    [Test]
    public void The_owner_lies_in_address_order_as_in_the_document()
    {
        var open = new OpenAccount { Account = new AccountId(16), Delegates = 1 };
        open.SetOwner(Address);
        Assert.That(WireStruct.BytesOf(open), Is.EqualTo(WireDocument.StructureOf(nameof(OpenAccount)).Bytes));

        byte[] back = new byte[OpenAccount.OwnerLength];
        open.CopyOwnerTo(back);
        Assert.That(back, Is.EqualTo(Address));
    }

    [TestCase(0)]
    [TestCase(19)]
    [TestCase(21)]
    public void An_address_has_20_bytes(int length) => Assert.That(
        () => new OpenAccount { Account = new AccountId(16) }.SetOwner(new byte[length]),
        Throws.ArgumentException.With.Message.Contains($"account 16 has {length} bytes"));
}
