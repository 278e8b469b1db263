#include "app/demo.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/demo_supervision.hpp"
#include "app/package.hpp"
#include "dispatch/opening_service.hpp"
#include "identity/user_service.hpp"
#include "indicator/indicator_service.hpp"
#include "indicator/share_service.hpp"
#include "org/directory_service.hpp"
#include "org/tenant_service.hpp"
#include "plan/plan_service.hpp"
#include "plan/plan_store.hpp"
#include "plan/unit_duty_service.hpp"
#include "report/report_history_store.hpp"

namespace luoshi::app {
namespace {

using calendar::Period;
using identity::UnitId;
using plan::IndicatorId;

constexpr const char* kBegun = "demonstration_begun";
constexpr const char* kLoaded = kDemonstration;
constexpr std::int64_t kPiece = 2;  ///< a unit that was handed a part has one in so many of the figure above
constexpr std::int64_t kSlow = 90;  ///< below this pace a unit has problems and hands in after the due day

std::optional<org::Unit> named_unit(store::ReadTx& tx, const std::string& name, base::Date on) {
    const auto match = org::resolve_unit_text(tx, name, on);
    return match.unit ? org::find_unit(tx, *match.unit) : std::nullopt;
}

base::Error unknown_unit(const std::string& name) {
    return base::bad_input("demo.unknown_unit", fmt::format("demo.yaml 中的单位“{}”不在方案包 units.yaml 里", name));
}

/// The past of a demonstration: who wrote and who reviewed each report, and what it said.
class Past {
public:
    Past(store::WriteTx& tx, base::IdSource& ids, const DemoScript& script, const Rhythm& rhythm)
        : tx_(tx), ids_(ids), script_(script), rhythm_(rhythm) {}

    /// Writes one month; a transaction each keeps within the cap on writes. Months already there are left alone.
    base::Status write(Period period) {
        period_ = period;
        find_people();
        const auto rows = report::owed_reports(tx_, rhythm_.schedule, period, std::nullopt, std::nullopt);
        find_reporters(rows);
        for (const auto& row : rows) {
            if (!row.report && !script_.is_missing(short_name(row.duty.unit), period)) {
                LUOSHI_TRY(days, rhythm_.schedule.dates(period, row.duty.reporters(rhythm_.schedule)));
                write_one(row.duty, period, days);
            }
        }
        return base::Done{};
    }

private:
    void find_people() {
        for (const auto& user : script_.users) {
            if (const auto unit = named_unit(tx_, user.unit, script_.from.first_day()); unit && user.head) {
                people_.try_emplace(unit->id, report::Person{identity::UserId{1}, user.name, user.post, unit->id, unit->name});
            }
        }
    }

    void find_reporters(const std::vector<report::OwedRow>& rows) {
        for (const auto& row : rows) {
            if (row.duty.superior) {
                continue;  // asked for a piece of what the unit above reports
            }
            for (const auto& definition : owed(row.duty)) {
                auto& units = reporters_[definition.id];
                if (std::find(units.begin(), units.end(), row.duty.unit) == units.end()) {
                    units.push_back(row.duty.unit);
                }
            }
        }
    }

    const std::vector<indicator::Definition>& owed(const report::DutyRow& duty) {
        const auto [known, fresh] = owed_.try_emplace(duty.duty);
        if (fresh) {
            known->second = indicator::owed_by(tx_, duty.unit, duty.task, *period_);
        }
        return known->second;
    }

    const std::string& short_name(UnitId unit) {
        auto [known, fresh] = short_names_.try_emplace(unit);
        if (fresh) {
            known->second = org::find_unit(tx_, unit)->short_name;
        }
        return known->second;
    }

    report::Person person_of(UnitId unit, const std::string& post) {
        const auto known = people_.find(unit);
        return known != people_.end() ? known->second
                                      : report::Person{identity::UserId{1}, "演示用户", post, unit, report::unit_name(tx_, unit)};
    }

    /// The share of the time of a measure that has passed: of its year, or since the first reports when it covers several.
    std::int64_t elapsed_percent(const report::MeasureRow& measure, Period period) const {
        if (measure.year_to <= measure.year_from) {
            return period.month() * 100 / 12;
        }
        const auto months = [](Period from, int year, int month) { return (year - from.year()) * 12 + month - from.month() + 1; };
        return std::int64_t{months(script_.from, period.year(), period.month())} * 100 / months(script_.from, measure.year_to, 12);
    }

    report::Content content(const report::DutyRow& duty, Period period) {
        const auto pace = script_.pace_of(short_name(duty.unit));
        const auto measure = report::find_measure(tx_, duty.task, period.year()).value_or(report::MeasureRow{});
        const auto percent = std::min<std::int64_t>(elapsed_percent(measure, period) * pace / 100, 100);
        const auto first = measure.text.substr(0, measure.text.find("。"));
        report::Content out{.progress_pct = base::Decimal::from_integer(percent),
                            .progress = fmt::format("截至{}，{}。全年任务完成约 {}%。", period.name(),
                                                    first.empty() ? "围绕“" + duty.task_title + "”按计划推进" : first, percent),
                            .problems = pace < kSlow ? "专业人员不足，部分事项晚于计划。" : "",
                            .next_steps = pace < kSlow ? "增加力量，按周调度，争取下月赶上进度。" : "按计划推进下一阶段工作。"};
        for (const auto& definition : owed(duty)) {
            const auto course = script_.figures.find(definition.code);
            if (course == script_.figures.end()) {
                out.values.push_back({.indicator = definition.id, .explanation = "演示脚本没有这项指标的数值"});
                continue;
            }
            const auto& units = reporters_[definition.id];
            const auto whole_of = std::find(units.begin(), units.end(), duty.superior.value_or(duty.unit));
            if (whole_of == units.end()) {
                out.values.push_back({.indicator = definition.id, .explanation = "上级本期没有这项指标的数值"});
                continue;
            }
            auto figure = course->second.at(period, static_cast<std::size_t>(whole_of - units.begin()), units.size());
            if (duty.superior) {
                figure.value = (figure.value + kPiece - 1) / kPiece;
            }
            report::Value value{.indicator = definition.id};
            if (figure.denominator) {
                value.numerator = base::Decimal::from_integer(figure.value);
                value.denominator = base::Decimal::from_integer(*figure.denominator);
            } else {
                value.value = base::Decimal::from_integer(figure.value);
            }
            out.values.push_back(std::move(value));
        }
        return out;
    }

    void write_one(const report::DutyRow& duty, Period period, const calendar::PeriodDates& days) {
        auto checked = report::checked(content(duty, period), owed(duty));
        if (!checked) {
            throw std::logic_error("demonstration report: " + checked.error().fields.front().message);
        }
        const auto leads = report::lead_units(tx_, duty.task);
        const auto spread = duty.duty.value() % 4;  // not everybody on the same day
        const bool is_late = script_.pace_of(short_name(duty.unit)) < kSlow;
        const auto day =
            is_late ? days.due_on + std::chrono::days{spread} : std::max(days.opens_on, days.due_on - std::chrono::days{spread});
        const auto submitted = day + std::chrono::hours{1 + spread} + std::chrono::minutes{7 * spread};
        report::load_past_report(tx_, ids_, duty,
                                 {.duty = duty.duty,
                                  .period = period.text(),
                                  .content = *std::move(checked),
                                  .state = report::State::Approved,
                                  .submitter = person_of(duty.unit, "电商工作负责人"),
                                  .reviewer = person_of(duty.superior.value_or(leads.empty() ? duty.office : leads.front()), "审核负责人"),
                                  .return_reason = {},
                                  .submitted_at = submitted,
                                  .decided_at = submitted + std::chrono::days{1}});
    }

    store::WriteTx& tx_;
    base::IdSource& ids_;
    const DemoScript& script_;
    const Rhythm& rhythm_;
    std::optional<Period> period_;  ///< being written
    std::map<UnitId, report::Person> people_;
    std::map<IndicatorId, std::vector<UnitId>> reporters_;
    std::map<plan::UnitDutyId, std::vector<indicator::Definition>> owed_;
    std::map<UnitId, std::string> short_names_;
};

base::Status load_users(Site& site, const DemoScript& script) {
    std::vector<identity::Appointment> appointments;
    for (const auto& user : script.users) {
        const auto unit =
            site.db().read([&](store::ReadTx& tx) { return named_unit(tx, user.unit, org::business_date(tx, site.clock())); });
        if (!unit) {
            return unknown_unit(user.unit);
        }
        appointments.push_back({.login = user.login,
                                .name = user.name,
                                .unit = unit->id,
                                .role = user.role,
                                .post_name = user.post,
                                .is_head = user.head,
                                .from = script.from.first_day()});
    }
    return site.users().load_demonstration(appointments, script.password);
}

/// What the daily job would have opened, month by month; a transaction each keeps within the cap on writes. Past meetings were held, but
/// for units that did not report the month.
base::Status open_occasions(Site& site, const Package& package) {
    const auto today = *package.org.demo_business_date;
    for (auto month = package.demo->from;; month = month.next()) {
        const auto day = std::min(month.next().last_day(), today);
        auto written = site.db().write([&](store::WriteTx& tx) -> base::Status {
            LUOSHI_TRY(opened,
                       dispatch::open_due(tx, site.ids(), site.clock().now(), package.rhythm.occasions, package.rhythm.schedule, day));
            dispatch::load_past_meetings(tx, day, [&](UnitId unit, Period period) {
                return !package.demo->is_missing(org::find_unit(tx, unit)->short_name, period);
            });
            return base::Done{};
        });
        LUOSHI_TRY(opened, std::move(written));
        if (day == today) {
            return base::Done{};
        }
    }
}

}  // namespace

base::Status confirm_plans(Site& site) {
    const auto actor = identity::system_actor("演示");
    for (const auto& row : site.db().read([](store::ReadTx& tx) { return plan::list_plans(tx); })) {
        if (row.state == plan::PlanState::Draft) {
            LUOSHI_TRY(accepted, plan::accept_tasks(site.plans(), actor, row.id));
            LUOSHI_TRY(confirmed, plan::confirm_plan(site.plans(), actor, row.id));
        }
    }
    return base::Done{};
}

base::Status hand_down(Site& site, const DemoScript::HandDown& part) {
    return site.db().write([&](store::WriteTx& tx) -> base::Status {
        const auto from = named_unit(tx, part.from, part.on);
        const auto to = named_unit(tx, part.to, part.on);
        if (!from || !to) {
            return unknown_unit(from ? part.to : part.from);
        }
        return plan::load_hand_down(tx, site.plans(), identity::system_actor("演示").origin(),
                                    {part.task, from->id, to->id, {.note = part.note, .every = part.every}, part.on});
    });
}

base::Status divide(Site& site, const DemoScript::Split& split) {
    return site.db().write([&](store::WriteTx& tx) -> base::Status {
        indicator::PastSplit past;
        past.task_ref = split.task;
        past.indicator_code = split.indicator;
        past.year = split.year;
        past.on = split.on;
        past.reason = split.reason;
        if (!split.by.empty()) {
            const auto by = named_unit(tx, split.by, split.on);
            if (!by) {
                return unknown_unit(split.by);
            }
            past.by = by->id;
        }
        for (const auto& [name, value] : split.values) {
            const auto unit = named_unit(tx, name, split.on);
            if (!unit) {
                return unknown_unit(name);
            }
            past.values.emplace(unit->id, value);
        }
        return indicator::load_split(tx, site.ids(), identity::system_actor("演示").origin(), past);
    });
}

base::Status set_up_demonstration(Site& site, const config::Folder& folder) {
    if (site.db().read([](store::ReadTx& tx) { return org::setting(tx, kLoaded); })) {
        return base::Done{};
    }
    config::Problems problems;
    const auto package = read_package(folder, problems);
    if (!problems.empty()) {
        return problems.error("package.invalid", "方案包有错误，演示没有装入；请按所列位置修改后重试");
    }
    if (!package.demo || !package.org.demo_business_date) {
        return base::not_found("demo.missing", "方案包没有 demo.yaml 或 package.yaml 里没有 demo.business_date，无法启动演示站点");
    }
    const bool begun = site.db().read([](store::ReadTx& tx) { return org::setting(tx, kBegun).has_value(); });
    if (!begun && !site.users().list(identity::system_actor("演示"), {}).items.empty()) {
        return base::conflict("demo.site_in_use",
                              "这里已经有真实站点的用户，不能变成演示站点；请用 --data 指定另一个目录（或另一个 PostgreSQL 库）");
    }
    auto marked = site.db().write([](store::WriteTx& tx) -> base::Status {
        org::set_setting(tx, kBegun, "1");
        return base::Done{};
    });
    LUOSHI_TRY(mark, std::move(marked));
    fmt::print(stderr, "装入演示数据\n");
    LUOSHI_TRY(confirmed, confirm_plans(site));
    for (const auto& part : package.demo->handed_down) {
        LUOSHI_TRY(given, hand_down(site, part));
    }
    for (const auto& split : package.demo->splits) {
        LUOSHI_TRY(divided, divide(site, split));
    }
    for (auto period = package.demo->from; period <= package.demo->to; period = period.next()) {
        auto stored = site.db().write([&](store::WriteTx& tx) {
            return Past{tx, site.ids(), *package.demo, package.rhythm}.write(period);
        });
        LUOSHI_TRY(past, std::move(stored));
    }
    LUOSHI_TRY(users, load_users(site, *package.demo));
    LUOSHI_TRY(opened, open_occasions(site, package));
    LUOSHI_TRY(supervised, replay_supervision(site, package, site.evidence_folder()));
    return site.db().write([&](store::WriteTx& tx) -> base::Status {
        org::set_setting(tx, "business_date", base::date_text(*package.org.demo_business_date));
        org::set_setting(tx, kLoaded, "1");
        return base::Done{};
    });
}

}  // namespace luoshi::app
