// Black-76 on a forward: a cell of the scenario grid, and the Greeks, element by element.
#pragma once

#include "elementary.h"

namespace twin {

// Bits of a status.
constexpr int kBadInput = 1, kCellSaturated = 2, kMarkSaturated = 4, kGreekSaturated = 8;
constexpr int kBadCell = static_cast<int>(0x80000000u);

struct Contract {
    double sign, forward, strike, time, vol, rate, lotScale;
};

struct Shock {
    double spot, volFactor, volFloor, timeShift, weight;
};

TWIN_FN bool isValid(const Contract& c) {
    bool option = within(c.strike, 0.0, 1e12) && within(c.vol, 0.0, 100.0) && within(c.rate, -10.0, 10.0);
    return (c.sign == 0.0 || option) && within(c.sign, -1.0, 1.0) && within(c.forward, 1e-12, 1e12)
        && within(c.time, -1000.0, 1000.0) && within(c.lotScale, 0.0, 1e12);
}

TWIN_FN bool isValid(const Shock& s) {
    return within(s.spot, 0.0, 1000.0) && within(s.volFactor, 0.0, 1000.0) && within(s.volFloor, 0.0, 100.0)
        && within(s.timeShift, -1000.0, 1000.0) && within(s.weight, -1000.0, 1000.0);
}

// ln(F/K) as one logarithm, the quotient's rounding put back; 1/F comes out of the same division.
TWIN_FN double logMoneyness(double forward, double strike, double& inverseForward) {
    double positive = most(strike, 1e-250);
    double inverse = rcp(mul(forward, positive));
    inverseForward = mul(positive, inverse);
    double ratio = mul(mul(forward, forward), inverse);
    double lost = mul(negFma(ratio, positive, forward), inverseForward);
    return add(logNormal(ratio), lost);
}

TWIN_FN double logFactor(double factor) { return logNormal(most(factor, 1e-300)); }

TWIN_FN double discountAt(double rate, double time) {
    double exponent = negate(mul(rate, most(time, 0.0)));
    return expBounded(least(most(exponent, -708.0), 708.0));
}

// What a price needs besides its forward, strike and logarithm: the same for every scenario of a volatility shock.
struct Terms {
    double totalVol, inverseVol, signedDiscount;
};

TWIN_FN Terms termsOf(double sign, double vol, double rate, double time) {
    double bounded = most(least(mul(vol, root(most(time, 0.0))), 28.0), 1e-100);
    return {bounded, rcp(bounded), mul(sign, discountAt(rate, time))};
}

TWIN_FN Terms shockedTerms(const Contract& c, double volFactor, double volFloor, double timeShift) {
    return termsOf(c.sign, most(mul(c.vol, volFactor), volFloor), c.rate, sub(c.time, timeShift));
}

// The sign bit that a put turns round.
TWIN_FN int flipOf(double sign) { return high(sign) & static_cast<int>(0x80000000u); }

// sign·d > 0 from d's upper word. A d is zero or above 1e-120: a smallest σ√T of 1e-100 keeps it from the subnormals.
TWIN_FN bool isInMoney(double d, int flip) { return (high(d) ^ flip) > 0; }

constexpr int kTailBoundHigh = 0x4042C000; // 37.5

// A price split at its one division.
struct Distances {
    double d1, d2, density;
    Quotient tail1, tail2;
};

TWIN_FN Distances distancesOf(double log, double totalVol, double inverseVol) {
    Distances at;
    at.d1 = fma(totalVol, 0.5, mul(log, inverseVol));
    at.d2 = sub(at.d1, totalVol);
    double a1 = boundedMagnitude<kTailBoundHigh>(at.d1);
    double a2 = boundedMagnitude<kTailBoundHigh>(at.d2);
    double square1 = mul(a1, a1);
    at.tail1 = tailParts(a1, square1);
    at.tail2 = tailParts(a2, mul(a2, a2));
    at.density = expBounded(mul(square1, -0.5));
    return at;
}

struct Tails {
    double r1, r2;
};

TWIN_FN Tails tailsOf(const Distances& at) {
    double inverse = rcpOfModerate(mul(at.tail1.bottom, at.tail2.bottom));
    return {mul(mul(at.tail1.top, at.tail2.bottom), inverse), mul(mul(at.tail2.top, at.tail1.bottom), inverse)};
}

TWIN_FN double assemble(
    const Distances& at, const Tails& tails, int flip, double forward, double strike, double signedDiscount) {
    double scaled = mul(forward, at.density);
    double t1 = mul(scaled, tails.r1);
    double t2 = mul(scaled, tails.r2);
    double asset = isInMoney(at.d1, flip) ? sub(forward, t1) : t1;
    double cash = isInMoney(at.d2, flip) ? sub(strike, t2) : t2;
    return notNegative(mul(signedDiscount, sub(asset, cash)));
}

TWIN_FN double option(int flip, double forward, double strike, double log, const Terms& terms) {
    Distances at = distancesOf(log, terms.totalVol, terms.inverseVol);
    return assemble(at, tailsOf(at), flip, forward, strike, terms.signedDiscount);
}

TWIN_FN double basePrice(const Contract& c, double log) {
    return c.sign == 0.0
        ? c.forward
        : option(flipOf(c.sign), c.forward, c.strike, log, termsOf(c.sign, c.vol, c.rate, c.time));
}

// weight · lotScale · (shocked − base), rounded: a cell.
TWIN_FN int cellOf(double shocked, double base, double weight, double lotScale) {
    return toCell(mul(mul(weight, lotScale), sub(shocked, base)));
}

TWIN_FN bool isSaturated(int cell) { return cell == kCellBound || cell == -kCellBound; }

struct Greeks {
    std::int64_t delta, gamma, vega, theta, rho;
    int status;
};

TWIN_FN Greeks greeksOf(const Contract& c) {
    if (!isValid(c)) {
        return {0, 0, 0, 0, 0, kBadInput};
    }

    if (c.sign == 0.0) {
        std::int64_t whole = toLong(mul(c.lotScale, 1e3));
        return {whole, 0, 0, 0, 0, isLongBound(whole) ? kGreekSaturated : 0};
    }

    double time = most(c.time, 0.0);
    double rootTime = root(time);
    double totalVol = mul(c.vol, rootTime);
    double bounded = most(least(totalVol, 28.0), 1e-100);
    double inverseVol = rcp(bounded);
    double inverseForward;
    double log = logMoneyness(c.forward, c.strike, inverseForward);
    double signedDiscount = mul(c.sign, discountAt(c.rate, c.time));
    int flip = flipOf(c.sign);
    Distances at = distancesOf(log, bounded, inverseVol);
    Tails tails = tailsOf(at);
    double price = assemble(at, tails, flip, c.forward, c.strike, signedDiscount);
    double tail = mul(at.density, tails.r1);
    double delta = mul(signedDiscount, isInMoney(at.d1, flip) ? sub(1.0, tail) : tail);

    // One density serves three Greeks; at the kink it is nothing.
    double density = mul(mul(at.density, kInverseSqrtTwoPi), magnitude(signedDiscount));
    density = totalVol < 1e-10 ? 0.0 : density;
    double gamma = mul(mul(density, inverseForward), inverseVol);
    double vega = mul(mul(c.forward, density), rootTime);
    double decay = mul(mul(mul(gamma, c.forward), mul(c.forward, 0.5)), mul(c.vol, c.vol));
    double theta = fma(c.rate, price, negate(decay));
    double rho = negate(mul(time, price));

    Greeks out;
    out.delta = toLong(mul(delta, mul(c.lotScale, 1e3)));
    out.gamma = toLong(mul(gamma, mul(c.lotScale, 1e9)));
    out.vega = toLong(mul(vega, mul(c.lotScale, 10.0)));
    out.theta = toLong(mul(theta, mul(c.lotScale, 1000.0 / 365.0)));
    out.rho = toLong(mul(rho, mul(c.lotScale, 10.0)));
    bool bound = isLongBound(out.delta) || isLongBound(out.gamma) || isLongBound(out.vega)
        || isLongBound(out.theta) || isLongBound(out.rho);
    out.status = bound ? kGreekSaturated : 0;
    return out;
}

} // namespace twin
