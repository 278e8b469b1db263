#pragma once
#include <functional>
#include <memory>
#include <mutex>

#include "base/date.hpp"
#include "rollup/figures_store.hpp"
#include "rollup/series.hpp"

namespace luoshi::rollup {

/// The engine, kept up with the tables it is made from. Every figure shown comes from here. Thread safe.
class LiveFigures {
public:
    explicit LiveFigures(std::function<base::Date()> today) : today_(std::move(today)) {}

    /// All figures, with every fact that the transaction sees: reads on from where the last caller stopped. A snapshot may be newer
    /// than the transaction's view, never older. Within a write, facts of that write count too and are not kept.
    std::shared_ptr<const Snapshot> snapshot(store::ReadTx& tx);
    /// The series of the indicators that targets of a plan point to.
    Figures of_plan(store::ReadTx& tx, plan::PlanId plan);

private:
    /// An engine and what it was made from.
    struct Made {
        std::shared_ptr<Engine> engine;
        std::int64_t shape = 0;
        base::Date day;
        Tail tail;
    };
    Made make(store::ReadTx& tx, std::int64_t shape, base::Date day) const;

    std::function<base::Date()> today_;
    std::mutex mutex_;
    Made kept_;
};

}  // namespace luoshi::rollup
