#include "report/report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace luoshi::report {
namespace {

constexpr std::pair<State, std::string_view> kStates[] = {
    {State::Draft, "draft"}, {State::Submitted, "submitted"}, {State::Returned, "returned"}, {State::Approved, "approved"}};

const Value* find(const std::vector<Value>& values, plan::IndicatorId indicator) {
    const auto hit = std::find_if(values.begin(), values.end(), [&](const Value& v) { return v.indicator == indicator; });
    return hit == values.end() ? nullptr : &*hit;
}

bool has_text(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

std::string figure(const Value* value) {
    if (value == nullptr || !value->value) {
        return "";
    }
    const auto origin = value->origin.empty() ? std::string{} : fmt::format("（{}）", value->origin);
    if (value->numerator && value->denominator) {
        return fmt::format("{}（{}/{}）{}", value->value->text(), value->numerator->text(), value->denominator->text(), origin);
    }
    return value->value->text() + origin;
}

base::Error invalid(std::vector<base::FieldError> fields, std::string code, std::string message) {
    return {base::Category::BadInput, std::move(code), std::move(message), std::move(fields), {}};
}

}  // namespace

std::string_view code(State state) {
    return std::find_if(std::begin(kStates), std::end(kStates), [&](const auto& row) { return row.first == state; })->second;
}

State state_from(std::string_view code) {
    const auto hit = std::find_if(std::begin(kStates), std::end(kStates), [&](const auto& row) { return row.second == code; });
    if (hit == std::end(kStates)) {
        throw std::invalid_argument(fmt::format("not a report state: {}", code));
    }
    return hit->first;
}

std::string_view code(Action action) {
    switch (action) {
        case Action::Open:
            return "open";
        case Action::Save:
            return "save";
        case Action::Submit:
            return "submit";
        case Action::Approve:
            return "approve";
        case Action::Return:
            return "return";
        case Action::Withdraw:
            return "withdraw";
        case Action::AddEvidence:
            return "evidence_add";
        case Action::RemoveEvidence:
            return "evidence_remove";
    }
    throw std::invalid_argument("not a report action");
}

base::Status editable(const Progress& progress, const calendar::PeriodDates& days, base::Date today) {
    if (progress.state == State::Submitted || progress.state == State::Approved) {
        return progress.state == State::Submitted
                   ? base::conflict("report.not_editable", "已提交的填报不能修改；下一审核环节同意前可先撤回")
                   : base::conflict("report.approved", "已审定的填报不能修改；如有误请联系方案办退回更正");
    }
    if (today < days.opens_on) {
        return base::conflict(
            base::phrase("report.period_not_open", "本期尚未开放，{date}起可以填报", {{"date", base::date_text(days.opens_on)}}));
    }
    if (progress.state == State::Draft && today >= days.lock_on) {
        return base::conflict(base::phrase("report.period_closed", "本期自{date}起关闭，不能再填报；已填内容仍然保留，请联系方案办说明情况",
                                           {{"date", base::date_text(days.lock_on)}}));
    }
    return base::Done{};
}

base::Status withdrawable(const Progress& progress, const calendar::PeriodDates& days, base::Date today) {
    if (progress.state != State::Submitted) {
        return base::conflict("report.not_submitted", "只有已提交、待审核的填报可以撤回");
    }
    if (progress.accepted_since_submission) {
        return base::conflict("report.withdraw_too_late", "下一环节已经同意，不能撤回；请联系审核单位退回");
    }
    if (today >= days.lock_on) {
        return base::conflict("report.withdraw_closed", "本期已关闭，撤回后无法再提交，因此不能撤回；如需更正请联系审核单位退回");
    }
    return base::Done{};
}

base::Result<Content> checked(Content content, const std::vector<indicator::Definition>& owed, std::vector<base::FieldError> unread,
                              const std::vector<FormField>& asked) {
    std::vector<base::FieldError> fields;
    const auto hundred = *base::Decimal::from_integer(100);
    if (content.progress_pct && (content.progress_pct->e4() < 0 || *content.progress_pct > hundred)) {
        fields.push_back({"/progress_pct", "progress.range", "进度百分比须在 0 到 100 之间"});
    }
    for (std::size_t i = 0; i < content.values.size(); ++i) {
        auto& value = content.values[i];
        const auto path = fmt::format("/values/{}/", i);
        const auto definition = std::find_if(owed.begin(), owed.end(), [&](const auto& d) { return d.id == value.indicator; });
        if (definition == owed.end()) {
            fields.push_back({path + "indicator_id", "value.not_owed", "本单位在此任务下不填报这项指标"});
            continue;
        }
        if (find(content.values, value.indicator) != &value) {
            fields.push_back({path + "indicator_id", "value.twice", fmt::format("“{}”填了两次", definition->name)});
            continue;
        }
        const auto figure = indicator::figure_of(*definition, {value.value, value.numerator, value.denominator});
        if (!figure) {
            for (const auto& field : figure.error().fields) {
                fields.push_back({path + field.path, field.code, field.message});
            }
            continue;
        }
        // what is kept is the figure, not what was typed: a ratio has no value of its own, other kinds have no parts
        const auto& meant = *figure;
        value.value = meant ? std::optional{meant->value} : std::nullopt;
        value.numerator = meant ? meant->numerator : std::nullopt;
        value.denominator = meant ? meant->denominator : std::nullopt;
    }
    std::ranges::move(check(content.fields, asked), std::back_inserter(fields));
    if (fields = base::all_errors(std::move(unread), std::move(fields)); !fields.empty()) {
        return invalid(std::move(fields), "report.invalid", "有字段填写不正确，请按提示修改后再保存");
    }
    return content;
}

base::Status complete(const Content& content, const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked) {
    std::vector<base::FieldError> fields;
    if (!content.progress_pct) {
        fields.push_back({"/progress_pct", "progress.missing", "请填写进度百分比"});
    }
    if (!has_text(content.progress)) {
        fields.push_back({"/progress", "progress.empty", "请填写本期进展情况"});
    }
    for (std::size_t i = 0; i < owed.size(); ++i) {
        const auto* value = find(content.values, owed[i].id);
        if (value == nullptr || (!value->value && !has_text(value->explanation))) {
            fields.push_back(
                {fmt::format("/values/{}/value", i), "value.unexplained", fmt::format("“{}”未填数值，须说明原因", owed[i].name)});
        }
    }
    std::ranges::move(missing(content.fields, asked), std::back_inserter(fields));
    if (!fields.empty()) {
        return invalid(std::move(fields), "report.incomplete", "填报内容不完整，补齐后再提交");
    }
    return base::Done{};
}

std::vector<Change> changes(const Content& before, const Content& after, const std::vector<indicator::Definition>& owed,
                            const std::vector<FormField>& asked) {
    std::vector<Change> out;
    const auto note = [&](std::string field, std::string name, std::string from, std::string to) {
        if (from != to) {
            out.push_back({std::move(field), std::move(name), std::move(from), std::move(to)});
        }
    };
    const auto percent = [](const Content& c) { return c.progress_pct ? c.progress_pct->text() : std::string{}; };
    note("progress_pct", "进度（%）", percent(before), percent(after));
    note("progress", "进展情况", before.progress, after.progress);
    note("problems", "存在问题", before.problems, after.problems);
    note("next_steps", "下一步措施", before.next_steps, after.next_steps);
    for (const auto& definition : owed) {
        const auto* from = find(before.values, definition.id);
        const auto* to = find(after.values, definition.id);
        const auto field = "value:" + definition.id.text();
        note(field, definition.name, figure(from), figure(to));
        note(field + ":explanation", definition.name + "（未填原因）", from ? from->explanation : "", to ? to->explanation : "");
    }
    std::ranges::move(changes(before.fields, after.fields, asked), std::back_inserter(out));
    return out;
}

}  // namespace luoshi::report
