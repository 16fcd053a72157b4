// The risk kernels as hand-written CUDA C++: the scenario grid, Greeks, margin and implied volatility of the files that
// our own program writes. Each is checked bit for bit against what is expected and then timed; a line is
// `cuda-cpp KERNEL MILLISECONDS DIFFERING`, the time from launch to completion without copies.
//
// Build: nvcc -O3 -std=c++17 -gencode=arch=compute_90,code=sm_90 kernels.cu -o kernels      (or -arch=native)
// Run:   kernels DIR       exit status 1 if anything differs, 2 on an error, 3 where there is no CUDA device.

#include <cstdio>
#include <exception>

#include "cuda_support.h"
#include "files.h"
#include "grid_kernels.cuh"
#include "margin_kernel.cuh"
#include "option_kernels.cuh"

namespace {

using namespace twin;

std::int64_t report(const char* kernel, float milliseconds, std::int64_t differ) {
    std::printf("cuda-cpp %s %.4f %lld\n", kernel, milliseconds, static_cast<long long>(differ));
    std::fflush(stdout);
    return differ;
}

// What a launch left, and what the kernel itself met.
void finish(const char* kernel) {
    check(cudaGetLastError(), kernel);
    check(cudaDeviceSynchronize(), kernel);
}

using DeviceLongs = Column<long long>;

// Files and kernels have 64-bit integers of two names.
std::vector<std::int64_t> read(const DeviceLongs& column) {
    std::vector<long long> values = column.read();
    return {values.begin(), values.end()};
}

std::vector<long long> forDevice(const Longs& values) { return {values.begin(), values.end()}; }

struct DeviceContracts {
    int count;
    Column<double> sign, forward, strike, time, vol, rate, lotScale;
    Column<int> shockRow;

    explicit DeviceContracts(const ContractFile& c)
        : count(c.count), sign(c.sign), forward(c.forward), strike(c.strike), time(c.time), vol(c.vol), rate(c.rate),
          lotScale(c.lotScale), shockRow(c.shockRow) {}

    ContractColumns columns() const {
        return {count, sign.data(), forward.data(), strike.data(), time.data(), vol.data(), rate.data(),
            lotScale.data(), shockRow.data()};
    }
};

std::int64_t runGrid(const DeviceContracts& contracts, const ShockFile& file, const GridFile& expected) {
    std::size_t shockCount = file.spot.size();
    Column<double> spot(file.spot), volFactor(file.volFactor), volFloor(file.volFloor), timeShift(file.timeShift);
    Column<double> weight(file.weight), logSpot(shockCount), log(contracts.count), base(contracts.count);
    Column<int> slotOf(shockCount), leader(static_cast<std::size_t>(file.rows) * kSlots), slots(file.rows);
    Column<int> cells(expected.cells.size()), status(contracts.count);
    DeviceLongs marks(contracts.count);
    if (contracts.count == 0 || file.rows == 0 || file.scenarios == 0) {
        throw std::runtime_error("a grid of nothing");
    }

    ContractColumns c = contracts.columns();
    ShockColumns shocks{file.rows, file.scenarios, spot.data(), volFactor.data(), volFloor.data(), timeShift.data(),
        weight.data()};
    RowColumns rows{logSpot.data(), slotOf.data(), leader.data(), slots.data()};
    GridColumns grid{log.data(), base.data(), marks.data(), cells.data(), status.data()};
    rowsKernel<<<file.rows, kRowBlock>>>(shocks, rows);
    finish("rows");

    // How many slots rows have follows from the shape of the table: looked up once, not every time.
    std::vector<int> slotCounts = slots.read();
    bool many = std::count(slotCounts.begin(), slotCounts.end(), kManySlots) > 0;
    auto launch = [&] {
        rowsKernel<<<file.rows, kRowBlock>>>(shocks, rows);
        contractsKernel<<<blocksFor(c.count, kContractBlock), kContractBlock>>>(c, file.rows, slots.data(), grid);
        int blocks = blocksFor(c.count, kBlockContracts);
        cellsKernel<false><<<blocks, kCellBlock>>>(c, shocks, rows, grid);
        if (many) {
            cellsKernel<true><<<blocks, kCellBlock>>>(c, shocks, rows, grid);
        }

        check(cudaGetLastError(), "grid");
    };
    marks.poison();
    cells.poison();
    status.poison();
    launch();
    finish("grid");
    std::int64_t differ = differing(expected.marks, read(marks)) + differing(expected.cells, cells.read())
        + differing(expected.status, status.read());
    return report("grid", medianMilliseconds(launch), differ);
}

std::int64_t runGreeks(const DeviceContracts& contracts, const GreekFile& expected) {
    DeviceLongs delta(contracts.count), gamma(contracts.count), vega(contracts.count), theta(contracts.count);
    DeviceLongs rho(contracts.count);
    Column<int> status(contracts.count);
    GreekColumns greeks{delta.data(), gamma.data(), vega.data(), theta.data(), rho.data(), status.data()};
    auto launch = [&] {
        greeksKernel<<<blocksFor(contracts.count, kOptionBlock), kOptionBlock>>>(contracts.columns(), greeks);
        check(cudaGetLastError(), "greeks");
    };
    for (DeviceLongs* column : {&delta, &gamma, &vega, &theta, &rho}) {
        column->poison();
    }

    status.poison();
    launch();
    finish("greeks");
    std::int64_t differ = differing(expected.delta, read(delta)) + differing(expected.gamma, read(gamma))
        + differing(expected.vega, read(vega)) + differing(expected.theta, read(theta))
        + differing(expected.rho, read(rho)) + differing(expected.status, status.read());
    return report("greeks", medianMilliseconds(launch), differ);
}

std::int64_t runMargin(const PositionFile& p, const MarginGridFile& grid, const MarginFile& expected) {
    Column<int> start(p.start), length(p.length), contract(p.contract), cells(grid.cells);
    DeviceLongs quantity(forDevice(p.quantity)), marks(forDevice(grid.marks));
    DeviceLongs markValue(p.sets), worstGrid(p.sets), worstAll(p.sets);
    Column<std::uint8_t> gridColumn(p.sets), allColumn(p.sets);
    if (p.sets == 0) {
        throw std::runtime_error("margin of nothing");
    }

    MarginColumns margin{p.sets, start.data(), length.data(), contract.data(), quantity.data(), marks.data(),
        reinterpret_cast<const int4*>(cells.data()), markValue.data(), worstGrid.data(), worstAll.data(),
        gridColumn.data(), allColumn.data()};
    auto launch = [&] {
        marginKernel<<<blocksFor(static_cast<std::size_t>(p.sets) * 32, kMarginBlock), kMarginBlock>>>(margin);
        check(cudaGetLastError(), "margin");
    };
    for (DeviceLongs* column : {&markValue, &worstGrid, &worstAll}) {
        column->poison();
    }

    gridColumn.poison();
    allColumn.poison();
    launch();
    finish("margin");
    std::int64_t differ = differing(expected.markValue, read(markValue))
        + differing(expected.worstGrid, read(worstGrid)) + differing(expected.worstAll, read(worstAll))
        + differing(expected.worstGridColumn, gridColumn.read())
        + differing(expected.worstAllColumn, allColumn.read());
    return report("margin", medianMilliseconds(launch), differ);
}

std::int64_t runImplied(const ImpliedFile& file) {
    Column<double> sign(file.sign), forward(file.forward), strike(file.strike), time(file.time), rate(file.rate);
    Column<double> price(file.price), vol(file.count);
    Column<int> status(file.count);
    if (file.count == 0) {
        throw std::runtime_error("implied volatility of nothing");
    }

    ImpliedColumns options{file.count, sign.data(), forward.data(), strike.data(), time.data(), rate.data(),
        price.data(), vol.data(), status.data()};
    auto launch = [&] {
        impliedKernel<<<blocksFor(file.count, kOptionBlock), kOptionBlock>>>(options);
        check(cudaGetLastError(), "implied");
    };
    vol.poison();
    status.poison();
    launch();
    finish("implied");
    std::int64_t differ = differing(file.vol, vol.read()) + differing(file.status, status.read());
    return report("implied", medianMilliseconds(launch), differ);
}

std::int64_t runAll(const std::string& directory) {
    std::int64_t differ = 0;
    {
        ContractFile file(directory);
        ShockFile shocks(directory);
        DeviceContracts contracts(file);
        differ += runGrid(contracts, shocks, GridFile(directory, file.count, shocks.scenarios));
        differ += runGreeks(contracts, GreekFile(directory, file.count));
    }

    PositionFile positions(directory);
    MarginGridFile grid(directory);
    positions.check(grid.contracts);
    differ += runMargin(positions, grid, MarginFile(directory, positions.sets));
    return differ + runImplied(ImpliedFile(directory));
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: kernels DIR\n");
        return 2;
    }

    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
        std::fprintf(stderr, "kernels: no CUDA device\n");
        return 3;
    }

    try {
        return runAll(argv[1]) == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kernels: %s\n", error.what());
        return 2;
    }
}
