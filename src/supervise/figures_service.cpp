#include "supervise/figures_service.hpp"

#include <algorithm>
#include <set>

#include "indicator/share_service.hpp"
#include "rollup/sight_service.hpp"
#include "supervise/judge.hpp"
#include "supervise/outlook.hpp"
#include "supervise/plan_facts_store.hpp"

namespace luoshi::supervise {
namespace {

constexpr std::size_t kFactsPerPage = 200;

base::Error no_indicator() { return base::not_found("indicator.not_found", "没有这项指标，或没有方案用到它；请从指标列表重新进入"); }

struct Seen {
    BoardPtr board;
    const IndicatorLine* line;
};

base::Result<Seen> find_line(store::ReadTx& tx, Boards& boards, plan::IndicatorId indicator, std::optional<plan::PlanId> asked) {
    const auto plan = asked ? asked : plan_of_indicator(tx, indicator);
    if (!plan) {
        return no_indicator();
    }
    LUOSHI_TRY(board, boards.get(tx, plan));
    const auto* line = board ? board->board().indicator(indicator) : nullptr;
    if (line == nullptr) {
        return no_indicator();
    }
    return Seen{board, line};
}

/// The light of each unit's parts in the tasks of the indicator.
std::map<UnitId, Light> lights_of_parts(const Board& board, const IndicatorLine& line) {
    std::map<UnitId, std::vector<Light>> parts;
    for (const auto& duty : board.facts.duties) {
        if (duty.open() && std::ranges::any_of(line.tasks, [&](const auto& task) { return task.id == duty.task; })) {
            parts[duty.unit].push_back(board.duty(duty.id)->light);
        }
    }
    std::map<UnitId, Light> out;
    for (const auto& [unit, lights] : parts) {
        out.emplace(unit, worst_of(lights));
    }
    return out;
}

}  // namespace

base::Result<IndicatorPage> indicator_page(store::Database& db, Boards& boards, const identity::Actor& actor, plan::IndicatorId indicator,
                                           std::optional<plan::PlanId> plan) {
    return db.read([&](store::ReadTx& tx) -> base::Result<IndicatorPage> {
        LUOSHI_TRY(seen, find_line(tx, boards, indicator, plan));
        const auto& board = seen.board->board();
        const rollup::Sight sight{tx, actor};
        IndicatorPage page{seen.board, seen.line, target_sources(tx, board.facts.id, indicator), {}};
        const auto& series = board.facts.figures.series.at(indicator);
        for (auto& unit : reporters_of(tx, indicator)) {
            if (series.is_reported_by(unit.id) && sight.covers(unit.id, indicator)) {
                page.units.push_back(std::move(unit));
            }
        }
        for (const auto& share : indicator::issued_shares(tx, {.indicator = indicator})) {
            page.shares.emplace(std::tuple{share.unit.id, share.target, share.year}, Held{share.value, share.value_max});
        }
        page.lights = lights_of_parts(board, *seen.line);
        return page;
    });
}

base::Result<IndicatorCourse> indicator_course(store::Database& db, Boards& boards, const identity::Actor& actor,
                                               plan::IndicatorId indicator, std::optional<UnitId> unit) {
    return db.read([&](store::ReadTx& tx) -> base::Result<IndicatorCourse> {
        LUOSHI_TRY(seen, find_line(tx, boards, indicator, std::nullopt));
        const auto& board = seen.board->board();
        if (unit && !rollup::Sight{tx, actor}.covers(unit, indicator)) {
            return base::not_found("indicator.unit_hidden", "没有这个单位，或它不在您的权限范围内；请重新选择");
        }
        const auto& series = board.facts.figures.series.at(indicator);
        IndicatorCourse out{.board = seen.board, .line = seen.line};
        Goals goals = seen.line->goals;
        const bool each =
            (indicator::binds_each_unit(series.definition()) || series.reporters().size() == 1) && !(unit && series.is_piece(*unit));
        if (unit && each) {
            out.goal_of = GoalOf::Each;
        } else if (unit) {
            out.goal_of = GoalOf::Share;
            std::map<std::pair<plan::TargetId, int>, Held> shares;
            for (const auto& share : indicator::issued_shares(tx, {.unit = *unit, .indicator = indicator})) {
                shares.emplace(std::pair{share.target, share.year}, Held{share.value, share.value_max});
            }
            std::erase_if(goals, [&](const auto& goal) { return !shares.contains({goal.second.target, goal.first}); });
            for (auto& [year, goal] : goals) {
                const auto& held = shares.at({goal.target, year});
                goal.value = held.value;
                goal.value_max = held.value_max;
            }
        }
        const View view{series, unit};
        Judge judge{board.facts, board.standing, boards.rules().work_days, boards.rules().lights};
        out.planned = judge.planned(view, goals);
        if (auto error = judge.take_error()) {
            return *std::move(error);
        }
        if (board.standing.due) {
            out.actual = view.year_to(*board.standing.due).value;
            if (const auto goal = goals.find(board.standing.due->year()); goal != goals.end()) {
                out.goal = goal->second;
                out.forecast = look_ahead(board, *seen.line, unit, goal->second);
            }
        }
        return out;
    });
}

base::Result<FactPage> indicator_facts(store::Database& db, Boards& boards, const identity::Actor& actor, plan::IndicatorId indicator,
                                       const FactFilter& filter) {
    return db.read([&](store::ReadTx& tx) -> base::Result<FactPage> {
        LUOSHI_TRY(seen, find_line(tx, boards, indicator, std::nullopt));
        const rollup::Sight sight{tx, actor};
        FactPage page;
        for (auto& fact : list_facts(tx, indicator, filter)) {
            if (!sight.covers(fact.unit, indicator)) {
                continue;
            }
            if (page.items.size() == kFactsPerPage) {
                page.next = page.items.back().position;
                break;
            }
            page.items.push_back(std::move(fact));
        }
        return page;
    });
}

}  // namespace luoshi::supervise
