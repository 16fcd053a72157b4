// What a lane of the kernels does, for CUDA and, so that the bits can be checked without a card, for a host.
// Every operation is rounded once and named, so no compiler may contract two of them into one.
#pragma once

#include <cstdint>

#ifdef __CUDACC__
#define TWIN_FN __device__ __forceinline__
#else
#include <cmath>
#include <cstring>
#define TWIN_FN inline
#endif

namespace twin {

#ifdef __CUDACC__
TWIN_FN double add(double a, double b) { return __dadd_rn(a, b); }
TWIN_FN double sub(double a, double b) { return __dsub_rn(a, b); }
TWIN_FN double mul(double a, double b) { return __dmul_rn(a, b); }
TWIN_FN double fma(double a, double b, double c) { return __fma_rn(a, b, c); }
TWIN_FN double div(double a, double b) { return __ddiv_rn(a, b); }
TWIN_FN double rcp(double a) { return __drcp_rn(a); }
TWIN_FN double root(double a) { return __dsqrt_rn(a); }
TWIN_FN std::int64_t bitsOf(double a) { return __double_as_longlong(a); }
TWIN_FN double fromBits(std::int64_t a) { return __longlong_as_double(a); }
TWIN_FN int high(double a) { return __double2hiint(a); }
TWIN_FN int low(double a) { return __double2loint(a); }
TWIN_FN double join(int high, int low) { return __hiloint2double(high, low); }
#else
TWIN_FN double add(double a, double b) { return a + b; }
TWIN_FN double sub(double a, double b) { return a - b; }
TWIN_FN double mul(double a, double b) { return a * b; }
TWIN_FN double fma(double a, double b, double c) { return std::fma(a, b, c); }
TWIN_FN double div(double a, double b) { return a / b; }
TWIN_FN double rcp(double a) { return 1.0 / a; }
TWIN_FN double root(double a) { return std::sqrt(a); }
TWIN_FN std::int64_t bitsOf(double a) { std::int64_t bits; std::memcpy(&bits, &a, 8); return bits; }
TWIN_FN double fromBits(std::int64_t a) { double value; std::memcpy(&value, &a, 8); return value; }
TWIN_FN int high(double a) { return static_cast<int>(bitsOf(a) >> 32); }
TWIN_FN int low(double a) { return static_cast<int>(bitsOf(a)); }
TWIN_FN double join(int high, int low) {
    return fromBits(static_cast<std::int64_t>(
        (static_cast<std::uint64_t>(static_cast<std::uint32_t>(high)) << 32) | static_cast<std::uint32_t>(low)));
}
#endif

// 1.5·2^52: adding it rounds a number below 2^51 half to even into the low bits.
constexpr double kMagic = 6755399441055744.0;
constexpr std::int64_t kMagicBits = 0x4338000000000000LL;
constexpr std::int64_t kRootHalfBits = 0x3FE6A09E667F3BCDLL;

// Compare and select: what they do with a NaN is part of the contract.
TWIN_FN double least(double a, double b) { return a < b ? a : b; }
TWIN_FN double most(double a, double b) { return b < a ? a : b; }
TWIN_FN double negate(double a) { return join(high(a) ^ static_cast<int>(0x80000000u), low(a)); }
TWIN_FN double magnitude(double a) { return join(high(a) & 0x7FFFFFFF, low(a)); }
TWIN_FN double negFma(double a, double b, double c) { return fma(negate(a), b, c); }

// value · 2^n, n in the low bits of a magic sum; the result is normal.
TWIN_FN double addExponent(double value, double magic) {
    return join(static_cast<int>(static_cast<unsigned>(high(value)) + (static_cast<unsigned>(low(magic)) << 20)),
        low(value));
}

// x = 2^k · m with m in [√½, √2), for a normal positive x.
TWIN_FN std::int64_t exponentOf(double x) { return (bitsOf(x) - kRootHalfBits) >> 52; }
TWIN_FN double splitExponent(double x) { return sub(fromBits(kMagicBits + exponentOf(x)), kMagic); }
TWIN_FN double splitMantissa(double x) {
    return fromBits(static_cast<std::int64_t>(
        static_cast<std::uint64_t>(bitsOf(x)) - (static_cast<std::uint64_t>(exponentOf(x)) << 52)));
}

// min(|a|, bound) for a bound whose low word is zero: an integer comparison, which leaves the FP64 pipe alone.
template <int kBoundHigh>
TWIN_FN double boundedMagnitude(double a) {
    int top = high(a) & 0x7FFFFFFF;
    bool inside = top < kBoundHigh;
    return join(inside ? top : kBoundHigh, inside ? low(a) : 0);
}

// max(a, 0) for an a that is no NaN, likewise.
TWIN_FN double notNegative(double a) {
    bool negative = high(a) < 0;
    return join(negative ? 0 : high(a), negative ? 0 : low(a));
}

// 1/a for a in [1, 1e18]: the library's own steps for the common case without its branch to the others, so that the
// compiler may interleave independent prices. Twice corrected from 2^-23, hence correctly rounded; in doubt (a divisor
// whose fraction is all ones is the one that such steps can miss) -DTWIN_PLAIN_RECIPROCAL asks for the library's.
TWIN_FN double rcpOfModerate(double a) {
#if defined(__CUDA_ARCH__) && !defined(TWIN_PLAIN_RECIPROCAL)
    double guess;
    asm("rcp.approx.ftz.f64 %0, %1;" : "=d"(guess) : "d"(a));
    double lack = fma(negate(a), guess, 1.0);
    guess = fma(guess, fma(lack, lack, lack), guess);
    return fma(guess, fma(negate(a), guess, 1.0), guess);
#else
    return rcp(a);
#endif
}

// Round half to even, saturating at ±2^31 − 1 (a cell) or ±(2^51 − 1) (marks and Greeks).
constexpr int kCellBound = 2147483647;
constexpr double kLongBound = 2251799813685247.0;

TWIN_FN int toCell(double value) {
#ifdef __CUDA_ARCH__
    int rounded = __double2int_rn(value); // saturates by itself, one below on the negative side
    return rounded < -kCellBound ? -kCellBound : rounded;
#else
    double bounded = least(most(value, -2147483647.0), 2147483647.0);
    return static_cast<int>(bitsOf(add(bounded, kMagic)) - kMagicBits);
#endif
}

TWIN_FN std::int64_t toLong(double value) {
    return bitsOf(add(least(most(value, -kLongBound), kLongBound), kMagic)) - kMagicBits;
}

TWIN_FN bool isLongBound(std::int64_t value) {
    return value == static_cast<std::int64_t>(kLongBound) || value == -static_cast<std::int64_t>(kLongBound);
}

TWIN_FN bool within(double x, double low, double high) { return x >= low && x <= high; }

} // namespace twin
