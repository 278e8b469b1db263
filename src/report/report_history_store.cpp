#include "report/report_history_store.hpp"

namespace luoshi::report {
namespace {

void add_event(store::WriteTx& tx, base::IdSource& ids, ReportId id, Action action, int step, const Person& person, base::Moment at,
               const std::string& reason) {
    insert_event(tx, ids.next(), id,
                 {.at = at,
                  .on_day = std::chrono::floor<std::chrono::days>(at + std::chrono::hours{8}),  // of the Chinese clock
                  .action = std::string{code(action)},
                  .step = step,
                  .user_name = person.name,
                  .post_name = person.post,
                  .unit_name = person.unit_name,
                  .reason = reason,
                  .changes = "[]"},
                 person.user, person.unit);
}

}  // namespace

void load_past_report(store::WriteTx& tx, base::IdSource& ids, const DutyRow& duty, const PastReport& past) {
    const auto id = ids.make<ReportId>();
    insert_report(tx, id, duty, past.period, past.submitted_at);
    update_content(tx, id, 1, past.content);
    constexpr int kReviewStep = 2;
    update_progress(tx, id, 2,
                    {.state = State::Submitted, .step = kReviewStep, .waiting = past.reviewer.unit, .submitted_by = past.submitter.user},
                    past.submitted_at);
    add_event(tx, ids, id, Action::Submit, 0, past.submitter, past.submitted_at, "");
    if (past.state == State::Submitted) {
        return;
    }
    update_progress(
        tx, id, 3,
        {.state = past.state, .step = 0, .waiting = std::nullopt, .submitted_by = past.submitter.user, .accepted_since_submission = true},
        past.decided_at);
    if (past.state == State::Returned) {
        add_event(tx, ids, id, Action::Return, kReviewStep, past.reviewer, past.decided_at, past.return_reason);
        return;
    }
    add_event(tx, ids, id, Action::Approve, kReviewStep, past.reviewer, past.decided_at, "");
    for (const auto& value : past.content.values) {
        append_fact(tx, past.period, duty.unit, id,
                    {.value = value,
                     .author = past.submitter.unit_name + " " + past.submitter.name,
                     .reviewer = past.reviewer.unit_name + " " + past.reviewer.name,
                     .reason = value.explanation},
                    past.decided_at);
    }
}

}  // namespace luoshi::report
