using System.Runtime.InteropServices;

namespace HybridGpu.Sequencing.Tests;

/// <summary>A 64-byte event whose fields are all derived from two numbers, so that a torn or stale read
/// shows.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct TestEvent
{
    public long Producer;
    public long Number;
    public long A;
    public long B;
    public long C;
    public long D;
    public long E;
    public long F;

    public readonly bool IsWhole =>
        A == Mix(Producer, Number, 1) && B == Mix(Producer, Number, 2) && C == Mix(Producer, Number, 3) &&
        D == Mix(Producer, Number, 4) && E == Mix(Producer, Number, 5) && F == Mix(Producer, Number, 6);

    public void Fill(long producer, long number)
    {
        Producer = producer;
        Number = number;
        A = Mix(producer, number, 1);
        B = Mix(producer, number, 2);
        C = Mix(producer, number, 3);
        D = Mix(producer, number, 4);
        E = Mix(producer, number, 5);
        F = Mix(producer, number, 6);
    }

    public static long Mix(long producer, long number, long salt) =>
        unchecked(((producer * 0x1234_5678_9ABC_DEF1L) + number) * ((salt * 2) + 0x1E37_79B9_7F4A_7C15L));
}
