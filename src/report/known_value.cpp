#include "report/known_value.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace luoshi::report {
namespace {

const Value* find(const std::vector<Value>& values, plan::IndicatorId indicator) {
    const auto hit = std::ranges::find(values, indicator, &Value::indicator);
    return hit == values.end() ? nullptr : &*hit;
}

base::FieldError not_known(std::string_view list, std::size_t i) {
    return {fmt::format("/{}/{}/origin", list, i), "value.not_known", "已有的数与您确认时不同，请刷新后重新确认，或自行填写"};
}

}  // namespace

Known with_registries(Known held, const KnownValues& registries, store::ReadTx& tx, const ReportRow& report,
                      const std::vector<indicator::Definition>& owed, const std::vector<FormField>& asked) {
    if (registries) {
        auto computed = registries(tx, report, owed, asked);
        held.figures.merge(computed.figures);
        held.fields.merge(computed.fields);
    }
    return held;
}

bool names_origins(const Content& typed) {
    const auto named = [](const auto& answer) { return !answer.origin.empty(); };
    return std::ranges::any_of(typed.values, named) || std::ranges::any_of(typed.fields, named);
}

std::vector<base::FieldError> check_origins(const Content& typed, const Content& stored, const Known& known) {
    std::vector<base::FieldError> faults;
    for (std::size_t i = 0; i < typed.values.size(); ++i) {
        const auto& value = typed.values[i];
        const auto* before = find(stored.values, value.indicator);
        const auto held = known.figures.find(value.indicator);
        const bool kept = before != nullptr && before->same_figure(value) && before->origin == value.origin;
        const bool shown = held != known.figures.end() && held->second.source.text == value.origin && held->second.value.same_figure(value);
        if (!value.origin.empty() && !kept && !shown) {
            faults.push_back(not_known("values", i));
        }
    }
    for (std::size_t i = 0; i < typed.fields.size(); ++i) {
        const auto& answer = typed.fields[i];
        const auto* before = find(stored.fields, answer.field);
        const auto held = known.fields.find(answer.field);
        const bool kept = before != nullptr && before->value == answer.value && before->origin == answer.origin;
        const bool shown = held != known.fields.end() && held->second.source.text == answer.origin && held->second.value == answer.value;
        if (!answer.origin.empty() && !kept && !shown) {
            faults.push_back(not_known("fields", i));
        }
    }
    return faults;
}

void find_origins(Content& typed, const Content& stored, const Known& known) {
    for (auto& value : typed.values) {
        const auto* before = find(stored.values, value.indicator);
        const auto held = known.figures.find(value.indicator);
        if (before != nullptr && before->same_figure(value)) {
            value.origin = before->origin;
        } else if (held != known.figures.end() && held->second.value.same_figure(value)) {
            value.origin = held->second.source.text;
        }
    }
    for (auto& answer : typed.fields) {
        const auto* before = find(stored.fields, answer.field);
        const auto held = known.fields.find(answer.field);
        if (before != nullptr && before->value == answer.value) {
            answer.origin = before->origin;
        } else if (held != known.fields.end() && held->second.value == answer.value) {
            answer.origin = held->second.source.text;
        }
    }
}

}  // namespace luoshi::report
