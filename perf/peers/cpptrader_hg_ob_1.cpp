// HG-OB-1 on CppTrader's matching engine (https://github.com/chronoxor/CppTrader, MIT licence), one MarketManager
// with a symbol and a book for each instrument. Nothing of CppTrader or of CppCommon, which it is built on, is in
// this repository: this is a driver that is compiled with clones of yours. With CPPTRADER set to one of CppTrader
// whose modules have been fetched:
//
//   g++ -O3 -march=native -std=c++20 -DNDEBUG -I $CPPTRADER/include -I $CPPTRADER/modules/CppCommon/include \
//     -I $CPPTRADER/modules/CppCommon/modules/fmt/include -o cpptrader_hg_ob_1 cpptrader_hg_ob_1.cpp \
//     $CPPTRADER/source/trader/matching/*.cpp
//   ./cpptrader_hg_ob_1 [seed] [rounds] [latency]
//
// The peer has its fast settings: no asserts, its own pools and its own hash map of ids, so this driver keeps none.
// Its handler hears of a trade twice, first with the maker, then with the taker, and is otherwise the empty one.
// REPLACE is its ReplaceOrder, which has a new id as the workload's has.

#include <cstdio>

#include "replay.h"
#include "trader/matching/market_manager.h"

namespace {

namespace ct = CppTrader::Matching;
using hg_ob_1::Command;

class Handler final : public ct::MarketHandler {
 public:
  hg_ob_1::Tally tally;

 protected:
  void onExecuteOrder(const ct::Order& order, uint64_t price, uint64_t lots) override {
    if (maker_ == 0) {
      maker_ = order.Id;
    } else {
      tally.Trade(maker_, order.Id, price, lots);
      maker_ = 0;
    }
  }

 private:
  uint64_t maker_ = 0;  // of a trade whose taker isn't known yet
};

class Venue {
 public:
  Venue() : market_(handler_) {
    for (uint32_t i = 0; i < hg_ob_1::kInstruments; i++) {
      char name[8] = {};
      std::snprintf(name, sizeof name, "I%u", i);
      const ct::Symbol symbol(i, name);
      market_.AddSymbol(symbol);
      market_.AddOrderBook(symbol);
    }
    market_.EnableMatching();
  }

  void Apply(const Command& command) {
    switch (command.kind) {
      case hg_ob_1::kCancel:
        market_.DeleteOrder(command.target);
        break;
      case hg_ob_1::kReplace:
        market_.ReplaceOrder(command.target, command.id, command.price, command.lots);
        break;
      case hg_ob_1::kAdd:
        market_.AddOrder(Limit(command, ct::OrderTimeInForce::GTC));
        break;
      case hg_ob_1::kIoc:
        market_.AddOrder(Limit(command, ct::OrderTimeInForce::IOC));
        break;
    }
  }

  int Resting() const { return static_cast<int>(market_.orders().size()); }

  const hg_ob_1::Tally& Trades() const { return handler_.tally; }

 private:
  static ct::Order Limit(const Command& command, ct::OrderTimeInForce force) {
    const ct::OrderSide side = command.side == hg_ob_1::kBuy ? ct::OrderSide::BUY : ct::OrderSide::SELL;
    return ct::Order::Limit(command.id, command.instrument, side, command.price, command.lots, force);
  }

  Handler handler_;
  ct::MarketManager market_;
};

}  // namespace

int main(int argc, char** argv) { return hg_ob_1::Main<Venue>("cpptrader", argc, argv); }
