#include "dispatch/occasion.hpp"

#include <algorithm>
#include <set>

namespace luoshi::dispatch {
namespace {

std::string_view state_name(State state) {
    constexpr std::array<std::string_view, 4> names{"已开启", "已召开", "已结束", "未召开"};
    return names[static_cast<std::size_t>(state)];
}

base::Error invalid() { return base::bad_input("occasion.invalid", "所填内容不合要求，请按提示更正"); }

base::Status or_done(base::Error error) { return error.fields.empty() ? base::Status{base::Done{}} : base::Status{std::move(error)}; }

base::FieldError before_opening(const char* field, const Occasion& occasion) {
    return base::field_error(
        field, base::phrase("occasion.before_opening", "不能早于开启日{date}", {{"date", base::date_text(occasion.opens_on)}}));
}

void add_too_far(base::Error& error, const char* field, base::Date day, base::Date today) {
    const auto last = today + std::chrono::days{366};
    if (day > last) {
        error.fields.push_back(base::field_error(
            field, base::phrase("occasion.too_far", "最晚只能写一年以内的日期（{date}前）", {{"date", base::date_text(last)}})));
    }
}

}  // namespace

bool Decision::concerns(UnitId other) const {
    return unit.id == other || std::ranges::any_of(assisting, [&](const auto& one) { return one.id == other; });
}

base::Status may_take(const Occasion& occasion, Step step) {
    const auto state = occasion.state;
    const bool may = step == Step::Close     ? state == State::Held
                     : step == Step::Record  ? state == State::Open || state == State::Held
                     : step == Step::Outcome ? state != State::Skipped
                                             : state == State::Open;
    if (may) {
        return base::Done{};
    }
    return base::conflict(base::phrase("occasion.wrong_state", "现在的状态是“{name}”，不能这样办理，请刷新后再看",
                                       {{"state", std::string{plan::word(state)}}, {"name", std::string{state_name(state)}}}));
}

base::Status convenable(const Convening& convening, base::Date today) {
    auto error = invalid();
    if (convening.due_on < today) {
        error.fields.push_back(
            base::field_error("/due_on", base::phrase("occasion.day_past", "不能早于今天（{date}）", {{"date", base::date_text(today)}})));
    }
    add_too_far(error, "/due_on", convening.due_on, today);
    return or_done(std::move(error));
}

base::Status callable(const Occasion& occasion, const Call& call, base::Date today) {
    auto error = invalid();
    if (call.meets_on < occasion.opens_on) {
        error.fields.push_back(before_opening("/meets_on", occasion));
    }
    add_too_far(error, "/meets_on", call.meets_on, today);
    return or_done(std::move(error));
}

base::Status holdable(const Occasion& occasion, base::Date held_on, base::Date today) {
    auto error = invalid();
    if (held_on < occasion.opens_on) {
        error.fields.push_back(before_opening("/held_on", occasion));
    } else if (held_on > today) {
        error.fields.push_back(base::field_error(
            "/held_on", base::phrase("occasion.in_future", "召开日期不能晚于今天（{date}）", {{"date", base::date_text(today)}})));
    }
    return or_done(std::move(error));
}

base::Status recordable(const std::vector<Invited>& invited, const std::vector<Invited>& now) {
    auto error = invalid();
    std::set<UnitId> seen;
    for (std::size_t i = 0; i < now.size(); ++i) {
        const auto at = [&](const char* field) { return "/units/" + std::to_string(i) + "/" + field; };
        if (std::ranges::none_of(invited, [&](const auto& one) { return one.unit.id == now[i].unit.id; })) {
            error.fields.push_back({at("unit_id"), "occasion.not_invited", "这个单位没有在通知范围内，请先在召开安排里加上"});
        } else if (!seen.insert(now[i].unit.id).second) {
            error.fields.push_back({at("unit_id"), "occasion.unit_twice", "这个单位写了两次，请删去一处"});
        }
        if (!now[i].substitute.empty() && now[i].attendance != Attendance::Leave) {
            error.fields.push_back({at("substitute"), "occasion.no_substitute", "只有请假的单位才写代为参加的人"});
        }
    }
    return or_done(std::move(error));
}

base::Status sound(const Decision& decision, const Occasion& occasion) {
    auto error = base::bad_input("decision.invalid", "议定事项的内容不合要求，请按提示更正");
    const auto met = occasion.held_on.value_or(occasion.meets_on.value_or(occasion.opens_on));
    if (decision.due_on < met) {
        error.fields.push_back(base::field_error(
            "/due_on", base::phrase("decision.due_early", "完成时限不能早于会议日期{date}", {{"date", base::date_text(met)}})));
    }
    if (std::ranges::any_of(decision.assisting, [&](const auto& one) { return one.id == decision.unit.id; })) {
        error.fields.push_back({"/assisting_ids", "decision.assists_itself", "责任单位不能同时是配合单位"});
    }
    return or_done(std::move(error));
}

base::Status settleable(const Occasion& occasion, std::optional<base::Date> done_on, base::Date today) {
    auto error = base::bad_input("decision.invalid", "议定事项的内容不合要求，请按提示更正");
    if (done_on && *done_on > today) {
        error.fields.push_back({"/done_on", "decision.done_in_future", "办结日期不能晚于今天"});
    } else if (done_on && occasion.held_on && *done_on < *occasion.held_on) {
        error.fields.push_back(base::field_error("/done_on", base::phrase("decision.done_early", "办结日期不能早于会议召开日{date}",
                                                                          {{"date", base::date_text(*occasion.held_on)}})));
    }
    return or_done(std::move(error));
}

}  // namespace luoshi::dispatch
