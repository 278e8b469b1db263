#include "supervise/ladder_package.hpp"

#include <fmt/format.h>

#include "config/yaml.hpp"

namespace luoshi::supervise {

Ladder read_ladder(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    Ladder out;
    out.objection_work_days = static_cast<int>(root.at("objection_work_days").opt_integer(0, 365).value_or(out.objection_work_days));
    out.again_work_days = static_cast<int>(root.at("again_work_days").opt_integer(0, 365).value_or(out.again_work_days));
    config::Codes codes{"处置"};
    for (const auto& one : root.at("rungs").list()) {
        Rung rung{.code = one.at("code").text(),
                  .name = one.at("name").text(),
                  .colour = one.at("colour").text(),
                  .when = {},
                  .consequences = {}};
        codes.declare(rung.code, one.at("code"));
        for (const auto& when : one.at("when").opt_list()) {
            Trigger trigger;
            trigger.light = when.at("light").opt_choice({"yellow", "red"}).value_or("");
            const auto overdue = when.at("overdue_days").opt_integer(0, 3650);
            trigger.overdue_days = overdue ? std::optional{static_cast<int>(*overdue)} : std::nullopt;
            trigger.after = when.at("after").opt_text().value_or("");
            if (!trigger.after.empty()) {
                codes.refer(trigger.after, when.at("after"));
            }
            trigger.work_days = static_cast<int>(when.at("work_days").opt_integer(0, 365).value_or(0));
            trigger.counted = when.at("count").opt_text().value_or("");
            if (!trigger.counted.empty()) {
                codes.refer(trigger.counted, when.at("count"));
                trigger.times = static_cast<int>(when.at("times").integer(1, 100));
                trigger.months = static_cast<int>(when.at("months").opt_integer(1, 120).value_or(12));
                trigger.of = when.at("of").opt_choice({"task", "unit"}).value_or("task") == "unit" ? CountedOf::Unit : CountedOf::Task;
                trigger.in_a_row = when.at("in_a_row").flag(false);
            }
            if (trigger.light.empty() && !trigger.overdue_days && trigger.after.empty() && trigger.counted.empty()) {
                when.fail("条件是空的：请写 light、overdue_days、after 或 count 中的至少一项");
            }
            rung.when.push_back(std::move(trigger));
        }
        const auto who = one.at("confirmed").choice({"nobody", "owner", "decider"});
        rung.confirmed = who == "nobody" ? Confirmed::Nobody : who == "decider" ? Confirmed::Decider : Confirmed::Owner;
        rung.consequences = one.at("consequences").opt_texts();
        rung.points = one.at("points").opt_decimal();
        if (rung.confirmed == Confirmed::Nobody && (rung.points || !rung.consequences.empty())) {
            one.at("confirmed").fail("有后果的处置须由人确认：请改为 owner 或 decider");
        }
        rung.monthly = one.at("monthly").flag(false);
        rung.talk = one.at("talk").flag(false);
        if (rung.talk && rung.confirmed == Confirmed::Nobody) {
            one.at("confirmed").fail("约谈须由人确认：请改为 owner 或 decider");
        }
        out.rungs.push_back(std::move(rung));
    }
    codes.check();
    document.finish();
    return out;
}

}  // namespace luoshi::supervise
