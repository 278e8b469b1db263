#include "dispatch/opening_service.hpp"

#include <fmt/core.h>

#include "audit/audit.hpp"
#include "dispatch/occasion_store.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::dispatch {
namespace {

const audit::Action kOpen{"dispatch.open", "开启调度、小结、检查、考核"};

Occasion occasion_of(const Opening& opening, plan::PlanId plan, OccasionId id) {
    const auto& rule = *opening.rule;
    return {.id = id,
            .plan = plan,
            .unit = opening.unit,
            .rule = rule.code,
            .kind = rule.kind,
            .owner = rule.owner,
            .name = rule.name,
            .every = rule.every,
            .period = opening.period,
            .agenda = rule.agenda,
            .opens_on = opening.opens_on,
            .due_on = opening.due_on,
            .chair = rule.chair};
}

}  // namespace

base::Result<int> open_due(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const std::vector<OccasionRule>& rhythm,
                           const calendar::Schedule& order, base::Date day) {
    int opened_of_all = 0;
    for (const auto& plan : confirmed_plans(tx)) {
        LUOSHI_TRY(due, openings(plan, rhythm, order, plan.start, day));
        const auto known = known_occasions(tx, plan.id);
        int opened = 0;
        for (const auto& opening : due) {
            if (known.contains({opening.unit.id, opening.rule->code, opening.period})) {
                continue;
            }
            const auto occasion = occasion_of(opening, plan.id, ids.make<OccasionId>());
            if (!insert_occasion(tx, occasion, now)) {
                continue;  // another server was first
            }
            ++opened;
            if (day <= occasion.due_on) {
                const auto due_on = base::date_text(occasion.due_on);
                notice::tell_unit(tx, ids, now, day, occasion.unit.id, "dispatch.manage",
                                  {.kind = "dispatch.opened",
                                   .text = base::phrase("dispatch.opened", "{title}已开启，请在{date}前召开",
                                                        {{"title", occasion.title()}, {"date", due_on}}),
                                   .link = "/occasions/" + occasion.id.text(),
                                   .once = "dispatch.opened:" + occasion.id.text()});
            }
        }
        if (opened > 0) {
            audit::record(tx, ids, now, {.user_name = "定时任务"},
                          {.action = kOpen,
                           .object_kind = "plan",
                           .object_id = plan.id.text(),
                           .summary = fmt::format("截至{}，开启调度、小结、检查、考核{}次", base::date_text(day), opened)});
        }
        opened_of_all += opened;
    }
    return opened_of_all;
}

void load_past_meetings(store::WriteTx& tx, base::Date before, const std::function<bool(UnitId, calendar::Period)>& was_held) {
    for (auto& occasion : open_occasions(tx)) {
        if (occasion.due_on < before && was_held(occasion.unit.id, occasion.period)) {
            occasion.state = State::Closed;
            occasion.held_on = occasion.due_on;
            update_occasion(tx, occasion);
        }
    }
}

}  // namespace luoshi::dispatch
