// The steps of implied volatility and the whole of an option: market and price in, volatility and status out.
#pragma once

#include "black76.h"
#include "implied.h"

namespace twin {

// The normalised option and what it lacks to its maximum, both times e^((h²+t²)/2): of the two, those that the
// region's step looks at.
struct NormalisedBlack {
    double exponent, option, missing;
    bool hasOption;
};

TWIN_FN NormalisedBlack normalisedBlack(double h, double totalVol, bool isHigh) {
    double t = mul(totalVol, 0.5);
    bool isSmall = totalVol < 0.1;
    NormalisedBlack black;
    black.exponent = mul(fma(h, h, mul(t, t)), -0.5);
    black.hasOption = isSmall || !(h < t);
    black.option = kMinPrice;
    black.missing = 0.0;
    if (isHigh || !isSmall) {
        TailPair pair = scaledPair(least(magnitude(sub(h, t)), kFarBound), least(add(h, t), kFarBound));
        black.option = most(sub(pair.a, pair.b), kMinPrice);
        black.missing = add(pair.a, pair.b);
    }

    if (isSmall && !isHigh) {
        double half = least(t, 0.5 * 0.1);
        black.option = most(mul(totalVol, meanSlope(least(h, kFarBound - (0.5 * 0.1)), half)), kMinPrice);
    }

    return black;
}

// One Householder step on 1/ln b (low), b (middle) or ln(maximum − b) (high).
TWIN_FN double householder(
    double distance, double price, double maximum, double logTarget, double perLogTarget, Region region, double s) {
    double perVol = rcp(s);
    double h = mul(distance, perVol);
    bool isHigh = region == Region::High;
    NormalisedBlack black = normalisedBlack(h, s, isHigh);
    double square = mul(h, h);
    double eta = fma(square, perVol, mul(s, -0.25));
    double squareBend = mul(mul(square, mul(perVol, perVol)), 3.0);
    double zeta = sub(fma(eta, eta, -0.25), squareBend);
    double step, second, third;
    if (region == Region::LowMiddle || region == Region::HighMiddle) {
        double weight = expBounded(most(black.exponent, -700.0));
        double b = black.hasOption ? mul(weight, black.option) : negFma(weight, black.missing, maximum);
        step = div(mul(sub(price, b), kSqrtTwoPi), weight);
        second = eta;
        third = zeta;
    } else {
        double body = isHigh ? black.missing : black.option;
        double w = div(kInverseSqrtTwoPi, body);
        double perW = mul(body, kSqrtTwoPi);
        double y = add(black.exponent, logNormal(body));
        if (isHigh) {
            step = mul(sub(y, logTarget), perW);
            second = add(eta, w);
            third = fma(mul(w, w), 2.0, fma(mul(w, 3.0), eta, zeta));
        } else {
            double slope = mul(w, rcp(y));
            step = mul(mul(y, perW), negFma(y, perLogTarget, 1.0));
            second = fma(slope, -2.0, sub(eta, w));
            third = fma(mul(w, w), 2.0, negFma(mul(w, 3.0), eta, zeta));
            third = fma(mul(slope, 6.0), sub(slope, sub(eta, w)), third);
        }
    }

    double top = fma(mul(second, step), 0.5, 1.0);
    double bottom = fma(step, fma(mul(third, step), 1.0 / 6.0, second), 1.0);
    return fma(step, div(top, bottom), s);
}

TWIN_FN double held(double totalVol) { return most(least(totalVol, 80.0), kMinDistance); }

// Out of the money it is the price; in the money F − K is taken away with its own rounding error.
TWIN_FN double timeValue(double sign, double forward, double strike, double price) {
    double difference = sub(forward, strike);
    double back = sub(difference, forward);
    double lost = sub(sub(forward, sub(difference, back)), add(strike, back));
    double inMoney = sub(negFma(sign, difference, price), mul(sign, lost));
    return 0.0 < mul(sign, difference) ? inMoney : price;
}

// σ√T of an undiscounted price, and what is wrong with that price.
TWIN_FN double impliedTotalVol(
    double sign, double forward, double strike, double log, double price, int& status) {
    double value = timeValue(sign, forward, strike, price);
    double lacking = sub(0.0 < sign ? forward : strike, price);
    status = 0.0 < lacking ? 0 : kAboveMaximum;
    status = value < mul(most(forward, strike), -1e-15) ? kBelowIntrinsic : status;
    status = price < 0.0 || price != price ? kBadPrice : status;
    if (status != 0) {
        return 0.0;
    }

    double perRoot = rcp(root(mul(forward, strike)));
    double distance = most(magnitude(log), kMinDistance);
    double maximum = expBounded(mul(least(distance, 1000.0), -0.5));
    double normalised = mul(value, perRoot);
    double price0 = most(least(normalised, maximum), kMinPrice);
    double missing = most(least(mul(lacking, perRoot), maximum), kMinPrice);
    Guess guess = guessOf(distance, price0, missing, maximum);
    double logTarget = logNormal(guess.region == Region::High ? missing : price0);
    double perLogTarget = rcp(logTarget);
    double s = held(guess.totalVol);
    for (int step = 0; step < 2; step++) {
        s = held(householder(distance, price0, maximum, logTarget, perLogTarget, guess.region, s));
    }

    return normalised < kMinPrice ? 0.0 : s;
}

struct Quote {
    double sign, forward, strike, time, rate, price;
};

struct Implied {
    double vol;
    int status;
};

TWIN_FN double growthOf(double rate, double time) {
    return expBounded(least(most(mul(rate, time), -200.0), 200.0));
}

TWIN_FN int marketStatus(const Quote& q) {
    return magnitude(q.sign) != 1.0 ? kBadStyle
        : !within(q.forward, 1e-12, 1e12) ? kBadUnderlying
        : !within(q.strike, 1e-12, 1e12) ? kBadStrike
        : !within(q.time, 1e-9, 1000.0) ? kBadTime
        : !within(q.rate, -10.0, 10.0) || !within(mul(q.rate, q.time), -100.0, 100.0) ? kBadRate : 0;
}

TWIN_FN Implied impliedOf(const Quote& q) {
    int status = marketStatus(q);
    if (status != 0) {
        return {0.0, status};
    }

    // The carry of an option on a forward is zero: its growth is one exactly, its share of the logarithm nothing.
    double inverseForward;
    double log = logMoneyness(q.forward, q.strike, inverseForward);
    double undiscounted = mul(q.price, growthOf(q.rate, q.time));
    double totalVol = impliedTotalVol(q.sign, q.forward, q.strike, log, undiscounted, status);
    return {status == 0 ? div(totalVol, root(q.time)) : 0.0, status};
}

} // namespace twin
