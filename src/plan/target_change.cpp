#include "plan/target_change.hpp"

#include "plan/audit_detail.hpp"

namespace luoshi::plan {
namespace {

std::string value_or_none(const std::optional<base::Decimal>& value) { return value ? value->text() : "无"; }
std::string year_or_none(const std::optional<int>& year) { return year ? std::to_string(*year) : std::string{}; }

}  // namespace

std::vector<audit::Change> differences(const Aim& before, const Aim& after) {
    return really_changed({{"op", "运算", std::string{word(before.op)}, std::string{word(after.op)}},
                           {"value", "目标值", value_or_none(before.value), value_or_none(after.value)},
                           {"value_max", "上限", value_or_none(before.value_max), value_or_none(after.value_max)},
                           {"unit", "单位", before.unit, after.unit},
                           {"year", "年度", year_or_none(before.year), year_or_none(after.year)},
                           {"scope", "范围", before.scope, after.scope}});
}

}  // namespace luoshi::plan
