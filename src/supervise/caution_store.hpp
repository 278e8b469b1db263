#pragma once
#include <optional>
#include <string>
#include <vector>

#include "identity/actor.hpp"
#include "order/ids.hpp"
#include "plan/plan.hpp"
#include "store/store.hpp"

namespace luoshi::supervise {

using CautionId = base::StrongId<struct CautionTag>;

struct CautionRow {
    CautionId id{1};
    std::string rung = {};
    plan::UnitRef unit{identity::UnitId{1}, {}};
    plan::TaskId task{1};
    std::string task_ref = {};
    std::string task_title = {};
    plan::UnitRef owner{identity::UnitId{1}, {}};
    std::string state = {};  ///< proposed, dismissed, in_force, objected, withdrawn, lifted
    std::string basis = {};
    std::string light = {};  ///< colour of the part on the day
    std::string reason = {};
    base::Date proposed_on = {};
    std::string proposed_by = {};  ///< empty: the program
    std::int64_t proposer = 0;    ///< 0: the program
    std::optional<base::Date> confirmed_on = {};
    std::string confirmed_by = {};
    std::optional<std::int64_t> confirmer = {};
    std::optional<base::Date> object_until = {};
    std::string objection = {};
    std::optional<base::Date> objected_on = {};
    std::string objected_by = {};
    std::string answer = {};
    std::optional<base::Date> answered_on = {};
    std::string answered_by = {};
    std::optional<base::Date> lifted_on = {};
    std::string lifted_by = {};  ///< empty: the program
    std::string lifted_for = {};
    std::optional<order::OrderId> order = {};  ///< opened of it
    std::string order_title = {};
    std::string talk = {};  ///< how far the talk has come: notified, held, signed, checked; empty: none
    std::int64_t version = 0;
};

void insert_caution(store::WriteTx& tx, const CautionRow& row);
/// False when the version is no longer the stored one.
bool update_caution(store::WriteTx& tx, const CautionRow& row);
std::optional<CautionRow> find_caution(store::ReadTx& tx, CautionId id);
/// Nothing when it does not exist or the reader may not see it, by the rule of list_cautions.
std::optional<CautionRow> find_in_sight(store::ReadTx& tx, const identity::Actor& actor, CautionId id);

struct CautionFilter {
    std::string state = {};
    std::optional<identity::UnitId> unit = {};
    std::optional<plan::TaskId> task = {};
    std::optional<CautionId> before = {};  ///< older than this one: the key of the next page
    int limit = 50;
};
/// Newest first. A unit sees its own once they are in force; who supervises, its superior and who sees all see what is proposed too,
/// but not who only reads.
std::vector<CautionRow> list_cautions(store::ReadTx& tx, const identity::Actor& actor, const CautionFilter& filter);
/// All cautions of a plan's tasks, for the ladder.
std::vector<CautionRow> cautions_of_plan(store::ReadTx& tx, plan::PlanId plan);
/// The office of a plan.
std::optional<identity::UnitId> office_of(store::ReadTx& tx, plan::PlanId plan);
std::vector<plan::PlanId> confirmed_plans(store::ReadTx& tx);

}  // namespace luoshi::supervise
