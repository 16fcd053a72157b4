// The work as our own program wrote it, little-endian, one file a kind: inputs, and the outputs that are expected.
#pragma once

#include <cstdint>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace twin {

class File {
public:
    File(const std::string& directory, const char* name) : name_(directory + "/" + name) {
        std::ifstream in(name_, std::ios::binary | std::ios::ate);
        if (!in) {
            throw std::runtime_error("cannot read " + name_);
        }

        bytes_.resize(static_cast<std::size_t>(in.tellg()));
        in.seekg(0);
        in.read(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
    }

    template <typename T>
    std::vector<T> take(std::size_t count) {
        if (count > (bytes_.size() - at_) / sizeof(T)) {
            throw std::runtime_error(name_ + " is too short");
        }

        std::vector<T> values(count);
        std::memcpy(values.data(), bytes_.data() + at_, count * sizeof(T));
        at_ += count * sizeof(T);
        return values;
    }

    int count() {
        int value = take<std::int32_t>(1)[0];
        if (value < 0) {
            throw std::runtime_error(name_ + " has a negative count");
        }

        return value;
    }

    void end() const {
        if (at_ != bytes_.size()) {
            throw std::runtime_error(name_ + " is too long");
        }
    }

private:
    std::string name_;
    std::vector<char> bytes_;
    std::size_t at_ = 0;
};

// Columns of the grid that margin sums, and how many of the first are the settlement grid.
constexpr int kColumns = 64, kGridColumns = 16;

using Doubles = std::vector<double>;
using Ints = std::vector<std::int32_t>;
using Longs = std::vector<std::int64_t>;

struct ContractFile {
    int count;
    Doubles sign, forward, strike, time, vol, rate, lotScale;
    Ints shockRow;

    explicit ContractFile(const std::string& directory) {
        File file(directory, "contracts.bin");
        count = file.count();
        for (Doubles* column : {&sign, &forward, &strike, &time, &vol, &rate, &lotScale}) {
            *column = file.take<double>(count);
        }

        shockRow = file.take<std::int32_t>(count);
        file.end();
    }
};

struct ShockFile {
    int rows, scenarios;
    Doubles spot, volFactor, volFloor, timeShift, weight;

    explicit ShockFile(const std::string& directory) {
        File file(directory, "shocks.bin");
        rows = file.count();
        scenarios = file.count();
        for (Doubles* column : {&spot, &volFactor, &volFloor, &timeShift, &weight}) {
            *column = file.take<double>(static_cast<std::size_t>(rows) * scenarios);
        }

        file.end();
    }
};

struct GridFile {
    Longs marks;
    Ints cells, status;

    GridFile(const std::string& directory, int contracts, int scenarios) {
        File file(directory, "grid.bin");
        marks = file.take<std::int64_t>(contracts);
        cells = file.take<std::int32_t>(static_cast<std::size_t>(contracts) * scenarios);
        status = file.take<std::int32_t>(contracts);
        file.end();
    }
};

// The grid that margin is of, over contracts of its own.
struct MarginGridFile {
    int contracts;
    Longs marks;
    Ints cells;

    explicit MarginGridFile(const std::string& directory) {
        File file(directory, "margin_grid.bin");
        contracts = file.count();
        marks = file.take<std::int64_t>(contracts);
        cells = file.take<std::int32_t>(static_cast<std::size_t>(contracts) * kColumns);
        file.end();
    }
};

struct GreekFile {
    Longs delta, gamma, vega, theta, rho;
    Ints status;

    GreekFile(const std::string& directory, int contracts) {
        File file(directory, "greeks.bin");
        for (Longs* column : {&delta, &gamma, &vega, &theta, &rho}) {
            *column = file.take<std::int64_t>(contracts);
        }

        status = file.take<std::int32_t>(contracts);
        file.end();
    }
};

struct PositionFile {
    int sets, entries;
    Ints start, length, contract;
    Longs quantity;

    explicit PositionFile(const std::string& directory) {
        File file(directory, "positions.bin");
        sets = file.count();
        entries = file.count();
        start = file.take<std::int32_t>(sets);
        length = file.take<std::int32_t>(sets);
        contract = file.take<std::int32_t>(entries);
        quantity = file.take<std::int64_t>(entries);
        file.end();
    }

    // Throws unless every set lies inside the entries and names contracts below the given count.
    void check(int contracts) const {
        for (int set = 0; set < sets; set++) {
            std::int64_t end = static_cast<std::int64_t>(start[set]) + length[set];
            if (start[set] < 0 || length[set] < 0 || end > entries) {
                throw std::runtime_error("a set of positions.bin lies outside its entries");
            }

            for (std::int64_t p = start[set]; p < end; p++) {
                if (contract[p] < 0 || contract[p] >= contracts) {
                    throw std::runtime_error("a position of positions.bin has no contract");
                }
            }
        }
    }
};

struct MarginFile {
    Longs markValue, worstGrid, worstAll;
    std::vector<std::uint8_t> worstGridColumn, worstAllColumn;

    MarginFile(const std::string& directory, int sets) {
        File file(directory, "margin.bin");
        for (Longs* column : {&markValue, &worstGrid, &worstAll}) {
            *column = file.take<std::int64_t>(sets);
        }

        worstGridColumn = file.take<std::uint8_t>(sets);
        worstAllColumn = file.take<std::uint8_t>(sets);
        file.end();
    }
};

struct ImpliedFile {
    int count;
    Doubles sign, forward, strike, time, rate, price, vol;
    Ints status;

    explicit ImpliedFile(const std::string& directory) {
        File file(directory, "implied.bin");
        count = file.count();
        for (Doubles* column : {&sign, &forward, &strike, &time, &rate, &price, &vol}) {
            *column = file.take<double>(count);
        }

        status = file.take<std::int32_t>(count);
        file.end();
    }
};

// Elements whose bits differ. A NaN never passes, not even one that is expected.
template <typename T>
std::int64_t differing(const std::vector<T>& expected, const std::vector<T>& actual) {
    if (expected.size() != actual.size()) {
        throw std::runtime_error("outputs of another length than expected");
    }

    std::int64_t count = 0;
    for (std::size_t i = 0; i < expected.size(); i++) {
        count += std::memcmp(&expected[i], &actual[i], sizeof(T)) != 0 || actual[i] != actual[i];
    }

    return count;
}

} // namespace twin
