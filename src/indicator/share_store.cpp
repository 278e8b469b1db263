#include "indicator/share_store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "indicator/indicator_store.hpp"

namespace luoshi::indicator {
namespace {

using base::Decimal;
using store::Row;
using store::Sql;

const Sql kTarget{"indicator.divisible_target",
                  "SELECT g.target_id, g.name, g.kind, g.change, g.effective_op, g.base_e4, g.year, g.due_on, p.period_to, g.indicator_id, "
                  "t.task_id, t.ref, t.title, t.state, p.plan_id, p.state, p.office_unit_id, o.name, COALESCE(o.parent_id, o.unit_id), "
                  "g.per_year, p.period_from, g.unit, CASE WHEN g.effective_op = 'between' THEN g.base_max_e4 END "
                  "FROM target g JOIN task t ON t.task_id = g.task_id JOIN plan p ON p.plan_id = t.plan_id "
                  "JOIN unit o ON o.unit_id = p.office_unit_id WHERE g.target_id = $1"};
const Sql kTargetOfRef{
    "indicator.target_of_ref",
    "SELECT g.target_id FROM target g JOIN task t ON t.task_id = g.task_id JOIN indicator i ON i.indicator_id = "
    "g.indicator_id JOIN plan p ON p.plan_id = t.plan_id WHERE t.ref = $1 AND i.code = $2 AND g.kind = 'numeric' AND (g.year = $3 "
    "OR (g.per_year = 1 AND p.period_from <= $3 AND p.period_to >= $3)) ORDER BY g.per_year, g.target_id"};
// Reporters and everything above them, so that a county whose towns report is asked too.
const Sql kCandidates{
    "indicator.share_candidates",
    "WITH RECURSIVE up (unit_id) AS (SELECT r.unit_id FROM reporter r WHERE r.indicator_id = $2 "
    "UNION SELECT u.parent_id FROM unit u JOIN up ON up.unit_id = u.unit_id WHERE u.parent_id IS NOT NULL) "
    "SELECT u.unit_id, u.name, CASE WHEN u.unit_id IN (SELECT unit_id FROM up) THEN 1 ELSE 0 END FROM unit u WHERE u.parent_id = $1 "
    "AND (u.valid_from IS NULL OR u.valid_from <= $4) AND (u.valid_to IS NULL OR u.valid_to > $4) "
    "AND (u.unit_id IN (SELECT unit_id FROM up) OR EXISTS (SELECT 1 FROM unit_duty ud WHERE ud.task_id = $3 AND ud.unit_id = u.unit_id "
    "AND ud.valid_to IS NULL)) ORDER BY u.place, u.unit_id"};

#define LUOSHI_SPLIT                                                                                                             \
    "SELECT s.split_id, s.target_id, s.unit_id, u.name, s.top, s.method, s.basis, s.state, s.reason, s.issued_at, s.issued_by, " \
    "s.held_e4, s.version, s.year, s.indicator_id, s.measure FROM target_split s JOIN unit u ON u.unit_id = s.unit_id "
const Sql kSplit{"indicator.find_split", LUOSHI_SPLIT "WHERE s.split_id = $1"};
const Sql kSplitOf{"indicator.split_of", LUOSHI_SPLIT "WHERE s.target_id = $1 AND s.unit_id = $2 AND s.top = $3 AND s.year = $4"};
const Sql kInsertSplit{
    "indicator.insert_split",
    "INSERT INTO target_split (split_id, target_id, unit_id, top, method, basis, state, reason, version, year, indicator_id, "
    "measure) VALUES ($1, $2, $3, $4, $5, $6, 'draft', '', 1, $7, $8, $9)"};
const Sql kUpdateSplit{"indicator.update_split",
                       "UPDATE target_split SET method = $3, basis = $4, state = $5, reason = $6, issued_at = $7, issued_by = $8, "
                       "held_e4 = $9, indicator_id = $10, measure = $11, version = version + 1 WHERE split_id = $1 AND version = $2"};

const Sql kShares{"indicator.shares_of",
                  "SELECT h.unit_id, u.name, h.value_e4, h.figure_e4, h.value_max_e4 FROM share h JOIN unit u ON u.unit_id = h.unit_id "
                  "WHERE h.split_id = $1 ORDER BY u.place, u.unit_id"};
const Sql kDropShares{"indicator.drop_shares", "DELETE FROM share WHERE split_id = $1"};
const Sql kPutShare{"indicator.put_share",
                    "INSERT INTO share (split_id, unit_id, value_e4, figure_e4) VALUES ($1, $2, $3, $4) "
                    "ON CONFLICT (split_id, unit_id) DO UPDATE SET value_e4 = excluded.value_e4, figure_e4 = excluded.figure_e4"};

const Sql kPutUpperEnd{"indicator.put_upper_end", "UPDATE share SET value_max_e4 = $3 WHERE split_id = $1 AND unit_id = $2"};

const Sql kVersions{"indicator.share_versions",
                    "SELECT unit_id, version_no, value_e4, from_on, reason, asked_by, granted_by, at, value_max_e4 FROM share_version "
                    "WHERE split_id = $1 ORDER BY unit_id, version_no"};
const Sql kAppendVersion{
    "indicator.append_share_version",
    "INSERT INTO share_version (split_id, unit_id, version_no, value_e4, from_on, reason, asked_by, granted_by, at, value_max_e4) "
    "VALUES ($1, $2, (SELECT COALESCE(MAX(v.version_no), 0) + 1 FROM share_version v WHERE v.split_id = $1 AND "
    "v.unit_id = $2), $3, $4, $5, $6, $7, $8, $9)"};

#define LUOSHI_SINCE "(SELECT MAX(v.from_on) FROM share_version v WHERE v.split_id = h.split_id AND v.unit_id = h.unit_id)"
const Sql kHeld{"indicator.find_held",
                "SELECT h.value_e4, s.split_id, s.unit_id, d.name, s.top, " LUOSHI_SINCE
                ", s.indicator_id, s.measure, h.value_max_e4 FROM share h "
                "JOIN target_split s ON s.split_id = h.split_id JOIN unit d ON d.unit_id = s.unit_id WHERE s.target_id = $1 "
                "AND h.unit_id = $2 AND s.year = $3 AND s.state = 'issued' AND h.value_e4 IS NOT NULL ORDER BY s.issued_at DESC"};
const Sql kBelow{"indicator.splits_below",
                 "SELECT s.unit_id, s.state, h.value_e4 FROM target_split s LEFT JOIN share h ON h.split_id = s.split_id "
                 "AND h.value_e4 IS NOT NULL WHERE s.target_id = $1 AND s.top = 0 AND s.year = $2 ORDER BY s.unit_id"};
const Sql kIssued{
    "indicator.issued_shares",
    "SELECT g.target_id, g.name, t.task_id, t.ref, t.title, i.indicator_id, i.name, i.unit, s.year, "
    "g.effective_op, h.unit_id, u.name, h.value_e4, s.unit_id, d.name, s.top, " LUOSHI_SINCE
    ", h.value_max_e4 FROM share h "
    "JOIN target_split s ON s.split_id = h.split_id JOIN target g ON g.target_id = s.target_id JOIN task t ON t.task_id = g.task_id "
    "JOIN indicator i ON i.indicator_id = g.indicator_id AND i.indicator_id = s.indicator_id AND i.unit = s.measure JOIN unit u ON "
    "u.unit_id = h.unit_id "
    "JOIN unit d ON d.unit_id = s.unit_id WHERE s.state = 'issued' AND h.value_e4 IS NOT NULL "
    "AND (CAST($1 AS BIGINT) IS NULL OR h.unit_id = $1) AND (CAST($2 AS BIGINT) IS NULL OR t.task_id = $2) "
    "AND (CAST($3 AS BIGINT) IS NULL OR i.indicator_id = $3) ORDER BY t.ordinal, s.year, g.ordinal, u.place, u.unit_id"};

const Sql kHasIssued{"indicator.has_issued_shares",
                     "SELECT COUNT(*) FROM share h JOIN target_split s ON s.split_id = h.split_id WHERE s.target_id = $1 "
                     "AND s.state = 'issued' AND h.value_e4 IS NOT NULL"};

#define LUOSHI_CHANGE                                                                                                                 \
    "SELECT c.change_id, c.split_id, c.state, c.reason, c.proposed_on, c.proposed_at, c.proposed_user, c.proposed_by, c.decided_on, " \
    "c.decided_at, c.decided_by, c.note FROM share_change c "
const Sql kChange{"indicator.find_share_change", LUOSHI_CHANGE "WHERE c.change_id = $1"};
const Sql kOpenChanges{"indicator.open_share_changes", LUOSHI_CHANGE "WHERE c.state = 'proposed' ORDER BY c.change_id"};
const Sql kChanges{"indicator.share_changes", LUOSHI_CHANGE "WHERE c.split_id = $1 ORDER BY c.change_id DESC"};
const Sql kChangeItems{"indicator.share_change_items",
                       "SELECT i.unit_id, u.name, i.before_e4, i.after_e4 FROM share_change_item i JOIN unit u ON u.unit_id = i.unit_id "
                       "WHERE i.change_id = $1 ORDER BY u.place, u.unit_id"};
const Sql kInsertChange{"indicator.insert_share_change",
                        "INSERT INTO share_change (change_id, split_id, state, reason, proposed_on, proposed_at, proposed_user, "
                        "proposed_by, note) VALUES ($1, $2, 'proposed', $3, $4, $5, $6, $7, '')"};
const Sql kInsertItem{"indicator.insert_share_change_item",
                      "INSERT INTO share_change_item (change_id, unit_id, before_e4, after_e4) VALUES ($1, $2, $3, $4)"};
const Sql kDecideChange{"indicator.decide_share_change",
                        "UPDATE share_change SET state = $2, decided_on = $3, decided_at = $4, decided_by = $5, note = $6 "
                        "WHERE change_id = $1 AND state = 'proposed'"};

template <class E>
E enum_of(const Row& row, int column) {
    const auto value = plan::from_word<E>(row.view(column));
    if (!value) {
        throw store::Fault{fmt::format("unknown word in a row of shares: {}", row.view(column))};
    }
    return *value;
}

Level level_of(const Row& row, int column) { return row.integer(column) != 0 ? Level::Top : Level::Unit; }
int top_of(Level level) { return level == Level::Top ? 1 : 0; }
plan::UnitRef unit_at(const Row& row, int column) { return {row.id<UnitId>(column), row.text(column + 1)}; }

/// A target's years as lights judge them: from year, due_on, period_to (three columns) and per_year, period_from (two columns).
std::optional<DivisibleTarget::Years> years_at(const Row& row, int column, int yearly) {
    const auto number = [&](int at) {
        const auto value = row.opt_integer(at);
        return value ? std::optional{static_cast<int>(*value)} : std::nullopt;
    };
    const auto last = number(column + 2);
    if (const auto first = number(yearly + 1); row.integer(yearly) != 0 && first && last) {
        return DivisibleTarget::Years{*first, *last};
    }
    const auto day = row.opt_date(column + 1);
    const auto own = number(column);
    const auto one = own ? own : day ? std::optional{base::year_of(*day)} : last;
    return one ? std::optional{DivisibleTarget::Years{*one, *one}} : std::nullopt;
}

SplitRow split_at(const Row& row) {
    return {.id = row.id<SplitId>(0),
            .target = row.id<plan::TargetId>(1),
            .unit = unit_at(row, 2),
            .level = level_of(row, 4),
            .method = enum_of<SplitMethod>(row, 5),
            .basis = row.text(6),
            .state = enum_of<SplitState>(row, 7),
            .reason = row.text(8),
            .issued_at = row.opt_moment(9),
            .issued_by = row.opt_text(10),
            .held = row.opt_decimal(11),
            .version = row.integer(12),
            .year = static_cast<int>(row.integer(13)),
            .measured = {row.id<IndicatorId>(14), row.text(15)}};
}

ShareChange change_at(const Row& row) {
    return {{.state = enum_of<ChangeState>(row, 2),
             .reason = row.text(3),
             .proposed_on = row.date(4),
             .proposed_at = row.moment(5),
             .proposed_user = row.id<identity::UserId>(6),
             .proposed_by = row.text(7),
             .decided_on = row.opt_date(8),
             .decided_at = row.opt_moment(9),
             .decided_by = row.opt_text(10),
             .note = row.text(11)},
            row.id<ShareChangeId>(0),
            row.id<SplitId>(1)};
}

std::vector<ChangeItem> items_of(store::ReadTx& tx, ShareChangeId change) {
    return tx.all(kChangeItems, {change}, [](const Row& row) {
        return ChangeItem{unit_at(row, 0), row.opt_decimal(2), row.opt_decimal(3)};
    });
}

}  // namespace

std::optional<DivisibleTarget> find_divisible(store::ReadTx& tx, plan::TargetId id) {
    std::optional<IndicatorId> indicator;
    auto target = tx.one(kTarget, {id}, [&](const Row& row) {
        indicator = row.opt_id<IndicatorId>(9);
        return DivisibleTarget{.id = row.id<plan::TargetId>(0),
                               .name = row.text(1),
                               .kind = enum_of<plan::TargetKind>(row, 2),
                               .change = row.text(3),
                               .op = enum_of<plan::TargetOperator>(row, 4),
                               .value = row.opt_decimal(5),
                               .value_max = row.opt_decimal(22),
                               .unit = row.text(21),
                               .years = years_at(row, 6, 19),
                               .indicator = std::nullopt,
                               .task = row.id<plan::TaskId>(10),
                               .task_ref = row.text(11),
                               .task_title = row.text(12),
                               .task_state = enum_of<plan::TaskState>(row, 13),
                               .plan = row.id<plan::PlanId>(14),
                               .plan_state = enum_of<plan::PlanState>(row, 15),
                               .office = unit_at(row, 16),
                               .above_units = row.id<UnitId>(18)};
    });
    if (target && indicator) {
        target->indicator = find_definition(tx, *indicator);
    }
    return target;
}

std::optional<plan::TargetId> find_target_of_ref(store::ReadTx& tx, std::string_view task_ref, std::string_view indicator_code, int year) {
    return tx.one(kTargetOfRef, {task_ref, indicator_code, year}, [](const Row& row) { return row.id<plan::TargetId>(0); });
}

std::vector<Candidate> candidates_below(store::ReadTx& tx, UnitId parent, const DivisibleTarget& target, base::Date on) {
    const auto indicator = target.indicator ? std::optional{target.indicator->id} : std::nullopt;
    return tx.all(kCandidates, {parent, indicator, target.task, on}, [](const Row& row) {
        return Candidate{unit_at(row, 0), row.integer(2) != 0};
    });
}

std::optional<SplitRow> find_split(store::ReadTx& tx, SplitId id) { return tx.one(kSplit, {id}, split_at); }

std::optional<SplitRow> find_split(store::ReadTx& tx, plan::TargetId target, int year, UnitId unit, Level level) {
    return tx.one(kSplitOf, {target, unit, top_of(level), year}, split_at);
}

void insert_split(store::WriteTx& tx, const SplitRow& row) {
    tx.execute(kInsertSplit, {row.id, row.target, row.unit.id, top_of(row.level), plan::word(row.method), row.basis, row.year,
                              row.measured.indicator, row.measured.unit});
}

bool update_split(store::WriteTx& tx, const SplitRow& row) {
    return tx.execute(kUpdateSplit, {row.id, row.version, plan::word(row.method), row.basis, plan::word(row.state), row.reason,
                                     row.issued_at, row.issued_by, row.held, row.measured.indicator, row.measured.unit}) == 1;
}

std::vector<ShareRow> shares_of(store::ReadTx& tx, SplitId split) {
    return tx.all(kShares, {split}, [](const Row& row) {
        return ShareRow{unit_at(row, 0), row.opt_decimal(2), row.opt_decimal(3), row.opt_decimal(4)};
    });
}

void drop_shares(store::WriteTx& tx, SplitId split) { tx.execute(kDropShares, {split}); }

void put_share(store::WriteTx& tx, SplitId split, UnitId unit, std::optional<Decimal> value, std::optional<Decimal> figure) {
    tx.execute(kPutShare, {split, unit, value, figure});
}

void put_upper_end(store::WriteTx& tx, SplitId split, UnitId unit, std::optional<Decimal> value_max) {
    tx.execute(kPutUpperEnd, {split, unit, value_max});
}

std::vector<ShareVersion> versions_of(store::ReadTx& tx, SplitId split) {
    return tx.all(kVersions, {split}, [](const Row& row) {
        return ShareVersion{.unit = row.id<UnitId>(0),
                            .number = static_cast<int>(row.integer(1)),
                            .value = row.opt_decimal(2),
                            .value_max = row.opt_decimal(8),
                            .from = row.date(3),
                            .reason = row.text(4),
                            .asked_by = row.text(5),
                            .granted_by = row.opt_text(6),
                            .at = row.moment(7)};
    });
}

void append_version(store::WriteTx& tx, SplitId split, const ShareVersion& version) {
    tx.execute(kAppendVersion, {split, version.unit, version.value, version.from, version.reason, version.asked_by, version.granted_by,
                                version.at, version.value_max});
}

std::optional<Held> find_held(store::ReadTx& tx, plan::TargetId target, int year, UnitId unit) {
    return tx.one(kHeld, {target, unit, year}, [](const Row& row) {
        return Held{row.decimal(0),    row.id<SplitId>(1), unit_at(row, 2),
                    level_of(row, 4),  row.date(5),        {row.id<IndicatorId>(6), row.text(7)},
                    row.opt_decimal(8)};
    });
}

std::vector<SplitBelow> splits_below(store::ReadTx& tx, plan::TargetId target, int year) {
    std::vector<SplitBelow> out;
    tx.each(kBelow, {target, year}, [&](const Row& row) {
        const auto unit = row.id<UnitId>(0);
        if (out.empty() || out.back().unit != unit) {
            out.push_back({unit, enum_of<SplitState>(row, 1), {}});
        }
        if (const auto value = row.opt_decimal(2)) {
            out.back().parts.push_back(*value);
        }
    });
    return out;
}

std::optional<ShareChange> find_change(store::ReadTx& tx, ShareChangeId id) {
    auto change = tx.one(kChange, {id}, change_at);
    if (change) {
        change->items = items_of(tx, id);
    }
    return change;
}

std::vector<ShareChange> open_changes(store::ReadTx& tx) { return tx.all(kOpenChanges, {}, change_at); }

std::vector<ShareChange> changes_of(store::ReadTx& tx, SplitId split) {
    auto changes = tx.all(kChanges, {split}, change_at);
    for (auto& change : changes) {
        change.items = items_of(tx, change.id);
    }
    return changes;
}

void insert_change(store::WriteTx& tx, const ShareChange& change) {
    tx.execute(kInsertChange,
               {change.id, change.split, change.reason, change.proposed_on, change.proposed_at, change.proposed_user, change.proposed_by});
    for (const auto& item : change.items) {
        tx.execute(kInsertItem, {change.id, item.unit.id, item.before, item.after});
    }
}

bool decide_change(store::WriteTx& tx, const ShareChange& change) {
    return tx.execute(kDecideChange,
                      {change.id, plan::word(change.state), change.decided_on, change.decided_at, change.decided_by, change.note}) == 1;
}

std::vector<IssuedShare> issued_shares(store::ReadTx& tx, const ShareFilter& filter) {
    return tx.all(kIssued, {filter.unit, filter.task, filter.indicator}, [](const Row& row) {
        return IssuedShare{.target = row.id<plan::TargetId>(0),
                           .target_name = row.text(1),
                           .task = row.id<plan::TaskId>(2),
                           .task_ref = row.text(3),
                           .task_title = row.text(4),
                           .indicator = {row.id<IndicatorId>(5), row.text(6)},
                           .measure = row.text(7),
                           .year = static_cast<int>(row.integer(8)),
                           .op = enum_of<plan::TargetOperator>(row, 9),
                           .unit = unit_at(row, 10),
                           .value = row.decimal(12),
                           .value_max = row.opt_decimal(17),
                           .from = unit_at(row, 13),
                           .level = level_of(row, 15),
                           .since = row.date(16)};
    });
}

bool has_issued_shares(store::ReadTx& tx, plan::TargetId target) { return tx.integer(kHasIssued, {target}).value_or(0) > 0; }

}  // namespace luoshi::indicator
