// QuantLib at the work of `hybridgpu bench --workload price`, `implied-vol` and `american`, one thread: Black-76 with
// five Greeks, implied volatility, American options. Prints the median and best rate of each over its turns.
//
// Build: g++ -O2 -march=native -std=c++17 quantlib_pricing.cpp -lQuantLib -o quantlib_pricing
// Run:   quantlib_pricing [SEED] [TURNS]
// Debian: libquantlib0-dev. Checked with QuantLib 1.29.

#include <ql/exercise.hpp>
#include <ql/instruments/vanillaoption.hpp>
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>
#include <ql/pricingengines/vanilla/qdfpamericanengine.hpp>
#include <ql/processes/blackscholesprocess.hpp>
#include <ql/quotes/simplequote.hpp>
#include <ql/termstructures/volatility/equityfx/blackconstantvol.hpp>
#include <ql/termstructures/yield/flatforward.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

using namespace QuantLib;

namespace {

struct Option76 {
    Option::Type type;
    double forward, strike, years, vol, rate;
};

// SplitMix64.
struct Draws {
    std::uint64_t state;

    std::uint64_t next() {
        std::uint64_t x = (state += 0x9E3779B97F4A7C15ULL);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
        return x ^ (x >> 31);
    }

    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
};

// Strikes within two standard deviations or so, a day to two years, 20 to 120 volatility points.
std::vector<Option76> drawBook(std::uint64_t seed, std::size_t count) {
    Draws draws{seed};
    std::vector<Option76> book(count);
    for (Option76& o : book) {
        o.type = draws.next() & 1 ? Option::Call : Option::Put;
        o.forward = 100.0;
        o.years = (1.0 + 729.0 * draws.unit()) / 365.0;
        o.vol = 0.2 + draws.unit();
        o.rate = 0.05 * draws.unit();
        o.strike = o.forward * std::exp(o.vol * std::sqrt(o.years) * (4.0 * draws.unit() - 2.0));
    }
    return book;
}

double sink = 0.0;

void measure(const char* name, std::size_t count, int turns, const std::function<double()>& work) {
    std::vector<double> rates;
    for (int turn = -1; turn < turns; ++turn) {
        auto start = std::chrono::steady_clock::now();
        sink += work();
        double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (turn >= 0) {
            rates.push_back(static_cast<double>(count) / seconds);
        }
    }
    std::sort(rates.begin(), rates.end());
    std::printf("%-44s median %14.0f/s  best %14.0f/s\n", name, rates[rates.size() / 2], rates.back());
    std::fflush(stdout);
}

double priceAndGreeks(const std::vector<Option76>& book) {
    double sum = 0.0;
    for (const Option76& o : book) {
        BlackCalculator black(o.type, o.strike, o.forward, o.vol * std::sqrt(o.years), std::exp(-o.rate * o.years));
        sum += black.value() + black.deltaForward() + black.gammaForward() + black.vega(o.years)
            + black.theta(o.forward, o.years) + black.rho(o.years);
    }
    return sum;
}

double impliedVolatility(const std::vector<Option76>& book, const std::vector<double>& prices) {
    double sum = 0.0;
    for (std::size_t i = 0; i < book.size(); ++i) {
        const Option76& o = book[i];
        sum += blackFormulaImpliedStdDev(
            o.type, o.strike, o.forward, prices[i], 1.0, 0.0, Null<Real>(), 1e-13, 100);
    }
    return sum;
}

double american(const std::vector<Option76>& book, const ext::shared_ptr<QdFpIterationScheme>& scheme) {
    double sum = 0.0;
    Date today = Settings::instance().evaluationDate();
    for (const Option76& o : book) {
        auto spot = ext::make_shared<SimpleQuote>(o.forward);
        DayCounter days = Actual365Fixed();
        auto process = ext::make_shared<BlackScholesMertonProcess>(
            Handle<Quote>(spot),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, 0.03, days)),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, 0.01 + o.rate, days)),
            Handle<BlackVolTermStructure>(
                ext::make_shared<BlackConstantVol>(today, NullCalendar(), o.vol, days)));
        Date last = today + static_cast<int>(std::lround(o.years * 365.0));
        VanillaOption option(
            ext::make_shared<PlainVanillaPayoff>(o.type, o.strike),
            ext::make_shared<AmericanExercise>(today, last));
        option.setPricingEngine(ext::make_shared<QdFpAmericanEngine>(process, scheme));
        sum += option.NPV();
    }
    return sum;
}

}  // namespace

int main(int argc, char** argv) {
    std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 42;
    int turns = argc > 2 ? std::atoi(argv[2]) : 5;
    Settings::instance().evaluationDate() = Date(2, January, 2026);

    std::vector<Option76> book = drawBook(seed, 200'000);
    std::vector<double> prices;
    for (const Option76& o : book) {
        prices.push_back(blackFormula(o.type, o.strike, o.forward, o.vol * std::sqrt(o.years)));
    }

    std::vector<Option76> few(book.begin(), book.begin() + 2'000);
    measure("BlackCalculator, price and 5 Greeks", book.size(), turns, [&] { return priceAndGreeks(book); });
    measure("blackFormulaImpliedStdDev, 1e-13", book.size(), turns, [&] { return impliedVolatility(book, prices); });
    measure("QdFpAmericanEngine, fast scheme", few.size(), turns, [&] {
        return american(few, QdFpAmericanEngine::fastScheme());
    });
    measure("QdFpAmericanEngine, accurate scheme", few.size(), turns, [&] {
        return american(few, QdFpAmericanEngine::accurateScheme());
    });
    return std::isfinite(sink) ? 0 : 1;
}
