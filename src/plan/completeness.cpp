#include "plan/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace luoshi::plan {
namespace {

std::string missing_subject(const TaskFacts& facts) {
    if (facts.open_duties > 0) {
        return fmt::format("有 {} 处责任单位没有落实到具体单位，请在“待确认”中逐一明确", facts.open_duties);
    }
    return facts.acting_duties > 0 ? "" : "没有牵头单位，也没有责任单位，请明确由谁承担";
}

std::string missing_accountable(const TaskFacts& facts) {
    if (facts.reporting_units == 0) {
        return "还没有承担单位，无从落实责任人；请先确认方案或明确责任单位";
    }
    return facts.unaccepted_units == 0 ? ""
                                       : fmt::format("有 {} 个承担单位还没有责任人签收，请分解到领导、科室和岗位", facts.unaccepted_units);
}

}  // namespace

void count_duty(TaskFacts& facts, DutyRole role, Resolution resolution) {
    if (resolution == Resolution::Open) {
        ++facts.open_duties;
    } else if (role != DutyRole::Supporting) {
        ++facts.acting_duties;
    }
}

std::array<Check, 7> check_completeness(const TaskFacts& facts) {
    const auto check = [](CheckKey key, std::string_view code, std::string_view name, std::string missing) {
        const bool ok = missing.empty();
        return Check{key, code, name, ok, std::move(missing)};
    };
    const bool scheduled = facts.has_deadline || facts.measures > 0 || facts.dated_targets > 0 || facts.milestones > 0;
    const bool carried = facts.measures > 0 || facts.milestones > 0;
    const bool assessable = facts.measured_targets > 0 || facts.planned_milestones > 0;
    return {
        check(CheckKey::Target, "target", "有明确目标任务",
              facts.targets > 0 ? "" : "没有目标值，也没有应交的成果，请补充目标或写明完成的标准"),
        check(CheckKey::Schedule, "schedule", "有进度安排",
              scheduled ? "" : "没有完成时限、分年度举措，也没有时间节点，请由承担单位设定时间节点"),
        check(CheckKey::Subject, "subject", "有责任主体", missing_subject(facts)),
        check(CheckKey::Carrier, "carrier", "有可行性抓手载体",
              carried ? "" : "没有分年度举措，也没有时间节点说明怎样推进，请由承担单位设定时间节点"),
        check(CheckKey::Inspectable, "inspectable", "可检查督导",
              facts.reporting_units > 0 ? "" : "没有单位按月报送进展和佐证材料，请确认方案或指定报送单位"),
        check(CheckKey::Assessable, "assessable", "可评估考核",
              assessable ? "" : "没有对应到指标的目标值，时间节点也没有计划完成比例，请补充其中一项"),
        check(CheckKey::Accountable, "accountable", "可问责问效", missing_accountable(facts)),
    };
}

int missing_checks(const TaskFacts& facts) {
    const auto checks = check_completeness(facts);
    return static_cast<int>(std::ranges::count_if(checks, [](const Check& check) { return !check.ok; }));
}

}  // namespace luoshi::plan
