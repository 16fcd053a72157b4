// HG-OB-1 on the barest book there is: prices index an array, orders are nodes of 24 bytes in intrusive queues, ids index
// an array of nodes. No accounts, no icebergs, no checks, no handler: the ceiling that a full book is measured against.
// The workload and its published results are in docs/hg-ob-1.md.
//
//   g++ -O3 -march=native -std=c++20 -o array_ladder array_ladder.cpp && ./array_ladder [seed] [rounds]

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr int kInstruments = 1000;
constexpr int kUntimed = 100'000;
constexpr int kTimed = 1'000'000;
constexpr int kNodes = 1 << 18;
constexpr int kPrices = 1024;  // around the first mid price; a price outside ends the program

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

struct Node {
  int32_t id;
  int32_t lots;
  int32_t next;
  int32_t prev;
  int16_t price;  // within the window
  uint16_t instrument;
  Side side;
};

struct Level {
  int32_t head = -1;
  int32_t tail = -1;
};

int64_t FirstMid(int instrument) { return 1000 + 37 * instrument % 500; }

struct Book {
  int64_t base = 0;
  int best[2] = {-1, kPrices};  // highest bid, lowest offer
  Level levels[2][kPrices];
  uint64_t used[2][kPrices / 64] = {};

  void Mark(Side side, int price) { used[side][price >> 6] |= 1ull << (price & 63); }

  void Clear(Side side, int price) {
    used[side][price >> 6] &= ~(1ull << (price & 63));
    if (best[side] == price) best[side] = side == kBuy ? Below(price) : Above(price);
  }

  int Below(int price) const {
    int word = price >> 6;
    uint64_t bits = used[kBuy][word] & ((1ull << (price & 63)) - 1);
    while (bits == 0 && --word >= 0) bits = used[kBuy][word];
    return bits == 0 ? -1 : (word << 6) + 63 - __builtin_clzll(bits);
  }

  int Above(int price) const {
    int word = price >> 6;
    uint64_t bits = used[kSell][word] & ~((2ull << (price & 63)) - 1);
    while (bits == 0 && ++word < kPrices / 64) bits = used[kSell][word];
    return bits == 0 ? kPrices : (word << 6) + __builtin_ctzll(bits);
  }
};

class Venue {
 public:
  int64_t trades = 0;
  int64_t quantity = 0;
  uint64_t digest = 1469598103934665603ull;
  int resting = 0;

  Venue() : nodes_(kNodes), books_(kInstruments), node_by_id_(kUntimed + kTimed + 1, -1) {
    for (int i = 0; i < kNodes; i++) nodes_[i].next = i + 1;
    for (int i = 0; i < kInstruments; i++) books_[i].base = FirstMid(i) - kPrices / 2;
  }

  // Hears which orders rest and leave; does nothing in a replay.
  template <class Source>
  void Apply(const Command& command, Source& source) {
    if (command.kind == kCancel || command.kind == kReplace) {
      const int node = node_by_id_[command.target];
      Unlink(node);
      Free(node);
      source.OnGone(command.target);
      if (command.kind == kCancel) return;
    }

    Book& book = books_[command.instrument];
    const int price = static_cast<int>(command.price - book.base);
    if (price < 0 || price >= kPrices) {
      std::fprintf(stderr, "price %d is outside the window\n", command.price);
      std::exit(1);
    }

    const int left = command.side == kBuy ? Match<kSell>(book, command, price, source)
                                          : Match<kBuy>(book, command, price, source);
    if (left > 0 && command.kind != kIoc) {
      Rest(book, command, price, left);
      source.OnRested(command);
    }
  }

 private:
  template <Side kMakers, class Source>
  int Match(Book& book, const Command& command, int limit, Source& source) {
    int left = command.lots;
    while (left > 0 && (kMakers == kSell ? book.best[kSell] <= limit : book.best[kBuy] >= limit)) {
      const int price = book.best[kMakers];
      const int node = book.levels[kMakers][price].head;
      Node& maker = nodes_[node];
      const int lots = left < maker.lots ? left : maker.lots;
      left -= lots;
      maker.lots -= lots;
      trades++;
      quantity += lots;
      Fold(maker.id);
      Fold(command.id);
      Fold(static_cast<uint64_t>(book.base + price));
      Fold(lots);
      if (maker.lots == 0) {
        const int id = maker.id;
        Unlink(node);
        Free(node);
        source.OnGone(id);
      }
    }
    return left;
  }

  void Rest(Book& book, const Command& command, int price, int left) {
    const int node = free_;
    Node& order = nodes_[node];
    free_ = order.next;
    Level& level = book.levels[command.side][price];
    order = {command.id, left, -1, level.tail, static_cast<int16_t>(price), command.instrument, command.side};
    if (level.tail >= 0) {
      nodes_[level.tail].next = node;
    } else {
      level.head = node;
      book.Mark(command.side, price);
      int& best = book.best[command.side];
      if (command.side == kBuy ? price > best : price < best) best = price;
    }
    level.tail = node;
    node_by_id_[command.id] = node;
    resting++;
  }

  void Unlink(int node) {
    const Node& order = nodes_[node];
    Book& book = books_[order.instrument];
    Level& level = book.levels[order.side][order.price];
    (order.prev >= 0 ? nodes_[order.prev].next : level.head) = order.next;
    (order.next >= 0 ? nodes_[order.next].prev : level.tail) = order.prev;
    if (level.head < 0) book.Clear(order.side, order.price);
  }

  void Free(int node) {
    nodes_[node].next = free_;
    free_ = node;
    resting--;
  }

  void Fold(uint64_t word) { digest = (digest ^ word) * 1099511628211ull; }

  std::vector<Node> nodes_;
  std::vector<Book> books_;
  std::vector<int32_t> node_by_id_;
  int free_ = 0;
};

struct NoSource {
  void OnRested(const Command&) {}
  void OnGone(int) {}
};

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

}  // namespace

int main(int argc, char** argv) {
  const uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 42;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;

  // Which order a cancel meets depends on what has traded: the commands are drawn against a book first.
  std::vector<Command> commands;
  {
    Workload source(seed);
    Venue venue;
    for (int i = 0; i < kUntimed + kTimed; i++) {
      commands.push_back(i < kUntimed ? source.NextUntimed() : source.NextTimed());
      venue.Apply(commands.back(), source);
    }
  }

  for (int round = 0; round < rounds; round++) {
    NoSource none;
    Venue venue;
    for (int i = 0; i < kUntimed; i++) venue.Apply(commands[i], none);
    const auto start = std::chrono::steady_clock::now();
    for (int i = kUntimed; i < kUntimed + kTimed; i++) venue.Apply(commands[i], none);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("seed %llu trades %lld quantity %lld digest %016llx resting %d %.2f M commands/s\n",
                static_cast<unsigned long long>(seed), static_cast<long long>(venue.trades),
                static_cast<long long>(venue.quantity), static_cast<unsigned long long>(venue.digest), venue.resting,
                kTimed / seconds.count() / 1e6);
  }
}
