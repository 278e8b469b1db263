#pragma once
// A plan with one task and one indicator, judged on a day. For tests only.
#include <gmock/gmock.h>

#include "rollup/engine.hpp"
#include "supervise/board.hpp"

namespace luoshi::supervise {

using base::Decimal;
using plan::TargetKind;
using plan::TargetOperator;

inline Decimal d(const char* text) { return *Decimal::parse(text); }
inline base::Date day(const char* text) { return *base::parse_date(text); }
inline Period p(const char* text) { return *Period::parse(text); }

inline const plan::TaskId kTask{1};
inline const plan::IndicatorId kIndicator{7};
inline const UnitId kBureau{1};
inline const UnitId kHuanghua{2};
inline const UnitId kNanpi{3};

/// A plan for 2018-2020, issued on 1 July 2018, with one task; every day is a working day.
struct Case {
    PlanFacts facts;
    std::vector<rollup::Fact> figures;
    indicator::Definition definition;
    std::vector<rollup::Reporter> reporters{kHuanghua, kNanpi};
    std::vector<rollup::Subject> operands;  ///< of the definition's formula
    std::map<UnitId, UnitId> above;         ///< units that stand below another one

    Case() {
        facts.title = "方案";
        facts.state = plan::PlanState::Confirmed;
        facts.start = day("2018-07-01");
        facts.first_year = 2018;
        facts.last_year = 2020;
        facts.tasks.push_back({kTask, "T3", "发展特色网店", {}, {}, {}});
        add_duty(1, kBureau, plan::DutyRole::Lead);
        add_duty(2, kHuanghua, plan::DutyRole::Responsible);
        add_duty(3, kNanpi, plan::DutyRole::Responsible);
        definition.id = kIndicator;
        definition.name = "淘宝村";
        definition.unit = "个";
        definition.carry_forward = true;
    }

    void add_duty(int id, UnitId unit, plan::DutyRole role, bool reports = true) {
        facts.duties.push_back({plan::UnitDutyId{id}, kTask, unit, "单位" + unit.text(), role, reports, facts.start, std::nullopt});
    }
    TargetFacts& target(std::optional<int> year, const char* value) {
        facts.tasks[0].targets.push_back({plan::TargetId{static_cast<std::int64_t>(facts.tasks[0].targets.size()) + 1},
                                          kTask,
                                          kIndicator,
                                          TargetKind::Numeric,
                                          TargetOperator::Equal,
                                          TargetOperator::AtLeast,
                                          value == nullptr ? std::nullopt : std::optional{d(value)},
                                          {},
                                          year,
                                          {},
                                          false,
                                          false});
        return facts.tasks[0].targets.back();
    }
    void fact(UnitId unit, const char* period, const char* value) { figures.push_back({kIndicator, unit, p(period), 1, d(value), {}, {}}); }
    void report(int duty, const char* period, report::State state, const char* progress = nullptr) {
        facts.reports.push_back({plan::UnitDutyId{duty}, report::ReportId{100 + duty}, p(period), state,
                                 progress == nullptr ? std::nullopt : std::optional{d(progress)}});
    }
    /// All three units reported, so that no missing report disturbs.
    void all_reported(const char* period, const char* progress) {
        for (int duty = 1; duty <= 3; ++duty) {
            report(duty, period, report::State::Approved, progress);
        }
    }

    rollup::Series series() const {
        std::vector<rollup::Tree::Place> places;
        std::unordered_set<UnitId> with_figures;
        for (const auto& reporter : reporters) {
            const auto upper = above.find(reporter.unit);
            places.push_back({reporter.unit, upper == above.end() ? std::nullopt : std::optional{upper->second}});
            with_figures.insert(reporter.unit);
        }
        auto measured = operands;
        measured.push_back({definition, reporters});
        measured.back().definition.id = kIndicator;
        rollup::Engine engine{std::make_shared<const rollup::Tree>(places, with_figures), measured};
        engine.apply(figures, 0);
        return rollup::Series{engine.snapshot()->find(kIndicator)};
    }

    /// Months open on their successor's first day and are due on its fifth, from towns on its third.
    Board on(const char* today) const {
        Standing standing{.today = day(today), .periods = {}, .due = {}};
        for (Period period = p("2018-09"); period.next().first_day() <= standing.today; period = period.next()) {
            standing.periods.push_back(period);
            const auto due_on = period.next().first_day() + std::chrono::days{4};
            standing.open_due_on = due_on;
            for (const auto& duty : facts.duties) {
                if (calendar::ends_span(period, duty.reporters.every)) {
                    const auto own = duty.reporters.level == "town" ? due_on - std::chrono::days{2} : due_on;
                    standing.reporting_days[duty.reporters].emplace(period, own);
                }
            }
            if (due_on < standing.today) {
                standing.due = period;
            }
        }
        auto given = facts;
        if (!facts.tasks[0].targets.empty()) {
            given.figures.series.emplace(kIndicator, series());
        }
        auto board = judge(std::move(given), std::move(standing),
                           [](base::Date from, base::Date to) -> base::Result<int> { return static_cast<int>((to - from).count()); }, {});
        EXPECT_TRUE(board);
        return std::move(board).value();
    }
};

}  // namespace luoshi::supervise
