#include "report/form_field.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"

namespace luoshi::report {
namespace {

constexpr std::pair<FieldKind, std::string_view> kKinds[] = {
    {FieldKind::Number, "number"}, {FieldKind::Text, "text"}, {FieldKind::Choice, "choice"}, {FieldKind::Date, "date"}};
constexpr int kMostDecimals = 4;

/// The plain form of an answer, or what is wrong with it.
base::Result<std::string> plain(const FormField& field, std::string_view typed) {
    const std::string text{base::trim(typed)};
    switch (field.kind) {
        case FieldKind::Text:
            return text;
        case FieldKind::Choice:
            if (std::ranges::find(field.choices, text) == field.choices.end()) {
                return base::bad_input(base::phrase("field.not_a_choice", "“{name}”没有“{typed}”这一选项，请从列出的选项中选择",
                                                    {{"name", field.name}, {"typed", text}}));
            }
            return text;
        case FieldKind::Date:
            if (const auto date = base::parse_date(text)) {
                return base::date_text(*date);
            }
            return base::bad_input(base::phrase("field.not_a_date", "“{name}”须写成日期，如 2020-06-30", {{"name", field.name}}));
        case FieldKind::Number:
            break;
    }
    const auto number = base::Decimal::parse(text);
    if (!number) {
        return base::bad_input(
            base::phrase("field.not_a_number", "“{name}”须填数字，现为“{typed}”", {{"name", field.name}, {"typed", text}}));
    }
    if (number->decimals() > field.decimals) {
        return base::bad_input(base::phrase("field.too_many_decimals", "“{name}”最多 {decimals} 位小数",
                                            {{"name", field.name}, {"decimals", std::to_string(field.decimals)}}));
    }
    return number->text();
}

}  // namespace

std::string_view code(FieldKind kind) { return std::ranges::find(kKinds, kind, &std::pair<FieldKind, std::string_view>::first)->second; }

FieldKind field_kind_from(std::string_view code) {
    const auto hit = std::ranges::find(kKinds, code, &std::pair<FieldKind, std::string_view>::second);
    if (hit == std::end(kKinds)) {
        throw std::invalid_argument(fmt::format("not a kind of field: {}", code));
    }
    return hit->first;
}

base::Status valid(const FormField& field) {
    auto error = base::bad_input("form.invalid", "表样字段有填写不正确之处，请按提示修改");
    if (base::trim(field.name).empty()) {
        error.fields.push_back({"/name", "form.no_name", "请写字段名称"});
    }
    if (field.kind == FieldKind::Number && (field.decimals < 0 || field.decimals > kMostDecimals)) {
        error.fields.push_back({"/decimals", "form.decimals", "小数位数须在 0 到 4 之间"});
    }
    if (field.kind == FieldKind::Choice && std::set(field.choices.begin(), field.choices.end()).size() < 2) {
        error.fields.push_back({"/choices", "form.choices", "请至少写两个不同的选项"});
    }
    if (field.until && *field.until < field.from) {
        error.fields.push_back({"/until", "form.ends_before", "停用的月份不能早于启用的月份"});
    }
    if (error.fields.empty()) {
        return base::Done{};
    }
    return error;
}

base::Status may_become(const FormField& before, const FormField& after) {
    if (before.kind != after.kind || before.measure != after.measure || before.plan != after.plan) {
        return base::conflict("form.kind_fixed", "字段的类型和计量单位不能改：已填的内容要保留；请停用它，另加一个字段");
    }
    return base::Done{};
}

const FieldValue* find(const std::vector<FieldValue>& values, FormFieldId field) {
    const auto hit = std::ranges::find(values, field, &FieldValue::field);
    return hit == values.end() ? nullptr : &*hit;
}

std::vector<base::FieldError> check(std::vector<FieldValue>& values, const std::vector<FormField>& asked) {
    std::vector<base::FieldError> faults;
    for (std::size_t i = 0; i < values.size(); ++i) {
        auto& value = values[i];
        const auto field = std::ranges::find(asked, value.field, &FormField::id);
        if (field == asked.end()) {
            faults.push_back({fmt::format("/fields/{}/field_id", i), "field.not_asked", "本单位在此任务下不填这个字段"});
        } else if (find(values, value.field) != &value) {
            faults.push_back({fmt::format("/fields/{}/field_id", i), "field.twice", fmt::format("“{}”填了两次", field->name)});
        } else if (!base::trim(value.value).empty()) {
            if (auto text = plain(*field, value.value)) {
                value.value = *std::move(text);
            } else {
                auto& wrong = text.error();
                faults.push_back(base::field_error(fmt::format("/fields/{}/value", i), {wrong.code, wrong.params, wrong.message}));
            }
        } else {
            value.value.clear();
        }
    }
    return faults;
}

std::vector<base::FieldError> missing(const std::vector<FieldValue>& values, const std::vector<FormField>& asked) {
    std::vector<base::FieldError> out;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const auto* value = find(values, asked[i].id);
        if (asked[i].required && (value == nullptr || (value->value.empty() && base::trim(value->explanation).empty()))) {
            out.push_back({fmt::format("/fields/{}/value", i), "field.unexplained", fmt::format("“{}”未填，须说明原因", asked[i].name)});
        }
    }
    return out;
}

std::vector<audit::Change> changes(const std::vector<FieldValue>& before, const std::vector<FieldValue>& after,
                                   const std::vector<FormField>& asked) {
    std::vector<audit::Change> out;
    const FieldValue none;
    for (const auto& field : asked) {
        const auto* from = find(before, field.id);
        const auto* to = find(after, field.id);
        const auto& old = from == nullptr ? none : *from;
        const auto& now = to == nullptr ? none : *to;
        const auto said = [](const FieldValue& answer) {
            return answer.origin.empty() ? answer.value : fmt::format("{}（{}）", answer.value, answer.origin);
        };
        if (said(old) != said(now)) {
            out.push_back({"field:" + field.id.text(), field.name, said(old), said(now)});
        }
        if (old.explanation != now.explanation) {
            out.push_back({"field:" + field.id.text() + ":explanation", field.name + "（未填原因）", old.explanation, now.explanation});
        }
    }
    return out;
}

}  // namespace luoshi::report
