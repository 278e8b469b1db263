#pragma once
#include <string>
#include <vector>

#include "base/date.hpp"
#include "rollup/engine.hpp"
#include "store/store.hpp"

namespace luoshi::rollup {

/// The units on a day, in the order in which they are shown. One that has ended stands below its successor where it has one only,
/// else where it stood: its figures are not lost.
std::vector<Tree::Place> places_on(store::ReadTx& tx, base::Date day);
/// Every indicator with those who report it.
std::vector<Subject> subjects(store::ReadTx& tx);
/// A number that differs whenever units, indicators or reporters were changed by a commit.
std::int64_t shape_mark(store::ReadTx& tx);

/// How far the fact table was read. On SQLite the largest position: there is one writer. On PostgreSQL positions do not follow the
/// order of commits, so it is the snapshot of the last reading; what is visible now and was not then is new.
struct Tail {
    std::string read_to;
    std::int64_t position = 0;  ///< largest seen
};
/// The tail before the first fact.
Tail tail_before_all(store::Engine engine);
/// Facts that `tail` has not seen, and moves it on.
std::vector<Fact> facts_since(store::ReadTx& tx, Tail& tail);

}  // namespace luoshi::rollup
