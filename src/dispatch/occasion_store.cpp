#include "dispatch/occasion_store.hpp"

#include <map>

namespace luoshi::dispatch {
namespace {

using store::Row;
using store::Sql;

const Sql kPlans{"dispatch.plans",
                 "SELECT p.plan_id, p.office_unit_id, u.name, u.code, p.issued_on, p.imported_at, p.period_from, p.period_to FROM plan p "
                 "JOIN unit u ON u.unit_id = p.office_unit_id WHERE p.state = 'confirmed' ORDER BY p.plan_id"};
const Sql kParts{"dispatch.parts",
                 "SELECT d.task_id, d.unit_id, u.name, u.code, u.level, d.role, d.valid_from, d.valid_to FROM unit_duty d "
                 "JOIN unit u ON u.unit_id = d.unit_id JOIN task t ON t.task_id = d.task_id "
                 "WHERE d.plan_id = $1 AND t.state <> 'rejected' ORDER BY u.place, u.unit_id, d.unit_duty_id"};

const Sql kKnown{"dispatch.known", "SELECT unit_id, rule, period FROM occasion WHERE plan_id = $1"};
const Sql kInsert{"dispatch.insert",
                  "INSERT INTO occasion (occasion_id, plan_id, unit_id, rule, kind, owner, name, every, period, agenda, opens_on, due_on, "
                  "state, place, chair, notes, minutes, skip_reason, opened_at, version) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', '', $13, '', '', '', $14, 1) "
                  "ON CONFLICT (plan_id, unit_id, rule, period) DO NOTHING"};
#define LUOSHI_OCCASION                                                                                                  \
    "SELECT o.occasion_id, o.plan_id, o.unit_id, u.name, o.rule, o.kind, o.owner, o.name, o.every, o.period, o.agenda, " \
    "o.opens_on, o.due_on, o.state, o.meets_on, o.place, o.chair, o.notes, o.held_on, o.minutes, o.skip_reason, o.version"
// Decisions are in force from the day the meeting was held.
#define LUOSHI_IN_FORCE "o.state IN ('held', 'closed')"
// The unit is invited, or a decision in force concerns it.
#define LUOSHI_CONCERNED(unit)                                                                                                  \
    "(EXISTS (SELECT 1 FROM occasion_unit i WHERE i.occasion_id = o.occasion_id AND i.unit_id = " unit ") OR (" LUOSHI_IN_FORCE \
    " AND EXISTS (SELECT 1 FROM occasion_decision d WHERE d.occasion_id = o.occasion_id AND (d.unit_id = " unit                 \
    " OR EXISTS (SELECT 1 "                                                                                                     \
    "FROM occasion_decision_unit a WHERE a.decision_id = d.decision_id AND a.unit_id = " unit ")))))"
const Sql kList{"dispatch.list", LUOSHI_OCCASION ", CASE WHEN " LUOSHI_CONCERNED("CAST($3 AS BIGINT)") " THEN 1 ELSE 0 END "
                "FROM occasion o JOIN unit u ON u.unit_id = o.unit_id "
                "WHERE o.period >= $1 AND o.period <= $2 ORDER BY o.period, u.place, o.unit_id, o.opens_on, o.occasion_id"};
const Sql kConcerned{"dispatch.concerned", "SELECT 1 FROM occasion o WHERE o.occasion_id = $1 AND " LUOSHI_CONCERNED("$2")};
const Sql kFind{"dispatch.find", LUOSHI_OCCASION " FROM occasion o JOIN unit u ON u.unit_id = o.unit_id WHERE o.occasion_id = $1"};
const Sql kUpdate{"dispatch.update",
                  "UPDATE occasion SET state = $3, meets_on = $4, place = $5, chair = $6, notes = $7, held_on = $8, minutes = $9, "
                  "skip_reason = $10, version = version + 1 WHERE occasion_id = $1 AND version = $2"};
const Sql kBefore{"dispatch.held_before",
                  "SELECT occasion_id FROM occasion WHERE plan_id = $1 AND unit_id = $2 AND rule = $3 AND period < $4 "
                  "AND state IN ('held', 'closed') ORDER BY period DESC LIMIT 1"};

const Sql kOpen{"dispatch.open", LUOSHI_OCCASION
                " FROM occasion o JOIN unit u ON u.unit_id = o.unit_id WHERE o.state = 'open' "
                "AND (CAST($1 AS BIGINT) IS NULL OR o.unit_id = $1) ORDER BY o.due_on, o.occasion_id"};

const Sql kInvited{"dispatch.invited",
                   "SELECT i.unit_id, u.name, i.attendance, i.substitute FROM occasion_unit i JOIN unit u ON u.unit_id = i.unit_id "
                   "WHERE i.occasion_id = $1 ORDER BY u.place, u.unit_id"};
const Sql kDropInvited{"dispatch.drop_invited", "DELETE FROM occasion_unit WHERE occasion_id = $1"};
const Sql kInvite{"dispatch.invite", "INSERT INTO occasion_unit (occasion_id, unit_id, attendance, substitute) VALUES ($1, $2, $3, $4)"};

#define LUOSHI_DECISION                                                                                                           \
    "SELECT d.decision_id, d.occasion_id, d.text, d.unit_id, u.name, d.due_on, d.task_id, t.ref, t.title, d.done_on, d.outcome, " \
    "d.order_id FROM occasion_decision d JOIN unit u ON u.unit_id = d.unit_id LEFT JOIN task t ON t.task_id = d.task_id WHERE "
const Sql kDecisions{"dispatch.decisions", LUOSHI_DECISION "d.occasion_id = $1 ORDER BY d.decision_id"};
const Sql kOpenDecisions{"dispatch.open_decisions", LUOSHI_DECISION
                         "d.done_on IS NULL AND d.occasion_id IN (SELECT o.occasion_id FROM occasion o WHERE " LUOSHI_IN_FORCE
                         ") "
                         "AND (CAST($1 AS BIGINT) IS NULL OR d.unit_id = $1 OR d.decision_id IN (SELECT a.decision_id FROM "
                         "occasion_decision_unit a WHERE a.unit_id = $1)) ORDER BY d.due_on, d.decision_id"};
const Sql kDecision{"dispatch.decision", LUOSHI_DECISION "d.decision_id = $1"};
const Sql kAssisting{"dispatch.assisting",
                     "SELECT a.decision_id, a.unit_id, u.name FROM occasion_decision_unit a JOIN unit u ON u.unit_id = a.unit_id "
                     "JOIN occasion_decision d ON d.decision_id = a.decision_id WHERE d.occasion_id = $1 ORDER BY u.place, u.unit_id"};
const Sql kInsertDecision{"dispatch.insert_decision",
                          "INSERT INTO occasion_decision (decision_id, occasion_id, text, unit_id, due_on, task_id, done_on, outcome) "
                          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
const Sql kUpdateDecision{"dispatch.update_decision",
                          "UPDATE occasion_decision SET text = $2, unit_id = $3, due_on = $4, task_id = $5, done_on = $6, outcome = $7, "
                          "order_id = $8 WHERE decision_id = $1"};
const Sql kDropDecision{"dispatch.drop_decision", "DELETE FROM occasion_decision WHERE decision_id = $1"};
const Sql kDropAssisting{"dispatch.drop_assisting", "DELETE FROM occasion_decision_unit WHERE decision_id = $1"};
const Sql kAssist{"dispatch.assist", "INSERT INTO occasion_decision_unit (decision_id, unit_id) VALUES ($1, $2)"};
const Sql kTask{"dispatch.task", "SELECT task_id, ref, title FROM task WHERE plan_id = $1 AND task_id = $2 AND state <> 'rejected'"};

const Sql kPack{"dispatch.pack", "SELECT as_of, watermark, content, frozen_at FROM occasion_pack WHERE occasion_id = $1"};
const Sql kInsertPack{"dispatch.insert_pack",
                      "INSERT INTO occasion_pack (occasion_id, as_of, watermark, content, frozen_at) VALUES ($1, $2, $3, $4, $5)"};

template <class E>
E word_of(const Row& row, int column) {
    if (const auto value = plan::from_word<E>(row.view(column))) {
        return *value;
    }
    throw store::Fault("数据库中有无法识别的取值：" + row.text(column));
}

calendar::Period period_of(const Row& row, int column) {
    if (const auto period = calendar::Period::parse(row.view(column))) {
        return *period;
    }
    throw store::Fault("调度表中有无法识别的月份：" + row.text(column));
}

std::vector<Section> agenda_from(std::string_view text) {
    std::vector<Section> out;
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto section = plan::from_word<Section>(text.substr(0, comma))) {
            out.push_back(*section);
        }
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    return out;
}

std::string agenda_text(const std::vector<Section>& agenda) {
    std::string out;
    for (const auto section : agenda) {
        out += (out.empty() ? "" : ",") + std::string{plan::word(section)};
    }
    return out;
}

Occasion occasion_from(const Row& row) {
    return {.id = row.id<OccasionId>(0),
            .plan = row.id<plan::PlanId>(1),
            .unit = {row.id<UnitId>(2), row.text(3)},
            .rule = row.text(4),
            .kind = word_of<Kind>(row, 5),
            .owner = word_of<Owner>(row, 6),
            .name = row.text(7),
            .every = calendar::rhythm_from(row.view(8)).value_or(calendar::Rhythm::Month),
            .period = period_of(row, 9),
            .agenda = agenda_from(row.view(10)),
            .opens_on = row.date(11),
            .due_on = row.date(12),
            .state = word_of<State>(row, 13),
            .meets_on = row.opt_date(14),
            .place = row.text(15),
            .chair = row.text(16),
            .notes = row.text(17),
            .held_on = row.opt_date(18),
            .minutes = row.text(19),
            .skip_reason = row.text(20),
            .version = row.integer(21)};
}

Decision decision_from(const Row& row) {
    Decision out{.id = row.id<DecisionId>(0),
                 .occasion = row.id<OccasionId>(1),
                 .text = row.text(2),
                 .unit = {row.id<UnitId>(3), row.text(4)},
                 .due_on = row.date(5),
                 .done_on = row.opt_date(9),
                 .outcome = row.text(10),
                 .order = row.opt_integer(11)};
    if (const auto task = row.opt_id<plan::TaskId>(6)) {
        out.task = {*task, row.text(7) + " " + row.text(8)};
    }
    return out;
}

std::map<DecisionId, std::vector<plan::UnitRef>> assisting_units(store::ReadTx& tx, OccasionId id) {
    std::map<DecisionId, std::vector<plan::UnitRef>> out;
    tx.each(kAssisting, {id}, [&](const Row& row) { out[row.id<DecisionId>(0)].push_back({row.id<UnitId>(1), row.text(2)}); });
    return out;
}

void put_assisting(store::WriteTx& tx, const Decision& decision) {
    tx.execute(kDropAssisting, {decision.id});
    for (const auto& unit : decision.assisting) {
        tx.execute(kAssist, {decision.id, unit.id});
    }
}

std::optional<plan::TaskId> task_id(const Decision& decision) { return decision.task ? std::optional{decision.task->id} : std::nullopt; }

}  // namespace

std::vector<PlanRhythm> confirmed_plans(store::ReadTx& tx) {
    auto plans = tx.all(kPlans, {}, [](const Row& row) {
        const auto start = row.opt_date(4).value_or(std::chrono::floor<std::chrono::days>(row.moment(5)));
        const auto first = row.opt_integer(6).value_or(base::year_of(start));
        return PlanRhythm{.id = row.id<plan::PlanId>(0),
                          .office = {row.id<UnitId>(1), row.text(2)},
                          .office_code = row.text(3),
                          .start = start,
                          .last_year = static_cast<int>(row.opt_integer(7).value_or(first))};
    });
    for (auto& plan : plans) {
        plan.parts = tx.all(kParts, {plan.id}, [](const Row& row) {
            return Part{.task = row.id<plan::TaskId>(0),
                        .unit = row.id<UnitId>(1),
                        .unit_name = row.text(2),
                        .unit_code = row.text(3),
                        .level = row.text(4),
                        .role = word_of<plan::DutyRole>(row, 5),
                        .from = row.date(6),
                        .to = row.opt_date(7)};
        });
    }
    return plans;
}

std::set<OccasionKey> known_occasions(store::ReadTx& tx, plan::PlanId plan) {
    std::set<OccasionKey> out;
    tx.each(kKnown, {plan}, [&](const Row& row) { out.emplace(row.id<UnitId>(0), row.text(1), period_of(row, 2)); });
    return out;
}

bool insert_occasion(store::WriteTx& tx, const Occasion& one, base::Moment opened_at) {
    return tx.execute(kInsert, {one.id, one.plan, one.unit.id, one.rule, plan::word(one.kind), plan::word(one.owner), one.name,
                                calendar::word(one.every), one.period.text(), agenda_text(one.agenda), one.opens_on, one.due_on, one.chair,
                                opened_at}) == 1;
}

std::vector<ListedOccasion> list_occasions(store::ReadTx& tx, int year, std::optional<UnitId> unit) {
    const auto first = calendar::Period::make(year, 1);
    const auto last = calendar::Period::make(year, 12);
    if (!first || !last) {
        return {};
    }
    return tx.all(kList, {first->text(), last->text(), unit}, [](const Row& row) {
        return ListedOccasion{occasion_from(row), row.integer(22) != 0};
    });
}

bool is_concerned(store::ReadTx& tx, OccasionId id, UnitId unit) { return tx.integer(kConcerned, {id, unit}).has_value(); }

std::optional<Occasion> find_occasion(store::ReadTx& tx, OccasionId id) { return tx.one(kFind, {id}, occasion_from); }

bool update_occasion(store::WriteTx& tx, const Occasion& one) {
    return tx.execute(kUpdate, {one.id, one.version, plan::word(one.state), one.meets_on, one.place, one.chair, one.notes, one.held_on,
                                one.minutes, one.skip_reason}) == 1;
}

std::optional<OccasionId> held_before(store::ReadTx& tx, const Occasion& one) {
    return tx.one(kBefore, {one.plan, one.unit.id, one.rule, one.period.text()}, [](const Row& row) { return row.id<OccasionId>(0); });
}

std::vector<Occasion> open_occasions(store::ReadTx& tx, std::optional<UnitId> unit) { return tx.all(kOpen, {unit}, occasion_from); }

std::vector<Invited> invited_of(store::ReadTx& tx, OccasionId id) {
    return tx.all(kInvited, {id}, [](const Row& row) {
        return Invited{{row.id<UnitId>(0), row.text(1)}, word_of<Attendance>(row, 2), row.text(3)};
    });
}

void put_invited(store::WriteTx& tx, OccasionId id, const std::vector<Invited>& invited) {
    tx.execute(kDropInvited, {id});
    for (const auto& one : invited) {
        tx.execute(kInvite, {id, one.unit.id, plan::word(one.attendance), one.substitute});
    }
}

std::vector<Decision> decisions_of(store::ReadTx& tx, OccasionId id) {
    auto assisting = assisting_units(tx, id);
    auto out = tx.all(kDecisions, {id}, decision_from);
    for (auto& decision : out) {
        decision.assisting = std::move(assisting[decision.id]);
    }
    return out;
}

std::vector<Decision> open_decisions(store::ReadTx& tx, std::optional<UnitId> unit) {
    return tx.all(kOpenDecisions, {unit}, decision_from);
}

std::optional<Decision> find_decision(store::ReadTx& tx, DecisionId id) {
    auto found = tx.one(kDecision, {id}, decision_from);
    if (found) {
        found->assisting = assisting_units(tx, found->occasion)[id];
    }
    return found;
}

void insert_decision(store::WriteTx& tx, const Decision& decision) {
    tx.execute(kInsertDecision, {decision.id, decision.occasion, decision.text, decision.unit.id, decision.due_on, task_id(decision),
                                 decision.done_on, decision.outcome});
    put_assisting(tx, decision);
}

void update_decision(store::WriteTx& tx, const Decision& decision) {
    tx.execute(kUpdateDecision, {decision.id, decision.text, decision.unit.id, decision.due_on, task_id(decision), decision.done_on,
                                 decision.outcome, decision.order});
    put_assisting(tx, decision);
}

void delete_decision(store::WriteTx& tx, DecisionId id) {
    tx.execute(kDropAssisting, {id});
    tx.execute(kDropDecision, {id});
}

std::optional<plan::Named<plan::TaskId>> find_task(store::ReadTx& tx, plan::PlanId plan, plan::TaskId task) {
    return tx.one(kTask, {plan, task}, [](const Row& row) {
        return plan::Named<plan::TaskId>{row.id<plan::TaskId>(0), row.text(1) + " " + row.text(2)};
    });
}

std::optional<KeptPack> find_pack(store::ReadTx& tx, OccasionId id) {
    return tx.one(kPack, {id}, [](const Row& row) { return KeptPack{row.date(0), row.integer(1), row.text(2), row.moment(3)}; });
}

void insert_pack(store::WriteTx& tx, OccasionId id, const KeptPack& pack) {
    tx.execute(kInsertPack, {id, pack.as_of, pack.watermark, pack.content, pack.frozen_at});
}

}  // namespace luoshi::dispatch
