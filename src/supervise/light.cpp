#include "supervise/light.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace luoshi::supervise {
namespace {

using base::Decimal;
using base::phrase;
using base::PhraseParams;
using plan::TargetOperator;

constexpr std::array<std::string_view, 5> kTexts{"done", "grey", "green", "yellow", "red"};
constexpr std::array<std::string_view, 5> kWords{"已完成", "未到报告期", "正常", "预警", "严重滞后"};

Light light_of(Colour colour, base::Phrase rule, base::Phrase reason) {
    Light light;
    light.colour = colour_text(colour);
    light.word = colour_word(colour);
    light.rules.push_back(std::move(rule));
    light.reasons.push_back(std::move(reason));
    return light;
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

/// Actual in percent of one number, one decimal.
std::optional<Decimal> percent_of(Decimal target, Decimal actual) { return base::ratio(actual, target, 100, 1); }

/// Green, yellow or red by how far the work lies behind, with the numbers it was judged by.
Light gap_light(Decimal planned, Decimal actual, const LightSettings& settings) {
    const auto gap = Decimal::from_e4(planned.e4() - actual.e4());
    const auto from = settings.yellow_from.text();
    const auto above = settings.red_above.text();
    PhraseParams numbers{{"planned", planned.text()}, {"actual", actual.text()}, {"gap", gap.text()}};
    auto reason = gap.e4() > 0 ? phrase("light.behind", "计划进度{planned}%，实际{actual}%，落后{gap}个百分点", std::move(numbers))
                               : phrase("light.on_schedule", "计划进度{planned}%，实际{actual}%，达到序时进度", std::move(numbers));
    auto light =
        gap > settings.red_above
            ? light_of(Colour::Red, phrase("light.rule_behind_over", "落后序时进度超过{above}个百分点", {{"above", above}}),
                       std::move(reason))
        : gap >= settings.yellow_from
            ? light_of(Colour::Yellow,
                       phrase("light.rule_behind_between", "落后序时进度{from}至{above}个百分点", {{"from", from}, {"above", above}}),
                       std::move(reason))
            : light_of(Colour::Green, phrase("light.rule_behind_under", "落后序时进度不到{from}个百分点", {{"from", from}}),
                       std::move(reason));
    light.planned_pct = planned;
    light.actual_pct = actual;
    light.gap_pp = gap;
    return light;
}

/// Says how many units the figure is of, when it is not of all.
void note_coverage(Light& light, const rollup::Coverage& units) {
    if (units.reported < units.expected) {
        light.reasons.push_back(phrase("light.coverage", "{expected}个应报单位中已有{reported}个的数据",
                                       {{"expected", std::to_string(units.expected)}, {"reported", std::to_string(units.reported)}}));
    }
}

bool is_ceiling(TargetOperator op) { return op == TargetOperator::AtMost || op == TargetOperator::LessThan; }

bool is_range(TargetOperator op, const std::optional<Decimal>& max) { return op == TargetOperator::Between && max; }

bool is_interval(const FigureStanding& s) { return s.direction == plan::Direction::Interval && is_range(s.op, s.target_max); }

/// "light.target_reached" and the like: the target in the form its operator asks for, then `rest` about the actual figure.
base::Phrase target_phrase(const FigureStanding& s, std::string_view code, std::string_view rest) {
    PhraseParams params{{"name", s.name}, {"year", std::to_string(s.year)}, {"target", s.target.text()}, {"unit", s.unit}};
    if (s.actual.value) {
        params.emplace_back("actual", s.actual.value->text());
    }
    std::string_view form = "{target}{unit}";
    std::string_view suffix;
    if (is_ceiling(s.op)) {
        form = "不超过{target}{unit}";
        suffix = "_ceiling";
    } else if (is_range(s.op, s.target_max)) {
        params.emplace_back("max", s.target_max->text());
        form = "{target}至{max}{unit}";
        suffix = "_range";
    }
    return phrase(fmt::format("light.{}{}", code, suffix), fmt::format("“{{name}}”{{year}}年目标{}，{}", form, rest), std::move(params));
}

/// Judged by the excess over `limit`; when the span is over, not reached.
Light ceiling_light(const FigureStanding& s, Decimal limit, const LightSettings& settings) {
    const auto completion = percent_of(limit, *s.actual.value).value_or(hundred());
    // below the ceiling nothing is behind; above it the excess counts
    auto light = gap_light(std::max(completion, hundred()), hundred(), settings);
    light.reasons = {target_phrase(s, "target_now", "现为{actual}{unit}")};
    if (s.span == FigureStanding::Span::Over) {
        light.colour = colour_text(Colour::Red);
        light.word = colour_word(Colour::Red);
        light.rules = {phrase("light.rule_missed", "到期未完成")};
    }
    light.planned_pct = hundred();
    light.actual_pct = completion;
    return light;
}

/// Between the ends of an interval in which it is to stay until the span is over.
Light within_light(const FigureStanding& s) {
    auto light = light_of(Colour::Green, phrase("light.rule_within", "在目标区间内"),
                          target_phrase(s, "target_within", "现为{actual}{unit}，在目标区间内"));
    note_coverage(light, s.units);
    light.planned_pct = hundred();
    light.actual_pct = hundred();
    light.gap_pp = Decimal{};
    return light;
}

}  // namespace

Colour colour_of(const Light& light) { return static_cast<Colour>(std::find(kTexts.begin(), kTexts.end(), light.colour) - kTexts.begin()); }

std::string_view colour_text(Colour colour) { return kTexts.at(static_cast<std::size_t>(colour)); }

std::string_view colour_word(Colour colour) { return kWords.at(static_cast<std::size_t>(colour)); }

Light grey_light(base::Phrase reason) { return light_of(Colour::Grey, phrase("light.rule_not_due", "未到报告期"), std::move(reason)); }

Light done_light(Timeliness timeliness, base::Phrase reason) {
    const bool late = timeliness == Timeliness::Late;
    auto light = light_of(Colour::Done, late ? phrase("light.rule_done_late", "逾期后完成") : phrase("light.rule_done", "按期完成"),
                          std::move(reason));
    if (late) {
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

bool reached(const FigureStanding& s) {
    return s.actual.value && reached(s.op, s.target, *s.actual.value) && !(is_interval(s) && *s.actual.value > *s.target_max);
}

std::optional<Decimal> completion_pct(TargetOperator op, Decimal target, std::optional<Decimal> target_max, Decimal actual) {
    if (!is_range(op, target_max) || actual < target) {
        return percent_of(target, actual);
    }
    return actual <= *target_max ? hundred() : percent_of(*target_max, actual);
}

Light figure_light(const FigureStanding& s, const LightSettings& settings) {
    if (s.actual.undefined) {
        auto light = light_of(Colour::Yellow, phrase("light.rule_no_value", "无法计算"), target_phrase(s, "target_no_value", "无法计算"));
        light.reasons.push_back(*s.actual.undefined);
        return light;
    }
    if (!s.actual.value) {
        return light_of(Colour::Yellow, phrase("light.rule_no_figure", "没有审核通过的数据"),
                        target_phrase(s, "target_no_figure", "尚无审核通过的数据"));
    }
    const auto& value = *s.actual.value;
    const bool over = s.span == FigureStanding::Span::Over;
    const bool above = is_range(s.op, s.target_max) && value > *s.target_max;
    const auto done = [&] {
        return above ? target_phrase(s, "target_exceeded", "已达到{actual}{unit}，高于目标上限")
                     : target_phrase(s, "target_reached", "已达到{actual}{unit}");
    };
    if (is_ceiling(s.op)) {
        return over && reached(s) ? done_light(s.reached, done()) : ceiling_light(s, s.target, settings);
    }
    if (above && is_interval(s)) {
        return ceiling_light(s, *s.target_max, settings);
    }
    if (is_interval(s) && reached(s) && !over) {
        return within_light(s);
    }
    const auto actual = completion_pct(s.op, s.target, s.target_max, value).value_or(hundred());
    if (reached(s)) {
        auto light = done_light(s.reached, done());
        light.actual_pct = actual;
        return light;
    }
    const auto start = percent_of(s.target, s.start).value_or(Decimal{});
    const auto planned = over ? hundred() : planned_pct(start, s.elapsed);
    if (over) {
        auto light =
            light_of(Colour::Red, phrase("light.rule_missed", "到期未完成"), target_phrase(s, "target_missed", "到期只有{actual}{unit}"));
        note_coverage(light, s.units);
        light.planned_pct = planned;
        light.actual_pct = actual;
        light.gap_pp = Decimal::from_e4(planned.e4() - actual.e4());
        return light;
    }
    auto light = gap_light(planned, actual, settings);
    light.reasons.insert(light.reasons.begin(), target_phrase(s, "target_now", "现为{actual}{unit}"));
    note_coverage(light, s.units);
    return light;
}

Light progress_light(const ProgressStanding& s, const LightSettings& settings) {
    if (!s.progress_pct) {
        return light_of(Colour::Yellow, phrase("light.rule_no_report", "没有审核通过的填报"),
                        phrase("light.no_progress", "报告期已过，尚无审核通过的进度"));
    }
    const bool all = s.coverage.reported == s.coverage.expected;
    if (all && *s.progress_pct >= hundred()) {
        auto light = done_light(s.reached, phrase("light.all_finished", "各填报单位的进度均为100%"));
        light.actual_pct = hundred();
        return light;
    }
    const bool over = s.span == ProgressStanding::Span::Over;
    const auto planned = over ? hundred() : planned_pct(Decimal{}, s.elapsed);
    auto light = gap_light(planned, *s.progress_pct, settings);
    if (over) {
        light.colour = colour_text(Colour::Red);
        light.word = colour_word(Colour::Red);
        light.rules = {phrase("light.rule_missed", "到期未完成")};
        light.reasons = {phrase("light.deadline_passed", "已过完成期限，实际进度{progress}%", {{"progress", s.progress_pct->text()}})};
    }
    note_coverage(light, s.coverage);
    return light;
}

Light deadline_light(const DeadlineStanding& s) {
    // "light.document_late" of one, "light.documents_late" of several units
    const auto due = [&](std::string_view what, std::string_view rest, int days) {
        const bool several = s.done.expected > 1;
        return phrase(fmt::format("light.document{}_{}", several ? "s" : "", what),
                      fmt::format("“{{name}}”应于{{due_on}}前完成{}{}", several ? "，{expected}个单位中已完成{done}个" : "", rest),
                      {{"name", s.name},
                       {"due_on", base::date_text(s.due_on)},
                       {"expected", std::to_string(s.done.expected)},
                       {"done", std::to_string(s.done.reported)},
                       {"days", std::to_string(days)}});
    };
    if (s.done.reported >= s.done.expected && s.done.expected > 0) {
        return done_light(s.reached, due("done", "", 0));
    }
    if (s.today > s.due_on) {
        return light_of(Colour::Red, phrase("light.rule_past_limit", "超过期限未完成"),
                        due("late", "，已逾期{days}天", static_cast<int>((s.today - s.due_on).count())));
    }
    const int warn = s.limit_days <= 15 ? 3 : s.limit_days <= 30 ? 5 : 10;
    const auto left = due("running", "，还剩{days}个工作日", s.working_days_left);
    const PhraseParams limit{{"days", std::to_string(warn)}};
    return s.working_days_left <= warn
               ? light_of(Colour::Yellow, phrase("light.rule_near_limit", "距期限不超过{days}个工作日", limit), left)
               : light_of(Colour::Green, phrase("light.rule_far_limit", "距期限超过{days}个工作日", limit), left);
}

std::optional<Light> burden_light(const Burdens& b) {
    if (b.orders_overdue > 0) {
        return light_of(Colour::Red, phrase("light.rule_order_overdue", "督办单逾期"),
                        phrase("light.orders_overdue", "{count}件督办单超过期限未反馈", {{"count", std::to_string(b.orders_overdue)}}));
    }
    std::optional<Light> light;
    const auto note = [&](int count, base::Phrase rule, std::string code, std::string_view pattern, PhraseParams params) {
        if (count == 0) {
            return;
        }
        params.emplace_back("count", std::to_string(count));
        auto reason = phrase(std::move(code), pattern, std::move(params));
        if (!light) {
            light = light_of(Colour::Yellow, std::move(rule), std::move(reason));
        } else {
            light->rules.push_back(std::move(rule));
            light->reasons.push_back(std::move(reason));
        }
    };
    note(b.reports_missing, phrase("light.rule_report_missing", "逾期未报"), "light.reports_missing", "{period_name}应报未报{count}份",
         {{"period", b.period}, {"period_name", b.period_name}});
    note(b.reports_returned, phrase("light.rule_report_returned", "填报被退回"), "light.reports_returned", "被退回尚未重报{count}份", {});
    note(b.milestones_overdue, phrase("light.rule_milestone_overdue", "时间节点逾期"), "light.milestones_overdue", "{count}个时间节点逾期",
         {});
    return light;
}

Light worst_of(const std::vector<Light>& lights) {
    const auto less = [](const Light& a, const Light& b) { return colour_of(a) < colour_of(b); };
    Light worst = *std::max_element(lights.begin(), lights.end(), less);
    std::vector<base::Phrase> reasons;
    for (const auto& light : lights) {
        if (light.colour == worst.colour) {
            reasons.insert(reasons.end(), light.reasons.begin(), light.reasons.end());
        }
        if (light.colour == worst.colour && light.gap_pp && (!worst.gap_pp || *light.gap_pp > *worst.gap_pp)) {
            worst.planned_pct = light.planned_pct;
            worst.actual_pct = light.actual_pct;
            worst.gap_pp = light.gap_pp;
            worst.rules = light.rules;
        }
        if (light.colour == worst.colour && light.word == "逾期办结") {
            worst.word = light.word;
            worst.rules = light.rules;
        }
    }
    worst.reasons = std::move(reasons);
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
