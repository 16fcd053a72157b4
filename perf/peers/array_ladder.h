// The barest order book there is: prices index an array, orders are nodes of 24 bytes in intrusive queues, ids index an
// array of nodes. No accounts, no icebergs, no checks, no handler: the ceiling that a full book is measured against.

#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "hg_ob_1.h"

namespace hg_ob_1 {

constexpr int kNodes = 1 << 18;
constexpr int kPrices = 1024;  // around the first mid price; a price outside ends the program

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

class Ladder {
 public:
  Tally tally;
  int resting = 0;

  Ladder() : nodes_(kNodes), books_(kInstruments), node_by_id_(kUntimed + kTimed + 1, -1) {
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
      tally.Trade(maker.id, command.id, book.base + price, lots);
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

  std::vector<Node> nodes_;
  std::vector<Book> books_;
  std::vector<int32_t> node_by_id_;
  int free_ = 0;
};

}  // namespace hg_ob_1
