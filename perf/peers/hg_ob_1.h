// The commands of HG-OB-1, and what a run of them is checked by. Described, with its results, in docs/hg-ob-1.md.

#pragma once

#include <cstdint>
#include <vector>

namespace hg_ob_1 {

constexpr int kInstruments = 1000;
constexpr int kUntimed = 100'000;
constexpr int kTimed = 1'000'000;

enum Kind : uint8_t { kAdd, kCancel, kReplace, kIoc };
enum Side : uint8_t { kBuy, kSell };

struct Command {
  Kind kind;
  Side side;
  uint16_t instrument;
  int32_t target;
  int32_t id;
  int32_t price;
  int32_t lots;
};

// Trades in order. Books differ in how they tell of a trade, not in this.
struct Tally {
  int64_t trades = 0;
  int64_t quantity = 0;
  uint64_t digest = 1469598103934665603ull;

  void Trade(uint64_t maker, uint64_t taker, uint64_t price, uint64_t lots) {
    trades++;
    quantity += static_cast<int64_t>(lots);
    Fold(maker);
    Fold(taker);
    Fold(price);
    Fold(lots);
  }

 private:
  void Fold(uint64_t word) { digest = (digest ^ word) * 1099511628211ull; }
};

struct Published {
  uint64_t seed;
  int64_t trades;
  int64_t quantity;
  uint64_t digest;
  int resting;
};

constexpr Published kPublished[] = {
    {42, 353'001, 1'402'088, 0x58dbc9140f155180ull, 43'582},
    {7, 349'824, 1'391'957, 0x7306b67d7ed8cbb4ull, 46'071},
};

constexpr int64_t FirstMid(int instrument) { return 1000 + 37 * instrument % 500; }

class Workload {
 public:
  explicit Workload(uint64_t seed) : state_(seed), index_by_id_(kUntimed + kTimed + 1) {
    uint64_t total = 0;
    for (int i = 0; i < kInstruments; i++) {
      cumulative_[i] = total += 1'000'000'000ull / (i + 1);
      mids_[i] = static_cast<int>(FirstMid(i));
    }
  }

  Command NextUntimed() { return Add(); }

  Command NextTimed() {
    const uint64_t k = Draw(200);
    if (k < 90 || live_.empty()) return Add();
    if (k < 180) {
      const Command target = live_[Draw(live_.size())];
      if (k < 135) return {kCancel, target.side, target.instrument, target.id, 0, 0, 0};
      return Priced(kReplace, target.instrument, target.side, target.id);
    }
    const uint16_t instrument = DrawInstrument();
    const Side side = Draw(2) == 0 ? kBuy : kSell;
    const int price = mids_[instrument] + (side == kBuy ? 5 : -5);
    const int lots = 1 + static_cast<int>(Draw(25));
    Draw(64);  // the account, which this book doesn't keep
    return {kIoc, side, instrument, 0, ++last_id_, price, lots};
  }

  void OnRested(const Command& command) {
    index_by_id_[command.id] = static_cast<int>(live_.size());
    live_.push_back(command);
  }

  void OnGone(int id) {
    const int index = index_by_id_[id];
    live_[index] = live_.back();
    index_by_id_[live_[index].id] = index;
    live_.pop_back();
  }

 private:
  Command Add() {
    const uint16_t instrument = DrawInstrument();
    if (Draw(64) == 0) {
      mids_[instrument] += Draw(2) == 1 ? 1 : -1;
      if (mids_[instrument] < 100) mids_[instrument] = 100;
    }
    return Priced(kAdd, instrument, Draw(2) == 0 ? kBuy : kSell, 0);
  }

  Command Priced(Kind kind, uint16_t instrument, Side side, int target) {
    const int one = static_cast<int>(Draw(10));
    const int other = static_cast<int>(Draw(10));
    const int distance = 1 + (one < other ? one : other);
    const int lots = 1 + static_cast<int>(Draw(10));
    Draw(64);  // the account
    const int price = mids_[instrument] + (side == kBuy ? -distance : distance);
    return {kind, side, instrument, target, ++last_id_, price, lots};
  }

  uint16_t DrawInstrument() {
    const uint64_t point = Draw(cumulative_[kInstruments - 1]);
    int low = 0;
    int high = kInstruments - 1;
    while (low < high) {
      const int middle = (low + high) / 2;
      if (cumulative_[middle] > point) high = middle; else low = middle + 1;
    }
    return static_cast<uint16_t>(low);
  }

  // SplitMix64, scaled by the high half of the product.
  uint64_t Draw(uint64_t n) {
    uint64_t x = state_ += 0x9E3779B97F4A7C15ull;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
    x ^= x >> 31;
    return static_cast<uint64_t>((static_cast<unsigned __int128>(x) * n) >> 64);
  }

  uint64_t state_;
  int last_id_ = 0;
  int mids_[kInstruments];
  uint64_t cumulative_[kInstruments];
  std::vector<Command> live_;
  std::vector<int> index_by_id_;
};

}  // namespace hg_ob_1
