#include "supervise/supervise_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "identity/gate.hpp"
#include "json/json.hpp"
#include "plan/shapes_api.hpp"
#include "sheet/table_answer_api.hpp"
#include "supervise/figures_service.hpp"
#include "supervise/outlook_api.hpp"

namespace luoshi::supervise {
namespace {

using base::Decimal;
using base::Result;
using http::Request;
using http::Response;
using identity::Actor;
using json::Writer;

constexpr std::size_t kTrendMonths = 12;
constexpr std::size_t kOverdueOnCockpit = 20;
constexpr std::size_t kOverduePage = 50;

/// What distinguishes readers of the same cockpit: everybody who sees all rows reads the same bytes.
std::string reader_of(const Actor& actor) {
    if (actor.scope == identity::Scope::All) {
        return "all";
    }
    return fmt::format("{}:{}", actor.scope == identity::Scope::Own ? "own" : "subtree", actor.unit ? actor.unit->value() : 0);
}

std::function<bool(UnitId)> covered_by(const Actor& actor) {
    return [&actor](UnitId unit) { return actor.scope == identity::Scope::All || actor.covers(unit); };
}

void write_coverage(Writer& out, const rollup::Coverage& coverage) {
    out.begin_object().field("reported", coverage.reported).field("expected", coverage.expected).end_object();
}

void write_task(Writer& out, const TaskFacts& task) {
    out.begin_object().field("id", task.id).field("ref", task.ref).field("title", task.title).end_object();
}

std::optional<std::string_view> op_word(const std::optional<Goal>& goal, plan::TargetOperator Goal::*op) {
    return goal ? std::optional{plan::word((*goal).*op)} : std::nullopt;
}

std::optional<Decimal> max_of(const std::optional<Goal>& goal) { return goal ? goal->value_max : std::nullopt; }
std::optional<Decimal> value_of(const std::optional<Goal>& goal) { return goal ? std::optional{goal->value} : std::nullopt; }

/// The members of IndicatorSummary, within an object the caller opened.
void write_summary(Writer& out, const Board& board, const IndicatorLine& line) {
    const auto& definition = board.facts.figures.series.at(line.id).definition();
    out.field("id", line.id).field("code", definition.code).field("name", definition.name).field("unit", definition.unit);
    out.field("kind", plan::word(definition.kind)).key("tasks").begin_array();
    for (const auto& task : line.tasks) {
        out.begin_object().field("id", task.id).field("ref", task.name).end_object();
    }
    out.end_array().field("year", board.standing.year()).field("target", value_of(line.goal));
    out.field("target_max", max_of(line.goal)).field("target_op", op_word(line.goal, &Goal::op)).field("actual", line.actual.value);
    out.field("completion_pct", line.completion).key("undefined");
    line.actual.undefined ? plan::write_phrase(out, *line.actual.undefined) : static_cast<void>(out.null());
    out.key("light");
    plan::write_light(out, line.light);
    out.key("coverage");
    write_coverage(out, line.actual.coverage);
}

/// One year of an indicator: its goal, and what was reached by its end or so far.
struct YearLine {
    int year;
    std::optional<Goal> goal;
    rollup::Sum actual;
};

std::vector<YearLine> years_of(const Board& board, const IndicatorLine& line) {
    const auto& series = board.facts.figures.series.at(line.id);
    const auto open = board.standing.open();
    std::vector<YearLine> out;
    for (int year = board.facts.first_year; year <= board.facts.last_year; ++year) {
        const auto goal = line.goals.find(year);
        const bool begun = open && year <= open->year();
        out.push_back({year, goal == line.goals.end() ? std::nullopt : std::optional{goal->second},
                       begun ? series.year_to(std::min(*open, *Period::make(year, 12))) : rollup::Sum{}});
    }
    return out;
}

std::optional<Decimal> completion_of(const YearLine& year) {
    return year.goal && year.actual.value ? completion_pct(year.goal->op, year.goal->value, year.goal->value_max, *year.actual.value)
                                          : std::nullopt;
}

void write_cockpit_indicators(Writer& out, const Board& board) {
    out.key("indicators").begin_array();
    for (const auto& line : board.indicators) {
        const auto& series = board.facts.figures.series.at(line.id);
        out.begin_object();
        write_summary(out, board, line);
        out.key("trend").begin_array();
        const auto& periods = board.standing.periods;
        for (std::size_t i = periods.size() > kTrendMonths ? periods.size() - kTrendMonths : 0; i < periods.size(); ++i) {
            out.begin_object().field("period", periods[i].text()).field("value", series.month(periods[i]).value).end_object();
        }
        out.end_array().key("yearly").begin_array();
        for (const auto& year : years_of(board, line)) {
            out.begin_object()
                .field("year", year.year)
                .field("target", value_of(year.goal))
                .field("actual", year.actual.value)
                .end_object();
        }
        out.end_array().end_object();
    }
    out.end_array();
}

std::string_view kind_text(OverdueKind kind) {
    return kind == OverdueKind::Report ? "report" : kind == OverdueKind::Milestone ? "milestone" : "deliverable";
}

void write_overdue(Writer& out, const OverdueLine& late) {
    out.begin_object().field("kind", kind_text(late.kind));
    out.field("id", late.id ? std::optional{std::to_string(*late.id)} : std::nullopt).key("unit");
    plan::write_named(out, late.unit);
    out.key("task");
    write_task(out, *late.task);
    out.field("every", calendar::word(late.every))
        .field("title", late.title)
        .field("period", late.period ? std::optional{late.period->text()} : std::nullopt);
    out.field("due_on", late.due_on).field("days_late", late.days_late).end_object();
}

enum class Shown { Plan, NoPlan };

std::string write_cockpit(const Board& board, const Actor& actor, Shown shown) {
    const auto covered = covered_by(actor);
    const auto open = board.standing.open();
    Writer out;
    out.begin_object().field("watermark", std::to_string(board.facts.figures.watermark)).field("business_date", board.standing.today);
    out.key("plan");
    shown == Shown::NoPlan ? out.null() : out.begin_object().field("id", board.facts.id).field("name", board.facts.title).end_object();
    out.field("period", open ? open->text() : "").key("lights").begin_object();
    for (const auto colour : {Colour::Grey, Colour::Green, Colour::Yellow, Colour::Red, Colour::Done}) {
        out.field(colour_text(colour), std::count_if(board.tasks.begin(), board.tasks.end(),
                                                     [&](const TaskLine& task) { return colour_of(task.light) == colour; }));
    }
    out.end_object().key("tasks").begin_array();
    for (const auto& task : board.tasks) {
        out.begin_object().field("id", task.id).field("ref", task.ref).field("title", task.title).key("light");
        plan::write_light(out, task.light);
        out.key("lead_units").begin_array();
        for (const auto& unit : task.lead_units) {
            out.value(unit);
        }
        out.end_array().field("missing_reports", task.missing_reports).end_object();
    }
    out.end_array();
    write_cockpit_indicators(out, board);
    const auto counts = board.reporting(covered);
    out.key("reporting").begin_object().field("period", open ? open->text() : "").field("expected", counts.expected);
    out.field("approved", counts.approved).field("submitted", counts.submitted).field("returned", counts.returned);
    out.field("draft", counts.draft).field("missing", counts.missing);
    out.field("due_on", board.standing.open_due_on.value_or(board.standing.today)).end_object().key("overdue").begin_array();
    std::size_t overdue = 0;
    for (const auto& late : board.overdue) {
        if (covered(late.unit.id) && ++overdue <= kOverdueOnCockpit) {
            write_overdue(out, late);
        }
    }
    const auto due = board.standing.due;
    out.end_array().field("overdue_total", overdue).field("due_period", due ? due->text() : "").key("units").begin_array();
    // what was handed down is in the report of the unit above; a unit sees what it handed down itself
    const auto near = [&](const DutyFacts& part) {
        return !part.handed_down || (actor.scope != identity::Scope::All && (actor.is_of(part.unit) || part.from == actor.unit));
    };
    for (const auto& unit : board.units([&](const DutyFacts& part) { return covered(part.unit) && near(part); })) {
        out.begin_object().key("unit");
        plan::write_named(out, unit.unit);
        out.field("expected", unit.expected).field("approved", unit.approved).field("late", unit.late);
        out.field("worst_light", unit.worst.colour).field("worst_word", unit.worst.word).end_object();
    }
    out.end_array().end_object();
    return out.take();
}

Response reply(std::shared_ptr<const std::string> bytes) {
    Response response;
    response.shared_body = std::move(bytes);
    return response;
}

Result<Response> cockpit(Boards& boards, const Request& request) {
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    LUOSHI_TRY(board, boards.current(plan));
    const auto& actor = identity::actor_of(request);
    if (board) {
        const auto kept = board->reply(reader_of(actor));
        return reply(kept ? kept : board->keep(reader_of(actor), write_cockpit(board->board(), actor, Shown::Plan)));
    }
    if (plan) {
        return base::not_found("plan.not_found", "没有这个方案；请从方案列表重新进入");
    }
    LUOSHI_TRY(empty, boards.without_plan());
    return Response::json(write_cockpit(empty, actor, Shown::NoPlan));
}

Result<Response> list_overdue(Boards& boards, const Request& request) {
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    LUOSHI_TRY(board, boards.current(plan));
    const auto covered = covered_by(identity::actor_of(request));
    const auto after = request.query_value("after").value_or("");
    std::vector<const OverdueLine*> lines;
    std::optional<std::string> next;
    const std::span<const OverdueLine> all = board ? std::span{board->board().overdue} : std::span<const OverdueLine>{};
    for (const auto& line : all) {
        if (line.key <= after || !covered(line.unit.id)) {
            continue;
        }
        if (lines.size() == kOverduePage) {
            next = lines.back()->key;
            break;
        }
        lines.push_back(&line);
    }
    return Response::json(plan::page_json(
        lines, [](Writer& out, const OverdueLine* line) { write_overdue(out, *line); }, next));
}

std::optional<Response> cached_cockpit(Boards& boards, const Request& request) {
    const auto plan = plan::query_id<plan::PlanId>(request, "plan");
    const auto board = plan ? boards.peek(*plan) : nullptr;
    const auto kept = board ? board->reply(reader_of(identity::actor_of(request))) : nullptr;
    return kept ? std::optional{reply(kept)} : std::nullopt;
}

std::optional<std::string_view> words_of(const Request& request) {
    const auto words = request.query_value("q");
    return words && !words->empty() ? words : std::nullopt;
}

sheet::Sheet indicator_sheet(const std::vector<const IndicatorLine*>& lines, const Board* board) {
    sheet::Sheet out{.name = "指标", .title = "指标"};
    out.head = {{"指标", "代码", "计量单位", "年度", "目标", "目标上限", "实际", "完成（%）", "灯色", "已报（份）", "应报（份）", "任务"}};
    for (const auto* line : lines) {
        const auto& definition = board->facts.figures.series.at(line->id).definition();
        std::string tasks;
        for (const auto& task : line->tasks) {
            tasks += (tasks.empty() ? "" : "、") + task.name;
        }
        out.rows.push_back({definition.name, definition.code, definition.unit, sheet::cell(Decimal::from_integer(board->standing.year())),
                            sheet::cell(value_of(line->goal)), sheet::cell(max_of(line->goal)), sheet::cell(line->actual.value),
                            sheet::cell(line->completion), line->light.word,
                            sheet::cell(Decimal::from_integer(line->actual.coverage.reported)),
                            sheet::cell(Decimal::from_integer(line->actual.coverage.expected)), tasks});
    }
    if (board != nullptr) {
        out.note = "均为审定数；数据位置 " + std::to_string(board->facts.figures.watermark);
    }
    return out;
}

Result<Response> list_indicators(Boards& boards, const Request& request) {
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    LUOSHI_TRY(board, boards.current(plan));
    const auto words = words_of(request);
    std::vector<const IndicatorLine*> lines;
    for (const auto& line : board ? board->board().indicators : std::vector<IndicatorLine>{}) {
        const auto& definition = board->board().facts.figures.series.at(line.id).definition();
        if (!words || definition.name.find(*words) != std::string::npos || definition.code.find(*words) != std::string::npos) {
            lines.push_back(board->board().indicator(line.id));
        }
    }
    const auto page = [&] {
        return plan::page_json(lines, [&](Writer& out, const IndicatorLine* line) {
            out.begin_object();
            write_summary(out, board->board(), *line);
            out.end_object();
        });
    };
    return sheet::table_answer(request, page, [&] { return std::vector{indicator_sheet(lines, board ? &board->board() : nullptr)}; });
}

void write_source(Writer& out, const std::vector<TargetSource>& sources, const std::optional<Goal>& goal) {
    const auto source =
        std::find_if(sources.begin(), sources.end(), [&](const TargetSource& s) { return goal && s.target == goal->target; });
    if (source == sources.end()) {
        out.null();
        return;
    }
    out.begin_object().field("clause_id", source->clause).field("clause_ref", source->clause_ref).field("start_line", source->start_line);
    out.field("end_line", source->end_line)
        .field("begin", source->begin)
        .field("end", source->end)
        .field("quote", source->quote)
        .end_object();
}

void write_years(Writer& out, const IndicatorPage& page) {
    const auto& board = page.board->board();
    out.key("years").begin_array();
    for (const auto& year : years_of(board, *page.line)) {
        out.begin_object().field("year", year.year).field("target", value_of(year.goal));
        out.field("target_max", max_of(year.goal)).field("op", op_word(year.goal, &Goal::op));
        out.field("literal_op", op_word(year.goal, &Goal::literal_op)).field("actual", year.actual.value);
        out.field("completion_pct", completion_of(year)).key("coverage");
        write_coverage(out, year.actual.coverage);
        out.key("task");
        if (year.goal) {
            const auto& task = board.facts.tasks[board.task_place.at(year.goal->task)];
            out.begin_object().field("id", task.id).field("ref", task.ref).end_object();
        } else {
            out.null();
        }
        out.key("source");
        write_source(out, page.sources, year.goal);
        out.end_object();
    }
    out.end_array();
}

void write_months(Writer& out, const IndicatorPage& page) {
    const auto& board = page.board->board();
    const auto& series = board.facts.figures.series.at(page.line->id);
    const auto& planned = board.planned_values.at(page.line->id);
    out.key("months").begin_array();
    for (const auto period : board.standing.periods) {
        const auto plan_value = planned.find(period);
        const auto month = series.month(period);
        out.begin_object().field("period", period.text()).field("value", month.value).field("carried", month.carried);
        out.field("cumulative", series.year_to(period).value);
        out.field("planned", plan_value == planned.end() ? std::nullopt : std::optional{plan_value->second}).key("coverage");
        write_coverage(out, month.coverage);
        out.end_object();
    }
    out.end_array();
}

void write_units(Writer& out, const IndicatorPage& page) {
    const auto& board = page.board->board();
    const auto& series = board.facts.figures.series.at(page.line->id);
    const auto& at = board.standing;
    out.key("units").begin_array();
    for (const auto& unit : page.units) {
        out.begin_object().key("unit");
        plan::write_named(out, unit);
        out.field("piece", series.is_piece(unit.id)).key("values").begin_array();
        for (int year = board.facts.first_year; at.open() && year <= std::min(board.facts.last_year, at.open()->year()); ++year) {
            const auto sum = series.unit_year_to(unit.id, std::min(*at.open(), *Period::make(year, 12)));
            out.begin_object().field("year", year).field("value", sum.value).field("numerator", sum.numerator);
            const auto goal = page.line->goals.find(year);
            const auto share = goal == page.line->goals.end() ? page.shares.end() : page.shares.find({unit.id, goal->second.target, year});
            const auto held = share == page.shares.end() ? std::nullopt : std::optional{share->second};
            out.field("denominator", sum.denominator).field("share", held ? std::optional{held->value} : std::nullopt);
            out.field("share_max", held ? held->value_max : std::nullopt);
            out.field("completion_pct",
                      held && sum.value ? completion_pct(goal->second.op, held->value, held->value_max, *sum.value) : std::nullopt);
            out.end_object();
        }
        const auto latest = series.latest_period(unit.id);
        out.end_array().key("light");
        const auto light = page.lights.find(unit.id);
        light == page.lights.end() ? static_cast<void>(out.null()) : plan::write_light(out, light->second);
        out.field("latest_period", latest ? std::optional{latest->text()} : std::nullopt);
        const auto newest = latest ? series.own(unit.id, *latest) : std::nullopt;
        out.field("latest_value", newest ? std::optional{newest->value} : std::nullopt).key("missing_periods").begin_array();
        for (const auto period : at.periods) {
            if (at.due && period <= *at.due && !series.definition().by_formula() && series.lacks(unit.id, period)) {
                out.value(period.text());
            }
        }
        out.end_array().end_object();
    }
    out.end_array();
}

Result<Response> one_indicator(store::Database& db, Boards& boards, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<plan::IndicatorId>(request));
    LUOSHI_TRY(plan, plan::query_id<plan::PlanId>(request, "plan"));
    LUOSHI_TRY(page, indicator_page(db, boards, identity::actor_of(request), id, plan));
    const auto& board = page.board->board();
    const auto& series = board.facts.figures.series.at(id);
    const auto& definition = series.definition();
    Writer out;
    out.begin_object();
    write_summary(out, board, *page.line);
    out.field("definition", definition.definition).field("direction", plan::word(definition.direction));
    out.field("across", plan::word(definition.across));
    out.field("decimals", definition.decimals).field("numerator_name", definition.numerator_name);
    out.field("denominator_name", definition.denominator_name).field("formula", series.formula()).key("operands").begin_array();
    for (const auto& operand : series.operands()) {
        out.begin_object().field("id", operand.id).field("name", operand.name).field("unit", operand.unit).end_object();
    }
    out.end_array();
    write_years(out, page);
    write_months(out, page);
    write_units(out, page);
    out.field("watermark", std::to_string(board.facts.figures.watermark)).end_object();
    return Response::json(out.take());
}

Result<std::optional<std::int64_t>> number_in_query(const Request& request, std::string_view name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) {
        return std::optional<std::int64_t>{};
    }
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc{} || end != text->data() + text->size() || number < 1) {
        return base::bad_input("request.invalid", fmt::format("地址中的“{}”应为正整数", name));
    }
    return std::optional{number};
}

Result<Response> list_indicator_facts(store::Database& db, Boards& boards, const Request& request) {
    LUOSHI_TRY(id, plan::path_id<plan::IndicatorId>(request));
    LUOSHI_TRY(unit, plan::query_id<UnitId>(request, "unit"));
    LUOSHI_TRY(year, number_in_query(request, "year"));
    LUOSHI_TRY(before, number_in_query(request, "after"));
    if (year && *year > 9999) {
        return base::bad_input("request.invalid", "地址中的“year”应为四位年份");
    }
    const FactFilter filter{unit, year ? std::optional{static_cast<int>(*year)} : std::nullopt, before};
    LUOSHI_TRY(page, indicator_facts(db, boards, identity::actor_of(request), id, filter));
    const auto write = [](Writer& out, const FactRow& fact) {
        out.begin_object().field("period", fact.period).key("unit");
        plan::write_named(out, plan::UnitRef{fact.unit, fact.unit_name});
        out.field("value", fact.value).field("numerator", fact.numerator).field("denominator", fact.denominator);
        out.field("version", fact.version).field("current", fact.current).field("report_id", fact.report).field("author", fact.author);
        out.field("reviewer", fact.reviewer).field("at", fact.at).field("reason", fact.reason);
        out.field("evidence_count", fact.evidence_count).end_object();
    };
    return Response::json(plan::page_json(page.items, write, page.next ? std::optional{std::to_string(*page.next)} : std::nullopt));
}

}  // namespace

void add_routes(http::Router& router, store::Database& db, Boards& boards) {
    using http::Method;
    router.add({.method = Method::Get,
                .pattern = "/api/v1/cockpit",
                .permission = "cockpit.read",
                .summary = "驾驶舱：任务灯色、重点指标、报送情况、逾期事项",
                .handler = [&](const Request& request) { return cockpit(boards, request); },
                .run_on = http::RunOn::IoThread,
                .cached = [&](const Request& request) { return cached_cockpit(boards, request); },
                .response_schema = "Cockpit",
                .query = {{"plan", "方案编号，不写为现行方案"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/cockpit/overdue",
                .permission = "cockpit.read",
                .summary = "逾期事项，各月的都在内，逾期最久的在前",
                .handler = [&](const Request& request) { return list_overdue(boards, request); },
                .response_schema = "OverduePage",
                .query = {{"plan", "方案编号，不写为现行方案"}, {"after", "上一页答复中的 next"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/indicators",
                .permission = "indicator.read",
                .summary = "方案的指标及当年目标、实际与灯色",
                .handler = [&](const Request& request) { return list_indicators(boards, request); },
                .response_schema = "IndicatorPage",
                .query = {{"plan", "方案编号，不写为现行方案"}, {"q", "指标名称或代码中的字"}, {"format", "json、csv、xlsx"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/indicators/{id}",
                .permission = "indicator.read",
                .summary = "一项指标：口径、各年目标、逐月、分单位",
                .handler = [&](const Request& request) { return one_indicator(db, boards, request); },
                .response_schema = "Indicator",
                .query = {{"plan", "方案编号，不写为用到它的现行方案"}}});
    router.add({.method = Method::Get,
                .pattern = "/api/v1/indicators/{id}/facts",
                .permission = "indicator.read",
                .summary = "一项指标审核通过的数据及其历次更正，从新到旧",
                .handler = [&](const Request& request) { return list_indicator_facts(db, boards, request); },
                .response_schema = "FactPage",
                .query = {{"unit", "单位编号"}, {"year", "年份"}, {"after", "上一页答复中的 next"}}});
    add_outlook_routes(router, db, boards);
}

}  // namespace luoshi::supervise
