#include "indicator/indicator.hpp"

#include <fmt/format.h>

namespace luoshi::indicator {
namespace {

std::int64_t scale_of(const Definition& definition) {
    if (definition.unit == "%") {
        return 100;
    }
    return definition.unit == "‰" ? 1000 : 1;
}

class Complaints {
public:
    void add(const char* path, const char* code, std::string message) { fields_.push_back({path, code, std::move(message)}); }
    bool empty() const { return fields_.empty(); }
    base::Error error(const Definition& definition) && {
        auto out = base::bad_input("indicator.value_invalid", fmt::format("“{}”填写有误，请按提示修改", definition.name));
        out.fields = std::move(fields_);
        return out;
    }

private:
    std::vector<base::FieldError> fields_;
};

void check_value(const Definition& definition, base::Decimal value, const char* path, Complaints& complaints) {
    if (definition.maximum && value > *definition.maximum) {
        complaints.add(path, "value.over_maximum",
                       fmt::format("“{}”不能超过{}{}", definition.name, definition.maximum->text(), definition.unit));
    }
}

void check_not_negative(std::string_view name, base::Decimal value, const char* path, Complaints& complaints) {
    if (value.e4() < 0) {
        complaints.add(path, "value.negative", fmt::format("“{}”不能为负数", name));
    }
}

base::Result<std::optional<Figure>> ratio_of(const Definition& definition, const Entry& entry) {
    Complaints complaints;
    if (!entry.numerator && !entry.denominator) {
        return std::optional<Figure>{};
    }
    if (!entry.numerator) {
        complaints.add("numerator", "value.missing", fmt::format("请填写“{}”", definition.numerator_name));
    } else {
        check_not_negative(definition.numerator_name, *entry.numerator, "numerator", complaints);
    }
    if (!entry.denominator) {
        complaints.add("denominator", "value.missing", fmt::format("请填写“{}”", definition.denominator_name));
    } else if (entry.denominator->e4() <= 0) {
        complaints.add("denominator", "value.zero_denominator",
                       fmt::format("“{}”必须大于0；尚无数据时请两项都不填并说明原因", definition.denominator_name));
    }
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    const auto value = quotient(definition, *entry.numerator, *entry.denominator);
    if (!value) {
        complaints.add("numerator", "value.out_of_range", "数值过大，请核对计量单位");
        return std::move(complaints).error(definition);
    }
    check_value(definition, *value, "numerator", complaints);
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    return std::optional{Figure{*value, entry.numerator, entry.denominator}};
}

}  // namespace

std::optional<base::Decimal> quotient(const Definition& definition, base::Decimal numerator, base::Decimal denominator) {
    return base::ratio(numerator, denominator, scale_of(definition), definition.decimals);
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
    if (entry.value->decimals() > definition.decimals) {
        complaints.add("value", "value.too_many_decimals",
                       definition.decimals == 0 ? fmt::format("“{}”只能填整数", definition.name)
                                                : fmt::format("“{}”最多保留{}位小数", definition.name, definition.decimals));
    }
    check_value(definition, *entry.value, "value", complaints);
    if (!complaints.empty()) {
        return std::move(complaints).error(definition);
    }
    return std::optional{Figure{*entry.value, std::nullopt, std::nullopt}};
}

}  // namespace luoshi::indicator
