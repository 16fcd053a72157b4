// Replays HG-OB-1 against a book and says how fast it was and whether its trades were the right ones.
//
// A book is a class with
//   void Apply(const Command&)  one command, to its end
//   int Resting()               orders that rest
//   const Tally& Trades()       what has traded

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "array_ladder.h"
#include "hg_ob_1.h"

namespace hg_ob_1 {

// The commands of a seed, drawn against a book as which order a cancel meets depends on what has traded.
struct Script {
  std::vector<Command> commands;
  Tally tally;
  int resting;

  explicit Script(uint64_t seed) {
    Workload source(seed);
    const auto book = std::make_unique<Ladder>();
    commands.reserve(kUntimed + kTimed);
    for (int i = 0; i < kUntimed + kTimed; i++) {
      commands.push_back(i < kUntimed ? source.NextUntimed() : source.NextTimed());
      book->Apply(commands.back(), source);
    }
    tally = book->tally;
    resting = book->resting;
  }

  // Right by the published results too, where there are any.
  bool Matches(uint64_t seed, const Tally& other, int other_resting) const {
    for (const Published& known : kPublished) {
      if (known.seed == seed && (known.trades != other.trades || known.quantity != other.quantity ||
                                 known.digest != other.digest || known.resting != other_resting)) {
        return false;
      }
    }
    return tally.trades == other.trades && tally.quantity == other.quantity && tally.digest == other.digest &&
           resting == other_resting;
  }
};

template <class Book>
double Throughput(Book& book, const std::vector<Command>& commands) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = kUntimed; i < kUntimed + kTimed; i++) book.Apply(commands[i]);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return kTimed / seconds.count() / 1e6;
}

// The clock is read once between any two commands, so one reading is part of each time.
template <class Book>
void Latency(Book& book, const std::vector<Command>& commands) {
  std::vector<int64_t> times(kTimed);
  auto last = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimed; i++) {
    book.Apply(commands[kUntimed + i]);
    const auto now = std::chrono::steady_clock::now();
    times[i] = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last).count();
    last = now;
  }
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) { return static_cast<long long>(times[static_cast<int>(share * kTimed)]); };
  std::printf(" p50 %lld ns p99 %lld ns p99.9 %lld ns max %lld ns\n", at(0.5), at(0.99), at(0.999),
              static_cast<long long>(times.back()));
}

// main of a peer: [seed = 42] [rounds = 7] [latency]. Each round has a new book. Status 1 when the trades are wrong.
template <class Book>
int Main(const char* name, int argc, char** argv) {
  const uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 42;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  const bool latency = argc > 3 && std::strcmp(argv[3], "latency") == 0;
  const Script script(seed);
  bool right = true;
  std::vector<double> rates;
  for (int round = 0; round < rounds; round++) {
    const auto book = std::make_unique<Book>();
    for (int i = 0; i < kUntimed; i++) book->Apply(script.commands[i]);
    const double rate = latency ? 0 : Throughput(*book, script.commands);
    std::printf("%s seed %llu", name, static_cast<unsigned long long>(seed));
    if (latency) {
      Latency(*book, script.commands);
    } else {
      rates.push_back(rate);
      std::printf(" %.2f M commands/s\n", rate);
    }

    const Tally& trades = book->Trades();
    const int resting = book->Resting();
    const bool same = script.Matches(seed, trades, resting);
    right = right && same;
    if (round == 0 || !same) {
      std::printf("  trades %lld quantity %lld digest %016llx resting %d: %s\n",
                  static_cast<long long>(trades.trades), static_cast<long long>(trades.quantity),
                  static_cast<unsigned long long>(trades.digest), resting, same ? "right" : "WRONG");
    }
  }

  if (!rates.empty()) {
    std::sort(rates.begin(), rates.end());
    std::printf("%s seed %llu best %.2f median %.2f M commands/s\n", name, static_cast<unsigned long long>(seed),
                rates.back(), rates[rates.size() / 2]);
  }
  return right ? 0 : 1;
}

}  // namespace hg_ob_1
