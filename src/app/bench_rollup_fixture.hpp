#pragma once
#include <memory>
#include <string>
#include <unordered_map>

#include "app/bench_client.hpp"
#include "app/throwaway_folder.hpp"
#include "http/http.hpp"
#include "http/server.hpp"
#include "rollup/live_figures_service.hpp"

namespace luoshi::app {

/// Figures made by the bench behind the program's own figure routes, HTTP server and SQLite store, in a folder thrown away. The reader may
/// see everything; the store holds what is needed to correct one figure of one village.
class BenchFigures {
public:
    /// `engine` is shared: a corrected figure is taken into it by the next reading. Throws std::runtime_error when `changing` is refused.
    BenchFigures(const std::shared_ptr<rollup::Engine>& engine, const std::unordered_map<rollup::UnitId, rollup::Listed>& units,
                 rollup::UnitId changing);
    ~BenchFigures() { server_->stop(); }

    /// The answer's body, asked over one kept connection. Throws std::runtime_error unless the answer is 200.
    std::string get(std::string_view path);
    /// Appends another figure of the one village as an approval does; it is on the disk when this returns.
    void correct(plan::IndicatorId indicator, rollup::Period period, base::Decimal value);
    /// All figures, with every correction so far.
    std::shared_ptr<const rollup::Snapshot> now();

private:
    ThrowawayFolder folder_{"bench-rollup"};
    base::SystemClock clock_;
    std::unique_ptr<store::Database> db_;
    rollup::UnitId changing_;
    rollup::LiveFigures live_{[this] { return std::chrono::floor<std::chrono::days>(clock_.now()); }, [] { return calendar::Schedule{}; }};
    http::Router router_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<BenchClient> client_;
};

}  // namespace luoshi::app
