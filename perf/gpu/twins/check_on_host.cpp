// Runs the arithmetic of kernels.cu on the host over the files of a directory and compares every bit: the check of the
// twin's formulas where there is no card. It says nothing of launches and shuffles.
//
// Build: g++ -O2 -std=c++17 -ffp-contract=off -mfma check_on_host.cpp -o check_on_host
// Run:   check_on_host DIR       exit status 1 if anything differs, 2 if a file is missing or broken.

#include <cstdio>
#include <exception>

#include "files.h"
#include "implied_steps.h"

namespace {

using namespace twin;

std::int64_t report(const char* kernel, std::int64_t differ, std::size_t elements) {
    std::printf("host %s %lld of %zu differ\n", kernel, static_cast<long long>(differ), elements);
    return differ;
}

Contract contractAt(const ContractFile& c, int i) {
    return {c.sign[i], c.forward[i], c.strike[i], c.time[i], c.vol[i], c.rate[i], c.lotScale[i]};
}

Shock shockAt(const ShockFile& s, std::size_t at) {
    return {s.spot[at], s.volFactor[at], s.volFloor[at], s.timeShift[at], s.weight[at]};
}

bool isRowValid(const ShockFile& shocks, int row) {
    bool valid = row >= 0 && row < shocks.rows;
    for (int s = 0; valid && s < shocks.scenarios; s++) {
        valid = isValid(shockAt(shocks, static_cast<std::size_t>(row) * shocks.scenarios + s));
    }

    return valid;
}

std::int64_t checkGrid(const ContractFile& contracts, const ShockFile& shocks, const GridFile& expected) {
    int scenarios = shocks.scenarios;
    Longs marks(contracts.count);
    Ints cells(expected.cells.size(), kBadCell), status(contracts.count, kBadInput);
    for (int i = 0; i < contracts.count; i++) {
        Contract c = contractAt(contracts, i);
        int row = contracts.shockRow[i];
        if (!isValid(c) || !isRowValid(shocks, row)) {
            continue;
        }

        double inverseForward;
        double log = logMoneyness(c.forward, c.strike, inverseForward);
        double base = basePrice(c, log);
        marks[i] = toLong(mul(base, c.lotScale));
        status[i] = isLongBound(marks[i]) ? kMarkSaturated : 0;
        for (int s = 0; s < scenarios; s++) {
            Shock shock = shockAt(shocks, static_cast<std::size_t>(row) * scenarios + s);
            double forward = mul(c.forward, shock.spot);
            double shocked = c.sign == 0.0
                ? forward
                : option(flipOf(c.sign), forward, c.strike, add(log, logFactor(shock.spot)),
                    shockedTerms(c, shock.volFactor, shock.volFloor, shock.timeShift));
            int cell = cellOf(shocked, base, shock.weight, c.lotScale);
            cells[static_cast<std::size_t>(i) * scenarios + s] = cell;
            status[i] |= isSaturated(cell) ? kCellSaturated : 0;
        }
    }

    std::int64_t differ = differing(expected.marks, marks) + differing(expected.cells, cells)
        + differing(expected.status, status);
    return report("grid", differ, cells.size() + marks.size() + status.size());
}

std::int64_t checkGreeks(const ContractFile& contracts, const GreekFile& expected) {
    Longs delta(contracts.count), gamma(contracts.count), vega(contracts.count), theta(contracts.count);
    Longs rho(contracts.count);
    Ints status(contracts.count);
    for (int i = 0; i < contracts.count; i++) {
        Greeks g = greeksOf(contractAt(contracts, i));
        delta[i] = g.delta;
        gamma[i] = g.gamma;
        vega[i] = g.vega;
        theta[i] = g.theta;
        rho[i] = g.rho;
        status[i] = g.status;
    }

    std::int64_t differ = differing(expected.delta, delta) + differing(expected.gamma, gamma)
        + differing(expected.vega, vega) + differing(expected.theta, theta) + differing(expected.rho, rho)
        + differing(expected.status, status);
    return report("greeks", differ, 6 * delta.size());
}

std::int64_t checkMargin(const PositionFile& positions, const MarginGridFile& grid, const MarginFile& expected) {
    Longs markValue(positions.sets), worstGrid(positions.sets), worstAll(positions.sets);
    std::vector<std::uint8_t> gridColumn(positions.sets), allColumn(positions.sets);
    for (int set = 0; set < positions.sets; set++) {
        std::uint64_t sums[kColumns] = {};
        std::uint64_t value = 0;
        for (int p = positions.start[set]; p < positions.start[set] + positions.length[set]; p++) {
            std::uint64_t quantity = static_cast<std::uint64_t>(positions.quantity[p]);
            std::size_t contract = positions.contract[p];
            value += quantity * static_cast<std::uint64_t>(grid.marks[contract]);
            for (int s = 0; s < kColumns; s++) {
                sums[s] += quantity * static_cast<std::uint64_t>(std::int64_t{grid.cells[contract * kColumns + s]});
            }
        }

        int worst = 0;
        for (int s = 0; s < kColumns; s++) {
            worst = static_cast<std::int64_t>(sums[s]) < static_cast<std::int64_t>(sums[worst]) ? s : worst;
            if (s == kGridColumns - 1) {
                worstGrid[set] = static_cast<std::int64_t>(sums[worst]);
                gridColumn[set] = static_cast<std::uint8_t>(worst);
            }
        }

        markValue[set] = static_cast<std::int64_t>(value);
        worstAll[set] = static_cast<std::int64_t>(sums[worst]);
        allColumn[set] = static_cast<std::uint8_t>(worst);
    }

    std::int64_t differ = differing(expected.markValue, markValue) + differing(expected.worstGrid, worstGrid)
        + differing(expected.worstAll, worstAll) + differing(expected.worstGridColumn, gridColumn)
        + differing(expected.worstAllColumn, allColumn);
    return report("margin", differ, 5 * markValue.size());
}

std::int64_t checkImplied(const ImpliedFile& options) {
    Doubles vol(options.count);
    Ints status(options.count);
    for (int i = 0; i < options.count; i++) {
        Implied out = impliedOf({options.sign[i], options.forward[i], options.strike[i], options.time[i],
            options.rate[i], options.price[i]});
        vol[i] = out.vol;
        status[i] = out.status;
    }

    return report("implied", differing(options.vol, vol) + differing(options.status, status), 2 * vol.size());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: check_on_host DIR\n");
        return 2;
    }

    try {
        std::string directory = argv[1];
        ContractFile contracts(directory);
        ShockFile shocks(directory);
        GridFile grid(directory, contracts.count, shocks.scenarios);
        std::int64_t differ = checkGrid(contracts, shocks, grid);
        differ += checkGreeks(contracts, GreekFile(directory, contracts.count));
        PositionFile positions(directory);
        MarginGridFile marginGrid(directory);
        positions.check(marginGrid.contracts);
        differ += checkMargin(positions, marginGrid, MarginFile(directory, positions.sets));
        differ += checkImplied(ImpliedFile(directory));
        return differ == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "check_on_host: %s\n", error.what());
        return 2;
    }
}
