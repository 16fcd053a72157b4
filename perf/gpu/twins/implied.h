// Implied volatility after P. Jäckel, "Let's be rational": a rational guess by region and two steps of fourth order.
// A vector computes every region and selects; a thread computes the one it is in, which leaves the same bits.
#pragma once

#include "normal.h"

namespace twin {

constexpr double kInverseSqrtThree = 0.5773502691896258;
constexpr double kLowScale = 1.2091995761561452; // 2π/(3√3)
constexpr double kMinDistance = 1e-150;
constexpr double kMinPrice = 1e-300;

// Statuses of the pricers.
constexpr int kBadUnderlying = 1, kBadStrike = 2, kBadTime = 3, kBadRate = 5, kBadStyle = 9;
constexpr int kBadPrice = 10, kBelowIntrinsic = 11, kAboveMaximum = 12;

TWIN_FN double boundedTail(double a) { return scaledTail(least(a, kFarBound)); }

TWIN_FN double weightAt(double h, double t) { return expBounded(mul(fma(h, h, mul(t, t)), -0.5)); }

// Where the four intervals of prices meet. A weight is √(2π) times the vega.
struct Ends {
    double lowVol, lowPrice, lowWeight, centreVol, centrePrice, highVol, highPrice, highWeight;
};

TWIN_FN Ends endsOf(double distance, double maximum) {
    Ends ends;
    ends.centreVol = root(mul(distance, 2.0));
    double centre = ends.centreVol < 1e-3
        ? mul(ends.centreVol, slopeAt(mul(ends.centreVol, 0.5)))
        : sub(0.5, boundedTail(ends.centreVol));
    ends.centrePrice = mul(maximum, centre);
    ends.lowVol = distance < 1e-6
        ? mul(distance, 0.5 * kSqrtTwoPi)
        : negFma(kSqrtTwoPi, centre, ends.centreVol);
    ends.highVol = fma(sub(1.0, centre), kSqrtTwoPi, ends.centreVol);

    double h = div(distance, ends.lowVol);
    double t = mul(ends.lowVol, 0.5);
    ends.lowWeight = weightAt(h, t);
    double difference;
    if (ends.lowVol < 1e-3) {
        difference = mul(ends.lowVol, slopeAt(least(h, kFarBound)));
    } else {
        TailPair pair = scaledPair(least(magnitude(sub(h, t)), kFarBound), least(add(h, t), kFarBound));
        difference = sub(pair.a, pair.b);
    }

    ends.lowPrice = mul(ends.lowWeight, difference);

    h = div(distance, ends.highVol);
    t = mul(ends.highVol, 0.5);
    ends.highWeight = weightAt(h, t);
    TailPair pair = scaledPair(least(magnitude(sub(t, h)), kFarBound), least(add(t, h), kFarBound));
    ends.highPrice = sub(maximum, mul(ends.highWeight, add(pair.a, pair.b)));
    return ends;
}

// A function at the end of an interval, with its derivatives by price.
struct Knot {
    double value, slope, bend;
};

TWIN_FN Knot lowKnot(double distance, const Ends& ends) {
    double z = div(mul(distance, kInverseSqrtThree), ends.lowVol);
    double square = mul(z, z);
    double ratio = boundedTail(z);
    double cdf = mul(expBounded(mul(square, -0.5)), ratio);
    double growth = expBounded(fma(mul(ends.lowVol, ends.lowVol), 0.125, square));
    double slope = mul(mul(mul(square, 6.283185307179586), mul(cdf, cdf)), growth);
    double hazard = div(kInverseSqrtTwoPi, ratio);
    double perVol = fma(z, sub(hazard, z), -1.0);
    double logSlope = fma(ends.lowVol, 0.25, div(mul(perVol, 2.0), ends.lowVol));
    double vega = mul(ends.lowWeight, kInverseSqrtTwoPi);
    return {mul(mul(distance, kLowScale), mul(cdf, mul(cdf, cdf))), slope, div(mul(slope, logSlope), vega)};
}

TWIN_FN Knot highKnot(double distance, const Ends& ends) {
    double h = div(distance, ends.highVol);
    double half = mul(ends.highVol, 0.5);
    double halfSquare = mul(mul(half, half), 0.5);
    double square = mul(h, h);
    double growth = expBounded(mul(square, 0.5));
    double bend = expBounded(add(square, halfSquare));
    return {
        mul(expBounded(negate(halfSquare)), boundedTail(half)), mul(growth, -0.5),
        mul(mul(bend, 0.5 * kSqrtTwoPi), div(square, ends.highVol))};
}

// A rational cubic after Delbourgo and Gregory.
TWIN_FN double cubic(
    double left, double right, double width, double y0, double y1, double d0, double d1, double control) {
    double product = mul(left, right);
    double inner = mul(left, fma(control, y1, negate(mul(width, d1))));
    inner = fma(right, fma(control, y0, mul(width, d0)), inner);
    double ends = fma(mul(mul(left, left), left), y1, mul(mul(mul(right, right), right), y0));
    return div(fma(product, inner, ends), fma(sub(control, 3.0), product, 1.0));
}

// The interval that a price lies in.
enum class Region { Low, LowMiddle, HighMiddle, High };

TWIN_FN Region regionOf(double price, const Ends& ends) {
    return price < ends.lowPrice ? Region::Low
        : ends.highPrice < price ? Region::High
        : price < ends.centrePrice ? Region::LowMiddle : Region::HighMiddle;
}

struct Guess {
    double totalVol;
    Region region;
};

TWIN_FN Guess guessOf(double distance, double price, double missing, double maximum) {
    Ends ends = endsOf(distance, maximum);
    Region region = regionOf(price, ends);
    double x0, x1, y0, y1, d0, d1, bend, lowValue = 0.0;
    if (region == Region::Low) {
        Knot low = lowKnot(distance, ends);
        lowValue = low.value;
        x0 = 0.0, x1 = ends.lowPrice, y0 = 0.0, y1 = low.value, d0 = 1.0, d1 = low.slope, bend = low.bend;
    } else if (region == Region::High) {
        Knot high = highKnot(distance, ends);
        x0 = ends.highPrice, x1 = maximum, y0 = high.value, y1 = 0.0, d0 = high.slope, d1 = -0.5, bend = high.bend;
    } else {
        bool lower = region == Region::LowMiddle;
        double perCentre = div(kSqrtTwoPi, maximum);
        double perEnd = div(kSqrtTwoPi, lower ? ends.lowWeight : ends.highWeight);
        x0 = lower ? ends.lowPrice : ends.centrePrice;
        x1 = lower ? ends.centrePrice : ends.highPrice;
        y0 = lower ? ends.lowVol : ends.centreVol;
        y1 = lower ? ends.centreVol : ends.highVol;
        d0 = lower ? perEnd : perCentre;
        d1 = lower ? perCentre : perEnd;
        bend = 0.0;
    }

    double width = sub(x1, x0);
    double chord = div(sub(y1, y0), width);
    double gap = price < ends.centrePrice ? sub(d1, chord) : sub(chord, d0);
    double control = div(fma(mul(width, 0.5), bend, sub(d1, d0)), gap);
    control = most(least(control, 1e10), -0.99999999);
    bool isHigh = ends.highPrice < price;
    double right = div(isHigh ? missing : sub(x1, price), width);
    double left = isHigh ? sub(1.0, right) : div(sub(price, x0), width);
    double y = cubic(left, right, width, y0, y1, d0, d1, control);
    if (region == Region::LowMiddle || region == Region::HighMiddle) {
        return {y, region};
    }

    double argument = y;
    if (region == Region::Low) {
        double linear = mul(div(price, ends.lowPrice), lowValue);
        double lowY = most(0.0 < y ? y : linear, 1e-300);
        double cube = most(div(lowY, mul(distance, kLowScale)), 1e-300);
        argument = expBounded(mul(logNormal(cube), 1.0 / 3.0));
    }

    argument = least(most(argument, 1e-300), 0.4999999);
    double quantile = negate(lowerQuantile(argument));
    return {
        region == Region::Low ? div(mul(distance, kInverseSqrtThree), quantile) : mul(quantile, 2.0), region};
}

} // namespace twin
