#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "identity/actor.hpp"
#include "rollup/forecast.hpp"
#include "supervise/boards_service.hpp"

namespace luoshi::supervise {

/// Where a target stands in the document.
struct TargetSource {
    plan::TargetId target;
    std::optional<plan::ClauseId> clause;
    std::string clause_ref;
    int start_line = 0;
    int end_line = 0;
    int begin = 0;
    int end = 0;
    std::string quote;
};
/// One indicator of a plan with everything its page shows. Figures as far as rollup::Sight goes.
struct IndicatorPage {
    BoardPtr board;
    const IndicatorLine* line;
    std::vector<TargetSource> sources;
    std::vector<plan::UnitRef> units;                                     ///< reporters the reader may see, in the order of the package
    std::map<std::tuple<UnitId, plan::TargetId, int>, Held> shares = {};  ///< what they hold of the targets, by year
    std::map<UnitId, Light> lights = {};                                  ///< of what they do in the tasks the indicator belongs to
};
/// Of this plan, or of the newest that uses the indicator. Errors: indicator.not_found.
base::Result<IndicatorPage> indicator_page(store::Database& db, Boards& boards, const identity::Actor& actor, plan::IndicatorId indicator,
                                           std::optional<plan::PlanId> plan);

/// Whose goal a course is measured by.
enum class GoalOf { Plan, Each, Share };
/// The way to the year's goal of all units together, or of one: what is planned, and what is to be expected.
struct IndicatorCourse {
    BoardPtr board;
    const IndicatorLine* line;
    std::optional<Goal> goal = {};  ///< of the standing year
    GoalOf goal_of = GoalOf::Plan;  ///< of the plan; the plan's for each unit; the unit's issued share
    std::map<Period, base::Decimal> planned = {};
    std::optional<base::Decimal> actual = {};  ///< of the year up to the newest due month
    std::optional<rollup::Forecast> forecast = {};
};
/// Errors: indicator.not_found, indicator.unit_hidden, calendar.not_loaded.
base::Result<IndicatorCourse> indicator_course(store::Database& db, Boards& boards, const identity::Actor& actor,
                                               plan::IndicatorId indicator, std::optional<UnitId> unit);

/// A fact with what its list shows.
struct FactRow {
    std::int64_t position = 0;
    std::string period;
    UnitId unit{1};
    std::string unit_name;
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> numerator;
    std::optional<base::Decimal> denominator;
    std::int64_t version = 0;
    bool current = false;
    report::ReportId report{1};
    std::string author;
    std::string reviewer;
    std::string reason;
    base::Moment at;
    int evidence_count = 0;
};
struct FactFilter {
    std::optional<UnitId> unit;
    std::optional<int> year;
    std::optional<std::int64_t> before;  ///< position: the key of the page before
};
struct FactPage {
    std::vector<FactRow> items;
    std::optional<std::int64_t> next;
};
/// Approved facts of an indicator in all their versions, newest first, as far as the reader may see their units.
/// Errors: indicator.not_found.
base::Result<FactPage> indicator_facts(store::Database& db, Boards& boards, const identity::Actor& actor, plan::IndicatorId indicator,
                                       const FactFilter& filter);

}  // namespace luoshi::supervise
