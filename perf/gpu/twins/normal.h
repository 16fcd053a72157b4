// The normal distribution as implied volatility needs it: tail and slope with full relative accuracy far out, and the
// quantile. Constants and order are the kernels'.
#pragma once

#include "elementary.h"

namespace twin {

constexpr double kFarBound = 46.0;

// R(a) = e^(a²/2)·Φ(−a) for a in [0, 46], rational 10/11.
TWIN_FN Quotient scaledParts(double a) {
    double a2 = mul(a, a);
    double a4 = mul(a2, a2);
    double a8 = mul(a4, a4);
    double p0 = fma(0.830696748688536, a, 0.5);
    double p1 = fma(0.3606504788198261, a, 0.6839130628121939);
    double p2 = fma(0.036213565715366235, a, 0.13365919925540645);
    double p3 = fma(0.0010626649817838485, a, 0.007255122958353315);
    double p4 = fma(7.1863749037685965e-06, a, 0.00010933280966612915);
    double pLow = fma(fma(p3, a2, p2), a4, fma(p1, a2, p0));
    double pHigh = fma(2.3204654101315904e-07, a2, p4);
    double q0 = fma(2.4592780581799376, a, 1.0);
    double q1 = fma(2.0156735535015837, a, 2.830046118967403);
    double q2 = fma(0.35267752156714005, a, 0.9896434780980907);
    double q3 = fma(0.01845878973980925, a, 0.09340162692530563);
    double q4 = fma(0.00027463836647261957, a, 0.0026817196604692504);
    double q5 = fma(5.816544207338345e-07, a, 1.801357052590321e-05);
    double qLow = fma(fma(q3, a2, q2), a4, fma(q1, a2, q0));
    double qHigh = fma(q5, a2, q4);
    return {fma(pHigh, a8, pLow), fma(qHigh, a8, qLow)};
}

TWIN_FN double scaledTail(double a) {
    Quotient q = scaledParts(a);
    return div(q.top, q.bottom);
}

struct TailPair {
    double a, b;
};

TWIN_FN TailPair scaledPair(double a, double b) {
    Quotient qa = scaledParts(a);
    Quotient qb = scaledParts(b);
    double inverse = rcp(mul(qa.bottom, qb.bottom));
    return {mul(mul(qa.top, qb.bottom), inverse), mul(mul(qb.top, qa.bottom), inverse)};
}

// −R′(a) for a in [−0.55, 46], rational 10/12.
TWIN_FN Quotient slopeParts(double a) {
    double a2 = mul(a, a);
    double a4 = mul(a2, a2);
    double a8 = mul(a4, a4);
    double p0 = fma(0.5362719269303517, a, 0.3989422804014327);
    double p1 = fma(0.1643999166654207, a, 0.36741557489123644);
    double p2 = fma(0.012405736663790265, a, 0.0524944387490779);
    double p3 = fma(0.00028468055025013164, a, 0.0021893789648037808);
    double p4 = fma(1.5394552299046837e-06, a, 2.614869510813178e-05);
    double pLow = fma(fma(p3, a2, p2), a4, fma(p1, a2, p0));
    double pHigh = fma(4.451121931827598e-08, a2, p4);
    double q0 = fma(2.59754851224997, a, 1.0);
    double q1 = fma(2.4223736311593824, a, 3.1765185413279107);
    double q2 = fma(0.5012601013954284, a, 1.285499423943263);
    double q3 = fma(0.03321418290402175, a, 0.14765931937420346);
    double q4 = fma(0.0007251648429678537, a, 0.005683924932916177);
    double q5 = fma(3.858842006865223e-06, a, 6.587977773881465e-05);
    double qLow = fma(fma(q3, a2, q2), a4, fma(q1, a2, q0));
    double qHigh = fma(1.115730808812644e-07, a4, fma(q5, a2, q4));
    return {fma(pHigh, a8, pLow), fma(qHigh, a8, qLow)};
}

TWIN_FN double slopeAt(double a) {
    Quotient q = slopeParts(a);
    return div(q.top, q.bottom);
}

// The mean of −R′ over centre ± half by four Gauss-Legendre nodes and one division.
TWIN_FN double meanSlope(double centre, double half) {
    double outer = mul(half, 0.8611363115940526);
    double inner = mul(half, 0.3399810435848563);
    Quotient a = slopeParts(sub(centre, outer));
    Quotient b = slopeParts(add(centre, outer));
    Quotient c = slopeParts(sub(centre, inner));
    Quotient d = slopeParts(add(centre, inner));
    double outerTop = mul(fma(a.top, b.bottom, mul(b.top, a.bottom)), 0.17392742256872692);
    double innerTop = mul(fma(c.top, d.bottom, mul(d.top, c.bottom)), 0.32607257743127307);
    double outerBottom = mul(a.bottom, b.bottom);
    double innerBottom = mul(c.bottom, d.bottom);
    return div(fma(outerTop, innerBottom, mul(innerTop, outerBottom)), mul(outerBottom, innerBottom));
}

TWIN_FN double degree7(
    double u, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7) {
    double u2 = mul(u, u);
    double u4 = mul(u2, u2);
    double lower = fma(fma(c3, u, c2), u2, fma(c1, u, c0));
    double upper = fma(fma(c7, u, c6), u2, fma(c5, u, c4));
    return fma(upper, u4, lower);
}

// Φ⁻¹(p) for 0 < p ≤ ½, normal: the region that is wanted alone, where vectors compute all three.
TWIN_FN double lowerQuantile(double p) {
    double offset = sub(p, 0.5);
    if (!(0.425 < magnitude(offset))) {
        double u = negFma(offset, offset, 0.180625);
        double top = degree7(
            u, 3.3871328727963665, 133.24416370542073, 1974.9398119710993, 13770.48577399192,
            46114.447877919076, 67658.49301417611, 33691.00629020649, 2534.3007321315786);
        double bottom = degree7(
            u, 1.0, 42.34359104788366, 688.2666486176487, 5408.225894995055,
            21295.276937599097, 39517.237000769004, 28932.41150596193, 5274.02353572637);
        return mul(offset, div(top, bottom));
    }

    double distance = root(negate(logNormal(most(least(p, sub(1.0, p)), 2.2250738585072014e-308))));
    double top, bottom;
    if (distance < 5.0) {
        double u = sub(distance, 1.6);
        top = degree7(
            u, 1.4234371107496837, 4.6316521005732305, 5.773562976676313, 3.6524159431012224,
            1.2728276888562846, 0.24236602252304784, 0.022786501638093766, 0.0007766584920726114);
        bottom = degree7(
            u, 1.0, 2.054114923077598, 1.6781334124792453, 0.6909581891745095,
            0.1484548096085337, 0.015240595502132864, 0.0005490881298339993, 1.0512730721123185e-09);
    } else {
        double u = sub(distance, 5.0);
        top = degree7(
            u, 6.657904643501103, 5.465656314925717, 1.786230817885215, 0.2969683743946561,
            0.026589904511269892, 0.0012467545318249676, 2.724815621698666e-05, 2.0247477228700683e-07);
        bottom = degree7(
            u, 1.0, 0.6001132865445338, 0.13707873340229076, 0.01490411025427837,
            0.0007893236975499625, 1.855185371824456e-05, 1.431703379098726e-07, 2.085288157190532e-15);
    }

    return negate(div(top, bottom));
}

} // namespace twin
