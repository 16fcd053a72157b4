namespace HybridGpu.Venue.Tests;

/// <summary>Waiting for the journal has the bound that it says.</summary>
public sealed class DurabilityGateTests
{
    [Test]
    public void A_look_without_a_time_says_what_is_and_a_part_of_a_millisecond_is_waited_for()
    {
        var gate = new DurabilityGate();
        gate.Open(7);

        Assert.That(gate.WaitFor(7, TimeSpan.Zero));
        Assert.That(gate.WaitFor(8, TimeSpan.Zero), Is.False);
        long start = Environment.TickCount64;
        Assert.That(gate.WaitFor(8, TimeSpan.FromMicroseconds(1_500)), Is.False);
        Assert.That(Environment.TickCount64 - start, Is.GreaterThanOrEqualTo(1), "rounded up, not away");
    }

    [Test]
    public void A_reader_that_sleeps_wakes_when_its_command_is_safe_or_the_journal_stops()
    {
        var gate = new DurabilityGate();
        bool isSafe = false;
        bool isLaterSafe = true;
        var reader = new Thread(() =>
        {
            isSafe = gate.WaitFor(2);
            isLaterSafe = gate.WaitFor(3);
        });
        reader.Start();
        gate.Open(1);
        gate.Open(2);
        gate.Open(1);
        Assert.That(gate.SafeSequence, Is.EqualTo(2), "an earlier command takes nothing back");
        Assert.That(gate.WaitFor(2));
        gate.Close();
        Assert.That(reader.Join(TimeSpan.FromSeconds(60)));
        Assert.That((isSafe, isLaterSafe), Is.EqualTo((true, false)));
    }
}
