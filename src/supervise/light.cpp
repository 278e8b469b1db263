#include "supervise/light.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace luoshi::supervise {
namespace {

using base::Decimal;
using plan::TargetOperator;

constexpr std::array<std::string_view, 5> kTexts{"done", "grey", "green", "yellow", "red"};
constexpr std::array<std::string_view, 5> kWords{"已完成", "未到报告期", "正常", "预警", "严重滞后"};

Light light_of(Colour colour, std::string rule, std::string reason) {
    return {.colour = std::string{colour_text(colour)},
            .word = std::string{colour_word(colour)},
            .rule = std::move(rule),
            .reason = std::move(reason),
            .planned_pct = {},
            .actual_pct = {},
            .gap_pp = {}};
}

Decimal hundred() { return Decimal::from_e4(100 * Decimal::kUnit); }

Decimal number(int whole) { return Decimal::from_e4(whole * Decimal::kUnit); }

/// Planned percent: from `start_pct` evenly to 100 over the working days; one decimal.
Decimal planned_pct(Decimal start_pct, Elapsed elapsed) {
    if (elapsed.total <= 0 || elapsed.days >= elapsed.total) {
        return hundred();
    }
    const auto rest = Decimal::from_e4(hundred().e4() - start_pct.e4());
    const auto grown = base::ratio(rest, number(elapsed.total), std::max(elapsed.days, 0), 4);
    // one decimal, half up, in the same step as adding the start
    return *base::ratio(Decimal::from_e4(start_pct.e4() + grown->e4()), number(1), 1, 1);
}

/// Green, yellow or red by how far the work lies behind, with the numbers it was judged by.
Light gap_light(Decimal planned, Decimal actual, const LightSettings& settings, std::string note) {
    const auto gap = Decimal::from_e4(planned.e4() - actual.e4());
    const auto compared = fmt::format("计划进度{}%，实际{}%", planned.text(), actual.text());
    Light light;
    if (gap > settings.red_above) {
        light = light_of(Colour::Red, fmt::format("落后序时进度超过{}个百分点", settings.red_above.text()),
                         fmt::format("{}，落后{}个百分点{}", compared, gap.text(), note));
    } else if (gap >= settings.yellow_from) {
        light = light_of(Colour::Yellow, fmt::format("落后序时进度{}至{}个百分点", settings.yellow_from.text(), settings.red_above.text()),
                         fmt::format("{}，落后{}个百分点{}", compared, gap.text(), note));
    } else {
        light = light_of(Colour::Green, fmt::format("落后序时进度不到{}个百分点", settings.yellow_from.text()),
                         gap.e4() > 0 ? fmt::format("{}，落后{}个百分点{}", compared, gap.text(), note)
                                      : fmt::format("{}，达到序时进度{}", compared, note));
    }
    light.planned_pct = planned;
    light.actual_pct = actual;
    light.gap_pp = gap;
    return light;
}

std::string coverage_note(const rollup::Coverage& coverage) {
    return coverage.reported < coverage.expected ? fmt::format("（{}个应报单位中已有{}个的数据）", coverage.expected, coverage.reported)
                                                 : "";
}

bool is_ceiling(TargetOperator op) { return op == TargetOperator::AtMost || op == TargetOperator::LessThan; }

std::string target_text(const FigureStanding& s) {
    const auto range = s.op == TargetOperator::Between && s.target_max ? "至" + s.target_max->text() : std::string{};
    return fmt::format("“{}”{}年目标{}{}{}{}", s.name, s.year, is_ceiling(s.op) ? "不超过" : "", s.target.text(), range, s.unit);
}

Light ceiling_light(const FigureStanding& s, const LightSettings& settings) {
    const auto completion = completion_pct(s.target, *s.actual.value).value_or(hundred());
    // below the ceiling nothing is behind; above it the excess counts
    auto light = gap_light(std::max(completion, hundred()), hundred(), settings, "");
    light.reason = fmt::format("{}，现为{}{}", target_text(s), s.actual.value->text(), s.unit);
    light.planned_pct = hundred();
    light.actual_pct = completion;
    return light;
}

}  // namespace

Colour colour_of(const Light& light) { return static_cast<Colour>(std::find(kTexts.begin(), kTexts.end(), light.colour) - kTexts.begin()); }

std::string_view colour_text(Colour colour) { return kTexts.at(static_cast<std::size_t>(colour)); }

std::string_view colour_word(Colour colour) { return kWords.at(static_cast<std::size_t>(colour)); }

Light grey_light(std::string reason) { return light_of(Colour::Grey, "未到报告期", std::move(reason)); }

Light done_light(Timeliness timeliness, std::string reason) {
    auto light = light_of(Colour::Done, timeliness == Timeliness::Late ? "逾期后完成" : "按期完成", std::move(reason));
    if (timeliness == Timeliness::Late) {
        light.word = "逾期办结";
    }
    return light;
}

bool reached(TargetOperator op, Decimal target, Decimal actual) {
    switch (op) {
        case TargetOperator::MoreThan:
            return actual > target;
        case TargetOperator::AtMost:
            return actual <= target;
        case TargetOperator::LessThan:
            return actual < target;
        default:
            return actual >= target;
    }
}

std::optional<Decimal> completion_pct(Decimal target, Decimal actual) { return base::ratio(actual, target, 100, 1); }

Light figure_light(const FigureStanding& s, const LightSettings& settings) {
    if (!s.actual.value) {
        return light_of(Colour::Yellow, "没有审核通过的数据", fmt::format("{}，尚无审核通过的数据", target_text(s)));
    }
    const bool over = s.span == FigureStanding::Span::Over;
    const auto done = fmt::format("{}，已达到{}{}", target_text(s), s.actual.value->text(), s.unit);
    if (is_ceiling(s.op)) {
        return over && reached(s.op, s.target, *s.actual.value) ? done_light(s.reached, done) : ceiling_light(s, settings);
    }
    const auto actual = completion_pct(s.target, *s.actual.value).value_or(hundred());
    if (reached(s.op, s.target, *s.actual.value)) {
        auto light = done_light(s.reached, done);
        light.actual_pct = actual;
        return light;
    }
    const auto start = completion_pct(s.target, s.start).value_or(Decimal{});
    const auto planned = over ? hundred() : planned_pct(start, s.elapsed);
    if (over) {
        auto light =
            light_of(Colour::Red, "到期未完成",
                     fmt::format("{}，到期只有{}{}{}", target_text(s), s.actual.value->text(), s.unit, coverage_note(s.actual.coverage)));
        light.planned_pct = planned;
        light.actual_pct = actual;
        light.gap_pp = Decimal::from_e4(planned.e4() - actual.e4());
        return light;
    }
    auto light = gap_light(planned, actual, settings, coverage_note(s.actual.coverage));
    light.reason = fmt::format("{}，现为{}{}；{}", target_text(s), s.actual.value->text(), s.unit, light.reason);
    return light;
}

Light progress_light(const ProgressStanding& s, const LightSettings& settings) {
    if (!s.progress_pct) {
        return light_of(Colour::Yellow, "没有审核通过的填报", "报告期已过，尚无审核通过的进度");
    }
    const bool all = s.coverage.reported == s.coverage.expected;
    if (all && *s.progress_pct >= hundred()) {
        auto light = done_light(s.reached, "各填报单位的进度均为100%");
        light.actual_pct = hundred();
        return light;
    }
    const bool over = s.span == ProgressStanding::Span::Over;
    const auto planned = over ? hundred() : planned_pct(Decimal{}, s.elapsed);
    auto light = gap_light(planned, *s.progress_pct, settings, coverage_note(s.coverage));
    if (over) {
        light.colour = colour_text(Colour::Red);
        light.word = colour_word(Colour::Red);
        light.rule = "到期未完成";
        light.reason = fmt::format("已过完成期限，实际进度{}%{}", s.progress_pct->text(), coverage_note(s.coverage));
    }
    return light;
}

Light deadline_light(const DeadlineStanding& s) {
    const auto counted = s.done.expected > 1 ? fmt::format("，{}个单位中已完成{}个", s.done.expected, s.done.reported) : std::string{};
    const auto due = fmt::format("“{}”应于{}前完成{}", s.name, base::date_text(s.due_on), counted);
    if (s.done.reported >= s.done.expected && s.done.expected > 0) {
        return done_light(s.reached, due);
    }
    if (s.today > s.due_on) {
        return light_of(Colour::Red, "超过期限未完成", fmt::format("{}，已逾期{}天", due, (s.today - s.due_on).count()));
    }
    const int warn = s.limit_days <= 15 ? 3 : s.limit_days <= 30 ? 5 : 10;
    if (s.working_days_left <= warn) {
        return light_of(Colour::Yellow, fmt::format("距期限不超过{}个工作日", warn),
                        fmt::format("{}，还剩{}个工作日", due, s.working_days_left));
    }
    return light_of(Colour::Green, fmt::format("距期限超过{}个工作日", warn), fmt::format("{}，还剩{}个工作日", due, s.working_days_left));
}

std::optional<Light> burden_light(const Burdens& b) {
    std::vector<std::string> rules;
    std::vector<std::string> reasons;
    const auto note = [&](int count, const char* rule, std::string reason) {
        if (count > 0) {
            rules.emplace_back(rule);
            reasons.push_back(std::move(reason));
        }
    };
    note(b.reports_missing, "逾期未报", fmt::format("{}应报未报{}份", b.period_name, b.reports_missing));
    note(b.reports_returned, "填报被退回", fmt::format("被退回尚未重报{}份", b.reports_returned));
    note(b.milestones_overdue, "时间节点逾期", fmt::format("{}个时间节点逾期", b.milestones_overdue));
    if (rules.empty()) {
        return std::nullopt;
    }
    return light_of(Colour::Yellow, fmt::format("{}", fmt::join(rules, "、")), fmt::format("{}", fmt::join(reasons, "；")));
}

Light worst_of(const std::vector<Light>& lights) {
    const auto less = [](const Light& a, const Light& b) { return colour_of(a) < colour_of(b); };
    Light worst = *std::max_element(lights.begin(), lights.end(), less);
    std::string reasons;
    for (const auto& light : lights) {
        if (light.colour == worst.colour) {
            reasons += (reasons.empty() ? "" : "；") + light.reason;
        }
        if (light.colour == worst.colour && light.gap_pp && (!worst.gap_pp || *light.gap_pp > *worst.gap_pp)) {
            worst.planned_pct = light.planned_pct;
            worst.actual_pct = light.actual_pct;
            worst.gap_pp = light.gap_pp;
            worst.rule = light.rule;
        }
        if (light.colour == worst.colour && light.word == "逾期办结") {
            worst.word = light.word;
            worst.rule = light.rule;
        }
    }
    worst.reason = std::move(reasons);
    return worst;
}

Light burdened(Light light, const Burdens& burdens) {
    const auto colour = colour_of(light);
    const auto burden = burden_light(burdens);
    if (!burden || colour == Colour::Done || colour == Colour::Grey) {
        return light;
    }
    auto out = worst_of({light, *burden});
    if (!out.gap_pp) {  // the burden won, the numbers are still the work's
        out.planned_pct = light.planned_pct;
        out.actual_pct = light.actual_pct;
        out.gap_pp = light.gap_pp;
    }
    return out;
}

}  // namespace luoshi::supervise
