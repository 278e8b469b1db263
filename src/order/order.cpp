#include "order/order.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace luoshi::order {
namespace {

using base::phrase;
using calendar::WorkCalendar;

constexpr int kWorkDaysOfAWeek = 5;
constexpr int kDaysOfAWeek = 7;

int days_between(Date from, Date to) { return static_cast<int>((to - from).count()); }

std::string join_names(const std::vector<const Action*>& actions) {
    std::string out;
    for (const auto* action : actions) {
        out += (out.empty() ? "" : "、") + action->name;
    }
    return out;
}

/// The limit as calendar days, to choose how early it is near.
int length_of(const Limit& limit, Date given_on, Date due_on) {
    if (limit.day) {
        return days_between(given_on, due_on);
    }
    return limit.working_days ? limit.days * kDaysOfAWeek / kWorkDaysOfAWeek : limit.days;
}

base::Result<Date> near_from(const Workflow& workflow, const WorkCalendar& calendar, int length, Date due_on) {
    Date day = due_on;
    for (int left = workflow.warning_of(length); left > 0;) {
        day -= std::chrono::days{1};
        LUOSHI_TRY(worked, calendar.is_work(day));
        left -= worked ? 1 : 0;
    }
    return day;
}

base::FieldError field(const char* path, Guard guard, std::string text) {
    return base::field_error(path, phrase("order." + std::string{word(guard)}, text));
}

/// What of the rule is broken, by field.
std::vector<base::FieldError> broken(Guard guard, const Workflow& workflow, const Order& order, const Act& act, const Who& who, Date today,
                                     std::optional<Date> next_chase) {
    std::vector<base::FieldError> out;
    const auto want = [&](bool kept, const char* path, std::string text) {
        if (!kept) {
            out.push_back(field(path, guard, std::move(text)));
        }
    };
    switch (guard) {
        case Guard::Complete:
            want(workflow.find_source(order.source) != nullptr, "/source", "请选择事项来源");
            want(!order.title.empty(), "/title", "请写明事项名称");
            want(!order.content.empty(), "/content", "请写明督办内容与办理要求");
            want(order.main.has_value(), "/main_unit_id", "请选择主办单位");
            want(order.limit.day || order.limit.days > 0 || order.limit.working_days, "/due_on", "请定办理期限");
            want(!order.limit.day || *order.limit.day >= today || (act.due_on && *act.due_on >= today), "/due_on",
                 "办理期限早于今天，请另定");
            break;
        case Guard::NotDrafter:
            want(who.user != order.drafter, "", "审批人不能是拟稿人，请由另一位负责人批准");
            break;
        case Guard::Reason:
            want(!act.reason.empty(), "/reason", "请写明理由");
            break;
        case Guard::ListedReason:
            want(std::ranges::any_of(workflow.return_reasons, [&](const auto& listed) { return act.reason.starts_with(listed); }),
                 "/reason", "请从退回理由中选择，可在后面补充说明");
            break;
        case Guard::Progress:
        case Guard::Report:
            want(!act.feedback.progress.empty(), "/progress", "请写明进展情况");
            want(!act.feedback.next_steps.empty(), "/next_steps", "请写明下步措施；已全部完成的也请写明");
            break;
        case Guard::Evidence:
            want(who.files > 0, "/files", "请附上佐证材料后再反馈");
            break;
        case Guard::SignedOff:
            want(who.is_head || !act.feedback.signer.empty(), "/signer", "反馈须经本单位负责人签发，请写明签发人");
            want(act.feedback.signer.empty() || who.heads.empty() || std::ranges::count(who.heads, act.feedback.signer) > 0, "/signer",
                 fmt::format("签发人应是本单位负责人：{}", fmt::join(who.heads, "、")));
            break;
        case Guard::SixQuestions:
            for (std::size_t i = 0; i < workflow.questions.size(); ++i) {
                if (i >= act.answers.size() || !act.answers[i]) {
                    out.push_back(field(fmt::format("/answers/{}", i).c_str(), guard,
                                        fmt::format("“{}”不能答“是”，不能办结；请退回重办或继续督办", workflow.questions[i])));
                }
            }
            break;
        case Guard::NotHandler:
            want(!order.handler || who.user != *order.handler, "", "销号人不能是办结这件事项的人，请由另一位负责人销号");
            break;
        case Guard::LeaderWord: {
            const auto* source = workflow.find_source(order.source);
            const bool instruction = source != nullptr && source->leader;
            want(!instruction || who.is_leader, "", "批示件须由有批准权的领导认可，督办单位不能自行决定");
            want(!instruction || !act.leader_word.empty(), "/leader_word", "批示件须写明批示领导的意见");
            break;
        }
        case Guard::Interval:
            want(!next_chase || today >= *next_chase, "",
                 next_chase
                     ? fmt::format("两次催办至少间隔 {} 个工作日，{} 起可再次催办", workflow.chase_work_days, base::date_text(*next_chase))
                     : "");
            break;
        case Guard::NewUnit:
            want(act.main && act.main != order.main, "/main_unit_id", "请另定主办单位");
            break;
        case Guard::OtherOrder:
            want(act.into && *act.into != order.id, "/into_order_id", "请写明并入哪一件事项");
            break;
    }
    return out;
}

bool is_hand(Hand hand, const Who& who) {
    return hand == Hand::Owner ? who.is_owner : hand == Hand::Decider ? who.is_decider : who.is_main;
}

const char* hand_name(Hand hand) {
    return hand == Hand::Owner ? "督办单位" : hand == Hand::Decider ? "督办单位负责人或有批准权的领导" : "主办单位";
}

}  // namespace

std::vector<const Action*> possible(const Workflow& workflow, const Order& order, const Who& who) {
    std::vector<const Action*> out;
    for (const auto& action : workflow.actions) {
        if (std::ranges::count(action.from, order.state) > 0 && is_hand(action.by, who)) {
            out.push_back(&action);
        }
    }
    return out;
}

const std::string& leads_to(const Action& action, const Order& order) {
    const bool back = action.back && !order.state_before.empty();
    return back ? order.state_before : action.to.empty() ? order.state : action.to;
}

bool asks_for_nothing(const Action& action) {
    return std::ranges::all_of(action.guards, [](Guard guard) {
        return guard == Guard::Complete || guard == Guard::NotDrafter || guard == Guard::NotHandler || guard == Guard::LeaderWord ||
               guard == Guard::Interval;
    });
}

bool decides_on_others(const Action& action) {
    return action.by == Hand::Decider &&
           std::ranges::any_of(action.guards, [](Guard guard) { return guard == Guard::NotDrafter || guard == Guard::NotHandler; });
}

const Action* decision_after(const Workflow& workflow, std::string_view state) {
    const auto found = std::ranges::find_if(
        workflow.actions, [&](const Action& action) { return decides_on_others(action) && std::ranges::count(action.from, state) > 0; });
    return found == workflow.actions.end() ? nullptr : &*found;
}

base::Status may_act(const Workflow& workflow, const Order& order, const Act& act, const Who& who, Date today,
                     std::optional<Date> next_chase) {
    const auto* action = workflow.find_action(act.action);
    if (action == nullptr) {
        return base::bad_input("order.unknown_action", "没有这个步骤；请刷新页面后重试");
    }
    if (std::ranges::count(action->from, order.state) == 0) {
        const auto can = possible(workflow, order, who);
        return base::conflict(phrase("order.not_possible", "“{state}”的事项不能“{action}”{can}",
                                     {{"state", workflow.state(order.state).name},
                                      {"action", action->name},
                                      {"can", can.empty() ? "" : "；现在可以：" + join_names(can)}}));
    }
    if (!is_hand(action->by, who)) {
        return base::refused(base::Category::Forbidden, phrase("order.not_yours", "“{action}”由{who}办理",
                                                               {{"action", action->name}, {"who", hand_name(action->by)}}));
    }
    std::vector<base::FieldError> errors;
    for (const auto guard : action->guards) {
        for (auto& error : broken(guard, workflow, order, act, who, today, next_chase)) {
            errors.push_back(std::move(error));
        }
    }
    if (errors.empty()) {
        return base::Done{};
    }
    auto first = errors.front();
    const bool of_fields = std::ranges::any_of(errors, [](const auto& error) { return !error.path.empty(); });
    if (!of_fields) {
        return base::Error{base::Category::Conflict, first.code, first.message, {}, {}, first.params};
    }
    std::erase_if(errors, [](const auto& error) { return error.path.empty(); });
    return base::Error{
        base::Category::BadInput, first.code, fmt::format("不能“{}”：{}", action->name, first.message), std::move(errors), {}};
}

base::Result<Days> given_again(const Workflow& workflow, const WorkCalendar& calendar, const Terms& terms, const Limit& limit,
                               const Days& before, Date on) {
    LUOSHI_TRY(out, given(workflow, calendar, terms, limit, on));
    if (before.given_on) {
        out.first_due_on = before.first_due_on;
        out.superior_days = before.superior_days + days_between(before.held_since.value_or(on), on);
    }
    return std::move(out);
}

base::Result<Date> last_request_day(const WorkCalendar& calendar, const Terms& terms, Date due_on) {
    Date last = due_on;
    for (int left = terms.request_days_before; left > 0;) {
        last -= std::chrono::days{1};
        LUOSHI_TRY(worked, calendar.is_work(last));
        left -= worked ? 1 : 0;
    }
    return last;
}

std::optional<Date> next_progress(const Terms& terms, std::optional<Date> due_on, Date told_on) {
    if (terms.progress_day == 0 || !due_on) {
        return std::nullopt;
    }
    const std::chrono::year_month_day told{told_on};
    const std::chrono::year_month_day due{*due_on};
    const auto told_month = told.year() / told.month();
    const auto due_month = due.year() / due.month();
    const auto in = [&](std::chrono::year_month month) {
        return Date{month / std::chrono::day{static_cast<unsigned>(terms.progress_day)}};
    };
    if (told_month < due_month) {
        return due_on;
    }
    return in(told_month) > told_on && told_month > due_month ? in(told_month) : in(told_month + std::chrono::months{1});
}

base::Result<Days> given(const Workflow& workflow, const WorkCalendar& calendar, const Terms& terms, const Limit& limit, Date on) {
    Days out{.given_on = on};
    if (limit.day) {
        out.due_on = *limit.day;
    } else if (limit.working_days) {
        LUOSHI_TRY(due, calendar.add(on, limit.days));
        out.due_on = due;
    } else {
        LUOSHI_TRY(due, calendar.on_or_after(on + std::chrono::days{limit.days}));
        out.due_on = due;
    }
    out.first_due_on = out.due_on;
    LUOSHI_TRY(sign, calendar.add(on, terms.sign_work_days));
    out.sign_due_on = sign;
    LUOSHI_TRY(near, near_from(workflow, calendar, length_of(limit, on, *out.due_on), *out.due_on));
    out.near_from = near;
    out.held_since = on;
    out.progress_due_on = next_progress(terms, on, on);
    return out;
}

base::Result<Days> handed(const Workflow& workflow, const WorkCalendar& calendar, const Limit& limit, Days days, Holder from, Holder to,
                          Date on) {
    if (!days.given_on || from == to) {
        return days;
    }
    const Date since = days.held_since.value_or(on);
    const int held = days_between(since, on);
    (from == Holder::Unit ? days.unit_days : days.superior_days) += from == Holder::Nobody ? 0 : held;
    days.held_since = on;
    if (from != Holder::Superior || to != Holder::Unit || !days.due_on || held <= 0) {
        return days;
    }
    if (limit.working_days) {
        LUOSHI_TRY(worked, calendar.work_days_between(since, on));
        LUOSHI_TRY(due, calendar.add(*days.due_on, std::max(worked, 0)));
        days.due_on = due;
    } else {
        LUOSHI_TRY(due, calendar.on_or_after(*days.due_on + std::chrono::days{held}));
        days.due_on = due;
    }
    LUOSHI_TRY(near, near_from(workflow, calendar, length_of(limit, *days.given_on, *days.first_due_on), *days.due_on));
    days.near_from = near;
    return days;
}

base::Result<Days> extended(const Workflow& workflow, const WorkCalendar& calendar, Days days, Date to) {
    days.due_on = to;
    LUOSHI_TRY(near, near_from(workflow, calendar, days_between(days.given_on.value_or(to), to), to));
    days.near_from = near;
    return days;
}

bool is_given(const Workflow& workflow, std::string_view state) {
    return std::ranges::any_of(workflow.actions, [&](const Action& action) { return action.gives && action.to == state; });
}

Standing standing(const Workflow& workflow, const Order& order, Date today) {
    const State& state = workflow.state(order.state);
    const bool running = is_running(state);
    const auto progress_due = running && order.days.progress_due_on < order.days.due_on ? order.days.progress_due_on : std::nullopt;
    return {.state = &state,
            .overdue = running && order.days.due_on && today > *order.days.due_on,
            .near = running && order.days.near_from && today >= *order.days.near_from,
            .unsigned_late = running && is_given(workflow, order.state) && order.days.sign_due_on && today > *order.days.sign_due_on,
            .progress_due = progress_due,
            .progress_late = progress_due && today > *progress_due,
            .late = order.late,
            .returned = order.returned > 0};
}

plan::Light light_of(const Standing& s) {
    const auto light = [](const char* colour, const char* word, base::Phrase rule) {
        plan::Light out;
        out.colour = colour;
        out.word = word;
        out.rules.push_back(std::move(rule));
        return out;
    };
    if (s.state->phase == Phase::Before) {
        return light("grey", "未交办", phrase("order.light_before", "尚未交办"));
    }
    if (s.state->phase == Phase::Dropped) {
        return light("grey", "不再办理", phrase("order.light_dropped", "已终止或并入他件"));
    }
    if (s.state->phase == Phase::Done) {
        return s.late ? light("green", "逾期办结", phrase("order.light_closed_late", "办结，但反馈晚于期限"))
                      : light("done", "已办结", phrase("order.light_closed", "按期办结"));
    }
    if (s.overdue) {
        return light("red", "逾期", phrase("order.light_overdue", "超过办理期限未反馈"));
    }
    if (s.late) {
        return light("red", "逾期反馈", phrase("order.light_late", "反馈晚于期限，尚未办结"));
    }
    if (s.unsigned_late) {
        return light("yellow", "逾期未签收", phrase("order.light_unsigned", "超过签收期限未签收"));
    }
    if (s.progress_late) {
        return light("yellow", "逾期未报进展", phrase("order.light_no_progress", "过了每月报告进展的日期没有报告"));
    }
    if (s.near) {
        return light("yellow", "临近期限", phrase("order.light_near", "临近办理期限"));
    }
    if (s.returned) {
        return light("yellow", "被退回", phrase("order.light_returned", "反馈被退回重办过"));
    }
    return light("green", "正常", phrase("order.light_on_time", "在期限内"));
}

}  // namespace luoshi::order
