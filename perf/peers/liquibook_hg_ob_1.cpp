// HG-OB-1 on liquibook's order book (https://github.com/objectcomputing/liquibook, version 2.0.0, its own licence),
// a header-only C++ library. Nothing of liquibook is in this repository: this is a driver that includes it from a
// clone of yours. With LIQUIBOOK set to that clone:
//
//   g++ -O3 -march=native -std=c++20 -I $LIQUIBOOK/src -o liquibook_hg_ob_1 liquibook_hg_ob_1.cpp
//   ./liquibook_hg_ob_1 [seed] [rounds] [latency]
//
// The peer has its fast settings: OrderBook, which keeps no depth; plain pointers; an order class without virtual
// functions; trades by on_fill of a derived book, no listener objects. An order is found by its id in an array,
// which is kinder than the hash map a venue would need, and so is the memory of orders, made and touched before the
// clock starts. Nodes of its multimaps come from malloc: LD_PRELOAD another one to see what that costs.
//
// liquibook's replace keeps the order object, the workload's has a new id: the same object is given the new id here,
// so that the book does one replace and not a cancel and an add. -DCANCEL_AND_ADD does those instead. Trades are the
// same.

#include <book/order_book.h>

#include "replay.h"

namespace {

using hg_ob_1::Command;
namespace lb = liquibook::book;

struct Order {
  int32_t id = 0;
  int32_t limit = 0;
  int32_t lots = 0;
  int32_t open = 0;
  bool buys = false;

  bool is_buy() const { return buys; }
  lb::Price price() const { return limit; }
  lb::Price stop_price() const { return 0; }
  lb::Quantity order_qty() const { return lots; }
};

class Book final : public lb::OrderBook<Order*> {
 public:
  hg_ob_1::Tally* tally = nullptr;

 protected:
  void on_fill(Order* const& taker, Order* const& maker, lb::Quantity lots, lb::Cost, bool, bool) override {
    maker->open -= lots;
    taker->open -= lots;
    tally->Trade(maker->id, taker->id, maker->limit, lots);
  }

  void on_replace(Order* const& order, lb::Quantity, lb::Quantity lots, lb::Price price) override {
    order->open += static_cast<int32_t>(lots) - order->lots;
    order->lots = lots;
    order->limit = price;
  }
};

class Liquibook {
 public:
  Liquibook()
      : books_(hg_ob_1::kInstruments),
        orders_(hg_ob_1::kUntimed + hg_ob_1::kTimed + 1),
        order_by_id_(hg_ob_1::kUntimed + hg_ob_1::kTimed + 1) {
    for (Book& book : books_) book.tally = &tally_;
  }

  void Apply(const Command& command) {
    Book& book = books_[command.instrument];
    switch (command.kind) {
      case hg_ob_1::kCancel:
        book.cancel(order_by_id_[command.target]);
        break;
#ifdef CANCEL_AND_ADD
      case hg_ob_1::kReplace:
        book.cancel(order_by_id_[command.target]);
        book.add(NewOrder(command));
        break;
#else
      case hg_ob_1::kReplace: {
        Order* order = order_by_id_[command.target];
        order->id = command.id;
        order_by_id_[command.id] = order;
        book.replace(order, command.lots - order->open, command.price);
        break;
      }
#endif
      case hg_ob_1::kAdd:
        book.add(NewOrder(command));
        break;
      case hg_ob_1::kIoc:
        book.add(NewOrder(command), lb::oc_immediate_or_cancel);
        break;
    }
  }

  int Resting() const {
    size_t resting = 0;
    for (const Book& book : books_) resting += book.bids().size() + book.asks().size();
    return static_cast<int>(resting);
  }

  const hg_ob_1::Tally& Trades() const { return tally_; }

 private:
  Order* NewOrder(const Command& command) {
    Order* order = &orders_[command.id];
    *order = {command.id, command.price, command.lots, command.lots, command.side == hg_ob_1::kBuy};
    order_by_id_[command.id] = order;
    return order;
  }

  hg_ob_1::Tally tally_;
  std::vector<Book> books_;
  std::vector<Order> orders_;
  std::vector<Order*> order_by_id_;
};

}  // namespace

int main(int argc, char** argv) { return hg_ob_1::Main<Liquibook>("liquibook", argc, argv); }
