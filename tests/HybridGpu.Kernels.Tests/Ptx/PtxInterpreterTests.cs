namespace HybridGpu.Kernels.Tests.Ptx;

/// <summary>The interpreter itself: it says no to what it doesn't know, and sees a bit that is wrong.</summary>
public sealed class PtxInterpreterTests
{
    [TestCase("mul.f64 %fd2, %fd1, %fd1;", TestName = "A bare multiplication, which a card may fuse, is refused")]
    [TestCase("add.f64 %fd2, %fd1, %fd1;", TestName = "A bare addition is refused")]
    [TestCase("fma.rz.f64 %fd2, %fd1, %fd1, %fd1;", TestName = "Another rounding is refused")]
    [TestCase("min.f64 %fd2, %fd1, %fd1;", TestName = "A minimum, which drops NaN, is refused")]
    [TestCase("cvt.rni.s64.f64 %rd2, %fd1;", TestName = "A conversion of a double to an integer is refused")]
    public void What_the_interpreter_does_not_know_is_refused(string instruction) =>
        Assert.Throws<NotSupportedException>(() => Run(instruction));

    [Test]
    public void A_line_that_is_no_instruction_is_refused_when_the_text_is_read() =>
        Assert.Throws<FormatException>(() => PtxProgram.Parse("%fd1 = %fd2;"));

    [Test]
    public void A_read_past_the_end_of_an_array_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Run("ld.global.f64 %fd2, [%rd1+8];"));

    [Test]
    public void One_wrong_bit_in_one_constant_of_the_text_shows_in_the_result()
    {
        const string Kernel = "{ ld.param.b64 %rd1, [x]; ld.global.f64 %fd1, [%rd1];"
            + " fma.rn.f64 %fd2, %fd1, 0d3FF8000000000000, 0d3FF0000000000000; st.global.f64 [%rd1], %fd2; ret; }";
        string[] texts = [Kernel, Kernel.Replace("0d3FF8000000000000", "0d3FF8000000000001", StringComparison.Ordinal)];

        double[] results = [.. texts.Select(text => Run(text, 0.1))];

        Assert.That(results[0], Is.EqualTo(Math.FusedMultiplyAdd(0.1, 1.5, 1.0)));
        Assert.That(results[1], Is.EqualTo(Math.FusedMultiplyAdd(0.1, Math.BitIncrement(1.5), 1.0)));
    }

    private static void Run(string instruction) => Run(
        "{ ld.param.b64 %rd1, [x]; ld.global.f64 %fd1, [%rd1]; " + instruction + " ret; }", 1.0);

    private static double Run(string body, double x)
    {
        PtxProgram program = PtxProgram.Parse(".param .b64 x\n" + body);
        var memory = new PtxMemory();
        double[] value = [x];
        PtxView view = memory.Upload<double>(value);
        new PtxThread(program, memory, BitConverter.GetBytes(view.Address), nan: 0).Run(0, 1, 0);
        memory.Download<double>(view, value);
        return value[0];
    }
}
