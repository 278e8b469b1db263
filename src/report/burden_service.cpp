#include "report/burden_service.hpp"

#include <fmt/core.h>

#include "audit/audit.hpp"
#include "plan/plan.hpp"

namespace luoshi::report {
namespace {

const audit::Action kExceed{"burden.exceed", "签署理由，超过填报上限"};

int this_year(const BurdenRules& rules) { return calendar::Period::containing(rules.today()).year(); }

std::vector<UnitBurden> burdens(store::ReadTx& tx, const BurdenRules& rules, int year) {
    return named(tx, by_unit(asked_parts(tx, rules.schedule(), year), rules.settings()));
}

}  // namespace

BurdenView read_burden_view(store::Database& db, const BurdenRules& rules, const identity::Actor& actor) {
    const int year = this_year(rules);
    return db.read([&](store::ReadTx& tx) {
        BurdenView out{.year = year, .settings = rules.settings()};
        out.units = burdens(tx, rules, year);
        out.levels = by_level(out.units, out.settings);
        out.last_year = by_level(burdens(tx, rules, year - 1), out.settings);
        out.exceeded = list_excess(tx);
        std::erase_if(out.units, [&](const UnitBurden& unit) { return !actor.covers(unit.unit); });
        return out;
    });
}

base::Status hold_to_caps(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const BurdenRules& rules, int year,
                          const std::map<identity::UnitId, Burden>& before, const identity::Actor& actor, const std::string& subject,
                          const std::string& reason) {
    const auto settings = rules.settings();
    const auto over = newly_over(before, burdens(tx, rules, year), settings);
    if (over.empty()) {
        return base::Done{};
    }
    const auto& worst = over.front();
    const Excess excess{.at = at,
                        .subject = subject,
                        .level = worst.level,
                        .units = std::ssize(over),
                        .fields = worst.year.fields,
                        .cap = settings.caps.at(worst.level),
                        .reason = reason,
                        .signed_unit = actor.unit_name,
                        .signed_post = actor.post_name,
                        .signed_by = actor.user_name};
    if (!plan::is_reason(reason)) {
        return base::conflict(base::phrase("burden.over_cap",
                                           "这样{units}个单位的填报将超过上限：{unit}一年要填{fields}项（约{hours}小时），上限{cap}"
                                           "项。请减少内容或范围；确需如此，由方案办签署理由",
                                           {{"units", std::to_string(excess.units)},
                                            {"unit", worst.name},
                                            {"fields", std::to_string(excess.fields)},
                                            {"hours", worst.year.hours().text()},
                                            {"cap", std::to_string(excess.cap)}}));
    }
    if (!actor.may("report.settle")) {
        return base::forbidden("burden.not_signer", "超过填报上限的理由须由方案办签署；请减少内容或范围，或与方案办联系");
    }
    insert_excess(tx, ids.next(), excess);
    audit::record(tx, ids, at, actor.origin(),
                  {.action = kExceed,
                   .object_kind = "burden",
                   .summary = fmt::format("{}：一年最多{}项，上限{}项；{}", subject, excess.fields, excess.cap, reason)});
    return base::Done{};
}

base::Status hold_handed_down(store::WriteTx& tx, base::IdSource& ids, base::Moment at, const BurdenRules& rules,
                              const identity::Actor& actor, std::span<const identity::UnitId> units, const std::string& part,
                              const std::string& reason) {
    const auto settings = rules.settings();
    if (settings.caps.empty()) {
        return base::Done{};
    }
    const int year = this_year(rules);
    auto before = by_unit(asked_parts(tx, rules.schedule(), year), settings);
    for (const auto unit : units) {
        before.erase(unit);  // each is asked more than before by what was handed to it
    }
    return hold_to_caps(tx, ids, at, rules, year, before, actor, "交下的任务“" + part + "”", reason);
}

}  // namespace luoshi::report
