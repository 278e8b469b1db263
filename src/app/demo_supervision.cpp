#include "app/demo_supervision.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "dispatch/occasion_store.hpp"
#include "identity/user_service.hpp"
#include "order/order_service.hpp"
#include "org/directory_service.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::app {
namespace {

using identity::UnitId;

/// A morning of the day that is replayed.
class ReplayClock final : public base::Clock {
public:
    base::Moment now() const override { return base::Moment{day} + std::chrono::hours{2} + std::chrono::minutes{minute}; }
    base::Date day{};
    int minute = 0;
};

base::Error at(const config::Place& place, const base::Error& error) {
    auto out = error;
    out.message = place.text() + " " + out.message + (out.fields.empty() ? "" : "：" + out.fields.front().message);
    return out;
}

class Replay {
public:
    Replay(Site& site, const Package& package, const std::string& evidence_folder)
        : site_(site),
          package_(package),
          blobs_(evidence_folder),
          orders_(site.db(), site.ids(), clock_, blobs_,
                  order::Rules{.today = [this] { return clock_.day; },
                               .calendar = [this]() -> const calendar::WorkCalendar& { return package_.rhythm.schedule.calendar; },
                               .workflow = package.rhythm.orders}) {}

    base::Status milestones() {
        return site_.db().write([&](store::WriteTx& tx) -> base::Status {
            for (const auto& one : package_.demo->milestones) {
                const auto part = part_of(tx, one.task, one.unit, one.due_on);
                if (!part) {
                    return base::bad_input("demo.no_part",
                                           fmt::format("{} 单位“{}”没有任务“{}”的责任，请改正", one.place.text(), one.unit, one.task));
                }
                plan::insert_milestone(tx, {.id = site_.ids().make<plan::MilestoneId>(),
                                            .unit_duty = part->id,
                                            .title = one.title,
                                            .due_on = one.due_on,
                                            .first_due_on = one.due_on,
                                            .planned_pct = one.planned_pct,
                                            .done_on = one.done_on});
            }
            return base::Done{};
        });
    }

    base::Status supervise(const DemoScript::Supervised& wanted) {
        stand_at(wanted.on);
        order::Draft draft;
        draft.source = wanted.source;
        draft.urgency = package_.rhythm.orders.urgencies.front().code;
        draft.title = wanted.title;
        draft.content = wanted.content;
        draft.instructed_by = wanted.instructed_by;
        draft.due_on = wanted.due_on;
        site_.db().read([&](store::ReadTx& tx) {
            draft.main = unit_of(tx, wanted.unit, wanted.on);
            for (const auto& name : wanted.assisting) {
                draft.assisting.push_back(*unit_of(tx, name, wanted.on));
            }
            if (const auto part = wanted.task.empty() ? std::nullopt : part_of(tx, wanted.task, wanted.unit, wanted.on)) {
                draft.task = part->task;
            }
            return 0;
        });
        LUOSHI_TRY(actor, site_.users().actor_on(wanted.login, wanted.on));
        auto view = orders_.draft(actor, draft);
        for (const auto& step : wanted.steps) {
            if (!view) {
                return at(wanted.place, view.error());
            }
            stand_at(step.on);
            auto next = take(*view, step);
            if (!next) {
                return at(step.place, next.error());
            }
            view = std::move(next);
        }
        return view ? base::Status{base::Done{}} : base::Status{at(wanted.place, view.error())};
    }

    base::Status hold(const DemoScript::Held& held) {
        return site_.db().write([&](store::WriteTx& tx) -> base::Status {
            const auto unit = unit_of(tx, held.unit, held.on);
            for (auto& [occasion, invited] : dispatch::list_occasions(tx, held.period.year(), std::nullopt)) {
                if (occasion.unit.id != unit || occasion.rule != held.rule || occasion.period != held.period) {
                    continue;
                }
                occasion.state = dispatch::State::Closed;
                occasion.meets_on = held.on;
                occasion.held_on = held.on;
                occasion.place = held.place_of;
                occasion.chair = held.chair;
                occasion.minutes = held.minutes;
                dispatch::update_occasion(tx, occasion);
                std::vector<dispatch::Invited> present;
                for (const auto& decided : held.decisions) {
                    const auto whom = org::find_unit(tx, *unit_of(tx, decided.unit, held.on));
                    present.push_back({{whom->id, whom->name}, dispatch::Attendance::Present, {}});
                    dispatch::insert_decision(tx, {.id = site_.ids().make<dispatch::DecisionId>(),
                                                   .occasion = occasion.id,
                                                   .text = decided.text,
                                                   .unit = {whom->id, whom->name},
                                                   .due_on = decided.due_on,
                                                   .done_on = decided.done_on,
                                                   .outcome = decided.outcome});
                }
                dispatch::put_invited(tx, occasion.id, present);
                return base::Done{};
            }
            return base::bad_input("demo.no_meeting", fmt::format("{} 没有“{}”在{}的“{}”，请改正", held.place.text(), held.unit,
                                                                  held.period.text(), held.rule));
        });
    }

private:
    void stand_at(base::Date day) {
        clock_.minute = clock_.day == day ? clock_.minute + 7 : 0;
        clock_.day = day;
    }

    static std::optional<UnitId> unit_of(store::ReadTx& tx, const std::string& name, base::Date on) {
        return org::resolve_unit_text(tx, name, on).unit;
    }

    static std::optional<plan::UnitDutyRow> part_of(store::ReadTx& tx, const std::string& task, const std::string& name, base::Date on) {
        const auto unit = unit_of(tx, name, on);
        return unit ? plan::find_part_of_ref(tx, task, *unit) : std::nullopt;
    }

    base::Result<order::View> take(const order::View& view, const DemoScript::OrderStep& step) {
        LUOSHI_TRY(actor, site_.users().actor_on(step.login, step.on));
        const auto& order = view.row.order;
        if (!step.file.empty()) {
            const auto path = blobs_.incoming_folder() + "/demonstration";
            std::ofstream{path} << "演示材料：" << step.file << "\n";
            LUOSHI_TRY(file, orders_.add_file(actor, order.id, step.file, path));
        }
        if (step.action == "ask") {
            return orders_.ask(actor, order.id, order.version,
                               {.kind = "extension", .reason = step.reason, .progress = step.progress, .due_wanted = step.due_on});
        }
        if (step.action == "opinion" || step.action == "grant") {
            const auto& request = view.requests.back();
            return orders_.decide(actor, request.id, request.version, {.agree = true, .opinion = step.reason});
        }
        order::Act act;
        act.action = step.action;
        act.reason = step.reason;
        act.feedback = {step.progress, "", step.next_steps, actor.is_head ? "" : actor.user_name};
        act.answers.assign(package_.rhythm.orders.questions.size(), true);
        act.leader_word = step.reason;
        return orders_.act(actor, order.id, order.version, act);
    }

    Site& site_;
    const Package& package_;
    ReplayClock clock_;
    blob::BlobStore blobs_;
    order::Orders orders_;
};

}  // namespace

base::Status replay_supervision(Site& site, const Package& package, const std::string& evidence_folder) {
    Replay replay{site, package, evidence_folder};
    LUOSHI_TRY(set, replay.milestones());
    for (const auto& order : package.demo->orders) {
        LUOSHI_TRY(replayed, replay.supervise(order));
    }
    for (const auto& meeting : package.demo->meetings) {
        LUOSHI_TRY(held, replay.hold(meeting));
    }
    return base::Done{};
}

}  // namespace luoshi::app
