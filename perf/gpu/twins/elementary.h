// Exponential, logarithm and the scaled normal tail of the kernels: the same constants in the same order, hence the
// same bits. Estrin's order throughout, so that the chains of waits are short.
#pragma once

#include "lane.h"

namespace twin {

constexpr double kInverseSqrtTwoPi = 0.3989422804014326779;
constexpr double kSqrtTwoPi = 2.5066282746310005;
constexpr double kLn2High = 6.93147180369123816490e-01;
constexpr double kLn2Low = 1.90821492927058770002e-10;

// e^x for |x| ≤ 708.
TWIN_FN double expBounded(double x) {
    double magic = fma(x, 1.4426950408889634, kMagic);
    double n = sub(magic, kMagic);
    double r = fma(n, -kLn2Low, fma(n, -kLn2High, x));
    double r2 = mul(r, r);
    double r4 = mul(r2, r2);
    double q01 = fma(0.16666666666666669, r, 0.5);
    double q23 = fma(0.008333333333330051, r, 0.04166666666662399);
    double q45 = fma(0.00019841269863105968, r, 0.0013888888917281794);
    double q67 = fma(2.7557268378684192e-06, r, 2.480152119021773e-05);
    double q89 = fma(2.5100424157005067e-08, r, 2.7620138719733994e-07);
    double lower = fma(q23, r2, q01);
    double upper = fma(q89, r4, fma(q67, r2, q45));
    double q = fma(upper, r4, lower);
    return addExponent(add(1.0, fma(q, r2, r)), magic);
}

// ln x for a positive, normal and finite x.
TWIN_FN double logNormal(double x) {
    double k = splitExponent(x);
    double f = sub(splitMantissa(x), 1.0);
    double s = div(f, add(f, 2.0));
    double z = mul(s, s);
    double z2 = mul(z, z);
    double z4 = mul(z2, z2);
    double p01 = fma(0.4000000000000088, z, 0.6666666666666666);
    double p23 = fma(0.22222222392147034, z, 0.285714285708017);
    double p45 = fma(0.15386242218879392, z, 0.1818179559386321);
    double p67 = fma(0.13087330476603717, z, 0.1326870577297007);
    double p = fma(fma(p67, z2, p45), z4, fma(p23, z2, p01));
    double halfSquare = mul(mul(f, f), 0.5);
    double inner = mul(s, fma(p, z, halfSquare));
    double small = sub(halfSquare, fma(k, kLn2Low, inner));
    return fma(kLn2High, k, sub(f, small));
}

// A tail as a quotient, for callers that share one division between two.
struct Quotient {
    double top, bottom;
};

// R(a) = e^(a²/2)·Φ(−a) for a in [0, 37.5], rational 7/8, given a² as well.
TWIN_FN Quotient tailParts(double a, double a2) {
    double a4 = mul(a2, a2);
    double p01 = fma(0.6070270587578674, a, 0.5);
    double p23 = fma(0.13608102571135544, a, 0.366040480696303);
    double p45 = fma(0.005300570007464505, a, 0.033222902393489205);
    double p67 = fma(2.337642236552279e-05, a, 0.0005126165381686099);
    double q01 = fma(2.01193867831859, a, 1.0);
    double q23 = fma(0.9981679918846483, a, 1.837375770105588);
    double q45 = fma(0.08456212582639006, a, 0.3542790191702707);
    double q67 = fma(0.0012849388989771872, a, 0.01334516477545448);
    double qHigh = fma(5.859600309113811e-05, a4, fma(q67, a2, q45));
    return {fma(fma(p67, a2, p45), a4, fma(p23, a2, p01)), fma(qHigh, a4, fma(q23, a2, q01))};
}

} // namespace twin
