// HG-OB-1 on the bare ladder of array_ladder.h.
//
//   g++ -O3 -march=native -std=c++20 -o array_ladder array_ladder.cpp && ./array_ladder [seed] [rounds] [latency]

#include "array_ladder.h"
#include "replay.h"

namespace {

// Hears which orders rest and leave; does nothing in a replay.
struct NoSource {
  void OnRested(const hg_ob_1::Command&) {}
  void OnGone(int) {}
};

class LadderBook : public hg_ob_1::Ladder {
 public:
  void Apply(const hg_ob_1::Command& command) { Ladder::Apply(command, none_); }

  int Resting() const { return resting; }

  const hg_ob_1::Tally& Trades() const { return tally; }

 private:
  NoSource none_;
};

}  // namespace

int main(int argc, char** argv) { return hg_ob_1::Main<LadderBook>("array_ladder", argc, argv); }
