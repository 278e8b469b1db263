#include "indicator/indicator.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace luoshi::indicator {
namespace {

using base::phrase;

class Complaints {
public:
    void add(const char* path, base::Phrase said) { fields_.push_back(base::field_error(path, std::move(said))); }
    bool empty() const { return fields_.empty(); }
    base::Error error(const Definition& definition) && {
        auto out = base::bad_input(base::phrase("indicator.value_invalid", "“{name}”填写有误，请按提示修改", {{"name", definition.name}}));
        out.fields = std::move(fields_);
        return out;
    }

private:
    std::vector<base::FieldError> fields_;
};

void check_value(const Definition& definition, base::Decimal value, const char* path, Complaints& complaints) {
    if (definition.maximum && value > *definition.maximum) {
        complaints.add(path, phrase("value.over_maximum", "“{name}”不能超过{most}{unit}",
                                    {{"name", definition.name}, {"most", definition.maximum->text()}, {"unit", definition.unit}}));
    }
}

void check_not_negative(std::string_view name, base::Decimal value, const char* path, Complaints& complaints) {
    if (value.e4() < 0) {
        complaints.add(path, phrase("value.negative", "“{name}”不能为负数", {{"name", std::string{name}}}));
    }
}

void check_decimals(std::string_view name, base::Decimal value, int decimals, const char* path, Complaints& complaints) {
    if (value.decimals() > decimals) {
        complaints.add(path, decimals == 0 ? phrase("value.not_whole", "“{name}”只能填整数", {{"name", std::string{name}}})
                                           : phrase("value.too_many_decimals", "“{name}”最多保留{decimals}位小数",
                                                    {{"name", std::string{name}}, {"decimals", std::to_string(decimals)}}));
    }
}

base::Result<std::optional<Figure>> ratio_of(const Definition& definition, const Entry& entry) {
    Complaints complaints;
    if (!entry.numerator && !entry.denominator) {
        return std::optional<Figure>{};
    }
    if (!entry.numerator) {
        complaints.add("numerator", phrase("value.missing", "请填写“{name}”", {{"name", definition.numerator_name}}));
    } else {
        check_not_negative(definition.numerator_name, *entry.numerator, "numerator", complaints);
        check_decimals(definition.numerator_name, *entry.numerator, definition.part_decimals, "numerator", complaints);
    }
    if (!entry.denominator) {
        complaints.add("denominator", phrase("value.missing", "请填写“{name}”", {{"name", definition.denominator_name}}));
    } else if (entry.denominator->e4() <= 0) {
        complaints.add("denominator", phrase("value.zero_denominator", "“{name}”必须大于0；尚无数据时请两项都不填并说明原因",
                                             {{"name", definition.denominator_name}}));
    } else {
        check_decimals(definition.denominator_name, *entry.denominator, definition.part_decimals, "denominator", complaints);
    }
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    const auto value = quotient(definition, *entry.numerator, *entry.denominator);
    if (!value) {
        complaints.add("numerator", phrase("value.out_of_range", "数值过大，请核对计量单位"));
        return std::move(complaints).error(definition);
    }
    check_value(definition, *value, "numerator", complaints);
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    return std::optional{Figure{*value, entry.numerator, entry.denominator}};
}

}  // namespace

std::int64_t quotient_scale(const Definition& definition) {
    if (definition.unit == "%") {
        return 100;
    }
    return definition.unit == "‰" ? 1000 : 1;
}

std::optional<calendar::Rhythm> covers(const Definition& definition, calendar::Rhythm part) {
    return adds_over_time(definition) ? std::optional{std::max(definition.every, part)} : std::nullopt;
}

std::optional<base::Decimal> quotient(const Definition& definition, base::Decimal numerator, base::Decimal denominator) {
    return base::ratio(numerator, denominator, quotient_scale(definition), definition.decimals);
}

base::Result<std::optional<Figure>> figure_of(const Definition& definition, const Entry& entry) {
    if (definition.kind == Kind::Ratio) {
        return ratio_of(definition, entry);
    }
    if (!entry.value) {
        return std::optional<Figure>{};
    }
    Complaints complaints;
    check_not_negative(definition.name, *entry.value, "value", complaints);
    check_decimals(definition.name, *entry.value, definition.decimals, "value", complaints);
    check_value(definition, *entry.value, "value", complaints);
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    return std::optional{Figure{*entry.value, std::nullopt, std::nullopt}};
}

}  // namespace luoshi::indicator
