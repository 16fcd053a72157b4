// One producer, one consumer, a ring of 64-byte cells: the ceiling that `hybridgpu bench --workload ring` is measured
// against. No sequencer for many producers, no graph of consumers, no alerts, no waits that block. Per event it does
// what that bench does: the producer writes all 64 bytes, the consumer checks the number at both ends; each side
// passes on its own cursor once for all that it wrote or found, and the producer reads the consumer's only when its
// copy of it doesn't do.
//
// Before and after the rounds it prints the hop: the time in which a cache line goes from one core to the other, half
// of a ping-pong on two lines. It decides everything here: threads of one core take some nanoseconds, cores of one die
// some tens, dies or sockets hundreds, and a virtual machine doesn't say which it has, nor need it stay the same.
// Figures of two programs may be compared only at the same hop.
//
//   g++ -O3 -march=native -std=c++20 -pthread -o spsc_ring spsc_ring.cpp
//   ./spsc_ring [batch] [slots] [rounds] [pauses] [ahead]
//
// batch: events published at a time. slots: a power of two. pauses: pause instructions between two looks of a consumer
// that found nothing; more of them leave the cursor's line with the producer. ahead: cells that the producer asks for
// in advance, for writing; 0 for none.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include <immintrin.h>

namespace {

constexpr int64_t kEvents = 5'000'000;
constexpr int64_t kPings = 100'000;

struct alignas(64) Event {
  int64_t stamp;
  int64_t middle[6];
  int64_t check;
};

// Alone on its pair of cache lines.
struct alignas(128) Cursor {
  std::atomic<int64_t> value{0};
};

struct Options {
  int64_t batch = 32;
  int64_t slots = 1 << 14;
  int rounds = 15;
  int pauses = 4;
  int64_t ahead = 0;
};

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

class Ring {
 public:
  explicit Ring(const Options& options)
      : options_(options), mask_(options.slots - 1), cells_(static_cast<size_t>(options.slots)) {}

  // Millions of events a second, from the first write until the consumer has passed the last.
  double Run() {
    std::thread consumer([this] { Consume(); });
    while (!isReady_.load(std::memory_order_acquire)) {
      _mm_pause();
    }

    const auto start = Clock::now();
    Produce();
    while (passed_.value.load(std::memory_order_acquire) < kEvents) {
      _mm_pause();
    }

    const double seconds = SecondsSince(start);
    consumer.join();
    return static_cast<double>(kEvents) / seconds / 1e6;
  }

 private:
  void Produce() {
    int64_t passed = 0;
    for (int64_t next = 0; next < kEvents;) {
      const int64_t end = std::min(next + options_.batch, kEvents);
      while (end - passed > options_.slots) {
        passed = passed_.value.load(std::memory_order_acquire);
      }

      for (; next < end; next++) {
        if (options_.ahead != 0) {
          __builtin_prefetch(&cells_[static_cast<size_t>((next + options_.ahead) & mask_)], 1, 3);
        }

        cells_[static_cast<size_t>(next & mask_)] = Event{next, {}, next};
      }

      published_.value.store(end, std::memory_order_release);
    }
  }

  void Consume() {
    isReady_.store(true, std::memory_order_release);
    for (int64_t next = 0; next < kEvents;) {
      const int64_t end = published_.value.load(std::memory_order_acquire);
      if (end == next) {
        for (int i = 0; i < options_.pauses; i++) {
          _mm_pause();
        }

        continue;
      }

      for (; next < end; next++) {
        const Event& event = cells_[static_cast<size_t>(next & mask_)];
        if (event.stamp != next || event.check != next) {
          std::fprintf(stderr, "torn: event %lld is %lld and %lld\n", static_cast<long long>(next),
                       static_cast<long long>(event.stamp), static_cast<long long>(event.check));
          std::abort();
        }
      }

      passed_.value.store(next, std::memory_order_release);
    }
  }

  const Options options_;
  const int64_t mask_;
  std::vector<Event> cells_;
  Cursor published_;
  Cursor passed_;
  alignas(128) std::atomic<bool> isReady_{false};
};

double HopNanoseconds() {
  Cursor there;
  Cursor back;
  std::thread echo([&] {
    for (int64_t i = 1; i <= kPings; i++) {
      while (there.value.load(std::memory_order_acquire) != i) {
      }

      back.value.store(i, std::memory_order_release);
    }
  });
  const auto start = Clock::now();
  for (int64_t i = 1; i <= kPings; i++) {
    there.value.store(i, std::memory_order_release);
    while (back.value.load(std::memory_order_acquire) != i) {
    }
  }

  const double seconds = SecondsSince(start);
  echo.join();
  return seconds * 1e9 / kPings / 2;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (argc > 1) options.batch = std::atoll(argv[1]);
  if (argc > 2) options.slots = std::atoll(argv[2]);
  if (argc > 3) options.rounds = std::atoi(argv[3]);
  if (argc > 4) options.pauses = std::atoi(argv[4]);
  if (argc > 5) options.ahead = std::atoll(argv[5]);
  const bool isRing = options.slots > 0 && (options.slots & (options.slots - 1)) == 0;
  if (!isRing || options.batch < 1 || options.batch > options.slots || options.rounds < 1 || options.pauses < 0 ||
      options.ahead < 0) {
    std::fprintf(stderr, "usage: spsc_ring [batch up to slots] [slots, a power of two] [rounds] [pauses] [ahead]\n");
    return 2;
  }

  const double before = HopNanoseconds();
  std::vector<double> rates;
  for (int round = 0; round < options.rounds; round++) {
    rates.push_back(Ring(options).Run());
  }

  std::sort(rates.begin(), rates.end());
  std::printf("batch %lld, %lld slots: %.1f M events/s median, %.1f best of %d; hop %.0f ns before, %.0f after\n",
              static_cast<long long>(options.batch), static_cast<long long>(options.slots),
              rates[(rates.size() - 1) / 2], rates.back(), options.rounds, before, HopNanoseconds());
  return 0;
}
