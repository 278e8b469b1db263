#pragma once
#include <string>

#include "app/bench_rollup.hpp"

namespace luoshi::app {

struct LoadOptions {
    std::string package = "packages/cangzhou-ecommerce-2018";
    std::string postgres;  ///< URI of an empty database: measured after SQLite, with two servers; empty: SQLite only
    int villages = 6000;
    int seconds = 60;  ///< in which everybody submits
    int readers = 200;
    int approvals_per_second = 200;
};

/// The end of a month on servers of their own, over HTTP: 230 units and their villages submit while others read the board; then the
/// reports are settled at a steady rate while watchers wait for each figure. Prints p50 and p99 beside the bounds and a constant
/// answer of the same server; judges nothing. Returns 1 when a request failed, 2 on a fault.
int bench_load(const LoadOptions& options, Output output);

}  // namespace luoshi::app
