using System;

namespace HybridGpu.Risk.Surfaces;

/// <summary>Sums of a least-squares step, in at most five parameters: JᵀJ, Jᵀr and rᵀr.</summary>
/// <remarks>Kept by whoever solves and used again; no allocation. Thread: one.</remarks>
internal sealed class NormalEquations
{
    /// <summary>Most parameters.</summary>
    public const int ParametersMax = 5;

    private readonly double[] _matrix = new double[ParametersMax * ParametersMax];
    private readonly double[] _gradient = new double[ParametersMax];
    private readonly double[] _work = new double[ParametersMax * ParametersMax];

    /// <summary>Sum of squared residuals.</summary>
    public double Cost { get; private set; }

    public void Reset()
    {
        Array.Clear(_matrix);
        Array.Clear(_gradient);
        Cost = 0;
    }

    /// <summary>Adds a residual with its derivatives in all five parameters.</summary>
    public void Add(double residual, ReadOnlySpan<double> derivatives)
    {
        Cost += residual * residual;
        for (int i = 0; i < ParametersMax; i++)
        {
            double d = derivatives[i];
            _gradient[i] += d * residual;
            for (int j = 0; j <= i; j++)
            {
                _matrix[(i * ParametersMax) + j] += d * derivatives[j];
            }
        }
    }

    /// <summary>Goes over to fewer parameters q with p = p(q), by the chain rule.</summary>
    /// <param name="chain">∂p/∂q, five rows of <paramref name="count"/>.</param>
    /// <param name="count">Parameters q.</param>
    /// <param name="into">Receives the sums in q.</param>
    public void Reduce(ReadOnlySpan<double> chain, int count, NormalEquations into)
    {
        into.Reset();
        into.Cost = Cost;
        for (int i = 0; i < count; i++)
        {
            for (int p = 0; p < ParametersMax; p++)
            {
                double left = chain[(p * count) + i];
                into._gradient[i] += left * _gradient[p];
                for (int j = 0; j <= i; j++)
                {
                    double sum = 0;
                    for (int q = 0; q < ParametersMax; q++)
                    {
                        double entry = q <= p
                            ? _matrix[(p * ParametersMax) + q]
                            : _matrix[(q * ParametersMax) + p];
                        sum += entry * chain[(q * count) + j];
                    }

                    into._matrix[(i * ParametersMax) + j] += left * sum;
                }
            }
        }
    }

    /// <summary>Takes a parameter out of the next steps when it is at a bound and would go beyond.</summary>
    public void HoldAtBounds(int parameter, bool isAtLeast, bool isAtMost)
    {
        double descent = -_gradient[parameter];
        if ((isAtLeast && descent < 0) || (isAtMost && descent > 0))
        {
            for (int i = 0; i < ParametersMax; i++)
            {
                _matrix[(Math.Max(i, parameter) * ParametersMax) + Math.Min(i, parameter)] = i == parameter ? 1 : 0;
            }

            _gradient[parameter] = 0;
        }
    }

    /// <summary>The damped step: (JᵀJ + λ diag) step = −Jᵀr, by Cholesky.</summary>
    /// <returns>False when the matrix isn't positive definite in floating point, or holds a NaN.</returns>
    public bool TrySolve(double damping, int count, Span<double> step)
    {
        Span<double> lower = _work;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _matrix[(i * ParametersMax) + j];
                if (i == j)
                {
                    sum += (damping * sum) + 1e-300;
                }

                for (int k = 0; k < j; k++)
                {
                    sum -= lower[(i * ParametersMax) + k] * lower[(j * ParametersMax) + k];
                }

                if (i != j)
                {
                    lower[(i * ParametersMax) + j] = sum / lower[(j * ParametersMax) + j];
                }
                else if (sum > 0)
                {
                    lower[(i * ParametersMax) + i] = Math.Sqrt(sum);
                }
                else
                {
                    return false;
                }
            }
        }

        for (int i = 0; i < count; i++)
        {
            double sum = -_gradient[i];
            for (int k = 0; k < i; k++)
            {
                sum -= lower[(i * ParametersMax) + k] * step[k];
            }

            step[i] = sum / lower[(i * ParametersMax) + i];
        }

        for (int i = count - 1; i >= 0; i--)
        {
            double sum = step[i];
            for (int k = i + 1; k < count; k++)
            {
                sum -= lower[(k * ParametersMax) + i] * step[k];
            }

            step[i] = sum / lower[(i * ParametersMax) + i];
        }

        return true;
    }
}
