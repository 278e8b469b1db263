#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/id_source.hpp"
#include "calendar/work_calendar.hpp"
#include "order/order_service.hpp"
#include "supervise/boards_service.hpp"
#include "supervise/caution_store.hpp"
#include "supervise/ladder.hpp"

namespace luoshi::supervise {

/// What the use cases of the ladder work by; owned by `app`.
struct CautionRules {
    std::function<base::Date()> today;
    std::function<const calendar::WorkCalendar&()> calendar;
    Ladder ladder;
};

/// A caution as a reader sees it.
struct CautionView {
    CautionRow row;
    bool may_confirm = false;
    bool may_object = false;
    bool may_answer = false;
    bool may_lift = false;
    bool may_order = false;
};

/// The ladder of escalation (domain 1.6): each rung says its rule and its facts, a person confirms what has consequences, and the unit may
/// object.
class Cautions {
public:
    Cautions(store::Database& db, base::IdSource& ids, const base::Clock& clock, Boards& boards, CautionRules rules)
        : db_(db), ids_(ids), clock_(clock), boards_(boards), rules_(std::move(rules)) {}

    const Ladder& ladder() const { return rules_.ladder; }

    /// Proposes the rungs that are due on the day for every open part that is not well, and lifts those it proposed whose part is well
    /// again. For the daily job; asked again on the same day it does nothing new. A day before the business date is passed over: it would
    /// be judged by the facts of today. Errors: calendar.not_loaded.
    base::Status escalate(store::WriteTx& tx, base::Date day);

    std::vector<CautionView> list(const identity::Actor& actor, const CautionFilter& filter);
    /// Proposals and objections that wait for the reader's decision, oldest first.
    std::vector<CautionView> waiting(const identity::Actor& actor);
    /// Of the reader's own unit: in force, or objected to and not answered yet; newest first.
    std::vector<CautionView> of_own(const identity::Actor& actor);
    /// A person starts at a rung by severity. Errors: caution.not_yours, caution.unknown_rung, caution.no_part, caution.reason,
    /// caution.exists.
    base::Result<CautionView> raise(const identity::Actor& actor, plan::UnitDutyId part, const std::string& rung,
                                    const std::string& reason);
    /// Lets a proposal take effect, or dismisses it with a reason. Errors: caution.not_found, caution.decided, caution.not_yours,
    /// caution.same_person, caution.reason, caution.version_mismatch.
    base::Result<CautionView> confirm(const identity::Actor& actor, CautionId id, std::int64_t version, bool agree,
                                      const std::string& reason);
    /// The unit objects within its days, also when it was lifted meanwhile. Errors: those of confirm, caution.objection_late.
    base::Result<CautionView> object(const identity::Actor& actor, CautionId id, std::int64_t version, const std::string& reason);
    /// Somebody else than who confirmed it answers the objection: it is withdrawn, or stays as it was.
    base::Result<CautionView> answer(const identity::Actor& actor, CautionId id, std::int64_t version, bool withdraw,
                                     const std::string& reason);
    /// Who may confirm lifts what a person has raised. Errors: those of confirm, caution.lifted_by_program.
    base::Result<CautionView> lift(const identity::Actor& actor, CautionId id, std::int64_t version, const std::string& reason);
    /// Drafts an order of the supervising unit in the words of the caution, once. Errors: caution.not_found, caution.version_mismatch,
    /// caution.not_yours, caution.decided, those of order::Orders::draft_from.
    base::Result<order::OrderId> open_order(const identity::Actor& actor, CautionId id, std::int64_t version, order::Orders& orders);

    /// The caution in the reader's sight, as it was read. Errors: caution.not_found, caution.version_mismatch.
    base::Result<CautionRow> load(store::ReadTx& tx, const identity::Actor& actor, CautionId id, std::int64_t version) const;
    CautionView view(store::ReadTx& tx, const identity::Actor& actor, CautionRow row) const;
    /// Stores a step and audits it as `what` was done. Errors: caution.version_mismatch.
    base::Result<CautionView> save(store::WriteTx& tx, const identity::Actor& actor, CautionRow row, const std::string& what);

private:
    base::Status escalate_plan(store::WriteTx& tx, plan::PlanId plan, base::Date day);
    base::Status lift_well(store::WriteTx& tx, std::vector<CautionRow>& of_unit, plan::TaskId task, base::Date day);
    base::Status propose(store::WriteTx& tx, CautionRow row, const Rung& rung, base::Date day);
    /// All that match, not only a page.
    std::vector<CautionView> all(const identity::Actor& actor, CautionFilter filter);
    bool may_confirm(const identity::Actor& actor, const CautionRow& row) const;
    base::Status take_effect(CautionRow& row, base::Date day) const;
    void record(store::WriteTx& tx, const identity::Actor& actor, const CautionRow& row, const std::string& what);
    void tell(store::WriteTx& tx, const CautionRow& row, identity::UnitId unit, const char* permission, const char* kind, const char* code,
              const char* pattern);

    store::Database& db_;
    base::IdSource& ids_;
    const base::Clock& clock_;
    Boards& boards_;
    CautionRules rules_;
};

}  // namespace luoshi::supervise
