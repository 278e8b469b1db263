#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "indicator/target_split.hpp"
#include "plan/target_change.hpp"
#include "store/store.hpp"

namespace luoshi::indicator {

using SplitId = base::StrongId<struct SplitIdTag>;
using ShareChangeId = base::StrongId<struct ShareChangeIdTag>;

/// A target with all that dividing it needs.
struct DivisibleTarget {
    plan::TargetId id{1};
    std::string name;
    plan::TargetKind kind = plan::TargetKind::Numeric;
    std::string change;  ///< "+" or "-": a difference, not a level
    plan::TargetOperator op = plan::TargetOperator::AtLeast;
    std::optional<base::Decimal> value;           ///< in the indicator's base unit
    std::optional<base::Decimal> value_max = {};  ///< of a range its upper end; value is the lower one, here and in all shares of it
    std::string unit = {};                        ///< as the plan writes it
    struct Years {
        int first = 0;
        int last = 0;
        /// The year meant on a day: of a yearly target the day's own, if it is one of them.
        int on(base::Date day) const { return std::clamp(base::year_of(day), first, last); }
        bool holds(int year) const { return first <= year && year <= last; }
    };
    std::optional<Years> years;  ///< its own, that of its day, the plan's last; every year of the plan where it is due each year
    std::optional<Definition> indicator;
    plan::TaskId task{1};
    std::string task_ref;
    std::string task_title;
    plan::TaskState task_state = plan::TaskState::Draft;
    plan::PlanId plan{1};
    plan::PlanState plan_state = plan::PlanState::Draft;
    plan::UnitRef office{UnitId{1}, {}};
    UnitId above_units{1};  ///< the unit whose children the plan office divides among
};
std::optional<DivisibleTarget> find_divisible(store::ReadTx& tx, plan::TargetId id);

/// The numeric target of the task of this number, by the code of its indicator and its year.
std::optional<plan::TargetId> find_target_of_ref(store::ReadTx& tx, std::string_view task_ref, std::string_view indicator_code, int year);

/// A unit directly below that may be given a share.
struct Candidate {
    plan::UnitRef unit{UnitId{1}, {}};
    bool reports = false;  ///< it, or a unit below it, reports the indicator; others only hold a part of the task
};
std::vector<Candidate> candidates_below(store::ReadTx& tx, UnitId parent, const DivisibleTarget& target, base::Date on);

/// What shares count: an indicator, in its unit of the time.
struct Measured {
    IndicatorId indicator{1};
    std::string unit = {};
    friend bool operator==(const Measured&, const Measured&) = default;
};

enum class SplitState { Draft, Issued };
/// Who divides what: the plan office the target itself, or a unit its own share.
enum class Level { Top, Unit };

struct SplitRow {
    SplitId id{1};
    plan::TargetId target{1};
    plan::UnitRef unit{UnitId{1}, {}};
    Level level = Level::Unit;
    SplitMethod method = SplitMethod::Hand;
    std::string basis;
    SplitState state = SplitState::Draft;
    std::string reason;
    std::optional<base::Moment> issued_at;
    std::optional<std::string> issued_by;
    std::optional<base::Decimal> held;  ///< when it was issued
    std::int64_t version = 0;
    int year = 0;  ///< of the target's
    Measured measured = {};
};
std::optional<SplitRow> find_split(store::ReadTx& tx, SplitId id);
std::optional<SplitRow> find_split(store::ReadTx& tx, plan::TargetId target, int year, UnitId unit, Level level);
void insert_split(store::WriteTx& tx, const SplitRow& row);
/// Method, basis, state, reason, issue and what is measured; false when `row.version` is no longer the stored one.
bool update_split(store::WriteTx& tx, const SplitRow& row);

struct ShareRow {
    plan::UnitRef unit{UnitId{1}, {}};
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> figure;
    std::optional<base::Decimal> value_max = {};
};
std::vector<ShareRow> shares_of(store::ReadTx& tx, SplitId split);
void drop_shares(store::WriteTx& tx, SplitId split);
void put_share(store::WriteTx& tx, SplitId split, UnitId unit, std::optional<base::Decimal> value, std::optional<base::Decimal> figure);
void put_upper_end(store::WriteTx& tx, SplitId split, UnitId unit, std::optional<base::Decimal> value_max);

struct ShareVersion {
    UnitId unit{1};
    int number = 1;
    std::optional<base::Decimal> value;
    std::optional<base::Decimal> value_max = {};
    base::Date from;
    std::string reason;
    std::string asked_by;
    std::optional<std::string> granted_by;
    base::Moment at;
};
/// By unit, oldest first.
std::vector<ShareVersion> versions_of(store::ReadTx& tx, SplitId split);
/// Gives it the unit's next number.
void append_version(store::WriteTx& tx, SplitId split, const ShareVersion& version);

/// What a unit holds of a year of a target: its issued share, and from whom.
struct Held {
    base::Decimal value;
    SplitId split{1};
    plan::UnitRef from{UnitId{1}, {}};
    Level level = Level::Top;  ///< of the split it comes from
    base::Date since;
    Measured measured = {};
    std::optional<base::Decimal> value_max = {};
};
std::optional<Held> find_held(store::ReadTx& tx, plan::TargetId target, int year, UnitId unit);

/// The splits that units below make of a target: their state and the sum of their shares.
struct SplitBelow {
    UnitId unit{1};
    SplitState state = SplitState::Draft;
    std::vector<base::Decimal> parts;
};
std::vector<SplitBelow> splits_below(store::ReadTx& tx, plan::TargetId target, int year);

using plan::ChangeState;
struct ChangeItem {
    plan::UnitRef unit{UnitId{1}, {}};
    std::optional<base::Decimal> before;
    std::optional<base::Decimal> after;
};
struct ShareChange : plan::AskedChange {
    ShareChangeId id{1};
    SplitId split{1};
    std::vector<ChangeItem> items = {};
};
std::optional<ShareChange> find_change(store::ReadTx& tx, ShareChangeId id);
/// Those not decided yet, oldest first; without their items.
std::vector<ShareChange> open_changes(store::ReadTx& tx);
/// Newest first.
std::vector<ShareChange> changes_of(store::ReadTx& tx, SplitId split);
void insert_change(store::WriteTx& tx, const ShareChange& change);
/// Stores the decision; false when it was decided meanwhile.
bool decide_change(store::WriteTx& tx, const ShareChange& change);

/// An issued share with what lists of it show.
struct IssuedShare {
    plan::TargetId target{1};
    std::string target_name;
    plan::TaskId task{1};
    std::string task_ref;
    std::string task_title;
    plan::Named<IndicatorId> indicator{IndicatorId{1}, {}};
    std::string measure;  ///< the indicator's base unit
    int year = 0;
    plan::TargetOperator op = plan::TargetOperator::AtLeast;
    plan::UnitRef unit{UnitId{1}, {}};
    base::Decimal value;
    std::optional<base::Decimal> value_max = {};
    plan::UnitRef from{UnitId{1}, {}};
    Level level = Level::Top;
    base::Date since;
};
struct ShareFilter {
    std::optional<UnitId> unit = {};
    std::optional<plan::TaskId> task = {};
    std::optional<IndicatorId> indicator = {};
};
/// By task, year and unit; without those counted in what is no longer the indicator or unit of the target.
std::vector<IssuedShare> issued_shares(store::ReadTx& tx, const ShareFilter& filter);
/// Whether any unit holds a share of the target, in any year.
bool has_issued_shares(store::ReadTx& tx, plan::TargetId target);

}  // namespace luoshi::indicator

template <>
struct luoshi::plan::Words<luoshi::indicator::SplitState> {
    static constexpr std::array<std::string_view, 2> list{"draft", "issued"};
};
