#include "plan/completeness.hpp"

#include <algorithm>

namespace luoshi::plan {
namespace {

using base::phrase;
using Missing = std::optional<base::Phrase>;

Missing missing_subject(const TaskFacts& facts) {
    if (facts.open_duties > 0) {
        return phrase("check.duties_open", "有 {count} 处责任单位没有落实到具体单位，请在“待确认”中逐一明确",
                      {{"count", std::to_string(facts.open_duties)}});
    }
    return facts.acting_duties > 0 ? Missing{} : phrase("check.no_subject", "没有牵头单位，也没有责任单位，请明确由谁承担");
}

Missing missing_accountable(const TaskFacts& facts) {
    if (facts.reporting_units == 0) {
        return phrase("check.nobody_reports", "还没有承担单位，无从落实责任人；请先确认方案或明确责任单位");
    }
    return facts.unaccepted_units == 0 ? Missing{}
                                       : phrase("check.units_unaccepted", "有 {count} 个承担单位还没有责任人签收，请分解到领导、科室和岗位",
                                                {{"count", std::to_string(facts.unaccepted_units)}});
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
    const auto unless = [](bool ok, std::string code, std::string_view text) { return ok ? Missing{} : phrase(std::move(code), text); };
    const bool scheduled = facts.has_deadline || facts.measures > 0 || facts.dated_targets > 0 || facts.milestones > 0;
    const bool carried = facts.measures > 0 || facts.milestones > 0;
    const bool assessable = facts.measured_targets > 0 || facts.planned_milestones > 0;
    return {{
        {CheckKey::Target, "target", "有明确目标任务",
         unless(facts.targets > 0, "check.no_target", "没有目标值，也没有应交的成果，请补充目标或写明完成的标准")},
        {CheckKey::Schedule, "schedule", "有进度安排",
         unless(scheduled, "check.no_schedule", "没有完成时限、分年度举措，也没有时间节点，请由承担单位设定时间节点")},
        {CheckKey::Subject, "subject", "有责任主体", missing_subject(facts)},
        {CheckKey::Carrier, "carrier", "有可行性抓手载体",
         unless(carried, "check.no_carrier", "没有分年度举措，也没有时间节点说明怎样推进，请由承担单位设定时间节点")},
        {CheckKey::Inspectable, "inspectable", "可检查督导",
         unless(facts.reporting_units > 0, "check.no_reports", "没有单位按月报送进展和佐证材料，请确认方案或指定报送单位")},
        {CheckKey::Assessable, "assessable", "可评估考核",
         unless(assessable, "check.no_measure", "没有对应到指标的目标值，时间节点也没有计划完成比例，请补充其中一项")},
        {CheckKey::Accountable, "accountable", "可问责问效", missing_accountable(facts)},
    }};
}

int missing_checks(const TaskFacts& facts) {
    const auto checks = check_completeness(facts);
    return static_cast<int>(std::ranges::count_if(checks, [](const Check& check) { return !check.ok(); }));
}

}  // namespace luoshi::plan
