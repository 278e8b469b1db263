#include "document/extraction_json.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "json/json.hpp"

namespace luoshi::document {
namespace {

std::string_view op_text(plan::TargetOperator op) {
    switch (op) {
        case plan::TargetOperator::AtLeast:
            return ">=";
        case plan::TargetOperator::MoreThan:
            return ">";
        case plan::TargetOperator::AtMost:
            return "<=";
        case plan::TargetOperator::LessThan:
            return "<";
        case plan::TargetOperator::About:
            return "~";
        case plan::TargetOperator::Between:
            return "between";
        case plan::TargetOperator::Equal:
            break;
    }
    return "=";
}

std::string_view kind_text(plan::TargetKind kind) {
    switch (kind) {
        case plan::TargetKind::Reference:
            return "reference";
        case plan::TargetKind::AllOfSet:
            return "all_of_set";
        case plan::TargetKind::Deliverable:
            return "deliverable";
        case plan::TargetKind::Numeric:
            break;
    }
    return "numeric";
}

void write_source(json::Writer& out, const plan::Span& span) {
    out.key("source").begin_object().field("start_line", span.start_line).field("end_line", span.end_line).end_object();
}

/// A figure as a JSON number, exactly as it stands.
void write_figure(json::Writer& out, std::string_view name, const std::optional<base::Decimal>& figure) {
    out.key(name);
    figure ? out.raw(figure->text()) : out.null();
}

void write_text_or_null(json::Writer& out, std::string_view name, const std::string& text) {
    out.key(name);
    text.empty() ? out.null() : out.value(text);
}

void write_target(json::Writer& out, const plan::DraftTarget& target) {
    out.begin_object().field("name", target.name).field("op", op_text(target.op));
    write_figure(out, "value", target.value);
    if (target.value_max) {
        write_figure(out, "value_max", target.value_max);
    }
    out.field("unit", target.unit).field("year", target.year);
    write_text_or_null(out, "scope", target.scope);
    if (target.change != 0) {
        out.field("change", std::string_view(&target.change, 1));
    }
    if (target.per_year) {
        out.field("per_year", true);
    }
    out.end_object();
}

void write_unquantified(json::Writer& out, const plan::DraftTarget& target) {
    out.begin_object().field("kind", kind_text(target.kind)).field("name", target.name).field("op", op_text(target.op));
    write_text_or_null(out, "scope", target.scope);
    out.field("year", target.year).field("due_on", target.due_on);
    write_source(out, target.span);
    out.end_object();
}

void write_targets(json::Writer& out, const std::vector<plan::DraftTarget>& targets) {
    const auto numeric = [](const plan::DraftTarget& target) { return target.kind == plan::TargetKind::Numeric; };
    out.key("targets").begin_array();
    for (const auto& target : targets) {
        if (numeric(target)) {
            write_target(out, target);
        }
    }
    out.end_array();
    if (std::all_of(targets.begin(), targets.end(), numeric)) {
        return;
    }
    out.key("unquantified").begin_array();
    for (const auto& target : targets) {
        if (!numeric(target)) {
            write_unquantified(out, target);
        }
    }
    out.end_array();
}

void write_units(json::Writer& out, std::string_view name, const std::vector<plan::DraftUnit>& units) {
    out.key(name).begin_array();
    for (const auto& unit : units) {
        out.value(unit.name);
    }
    out.end_array();
}

std::string years_text(int from, int to) { return from == to ? std::to_string(from) : fmt::format("{}-{}", from, to); }

void write_task(json::Writer& out, const plan::DraftTask& task) {
    out.begin_object().field("ref", task.ref).field("title", task.title);
    write_units(out, "lead_units", task.lead_units);
    write_units(out, "responsible_units", task.responsible_units);
    out.field("deadline", task.deadline).key("years").begin_object();
    for (const auto& measure : task.measures) {
        out.field(years_text(measure.year_from, measure.year_to), measure.text);
    }
    out.end_object();
    write_targets(out, task.targets);
    if (task.continuous) {
        out.field("continuous", true);
    }
    if (!task.questions.empty()) {
        out.key("questions").begin_array();
        for (const auto& question : task.questions) {
            out.begin_object().field("code", question.code).field("subject", question.subject);
            write_source(out, question.span);
            out.end_object();
        }
        out.end_array();
    }
    write_source(out, task.span);
    out.end_object();
}

}  // namespace

std::string extraction_json(const plan::PlanDraft& draft) {
    const auto& meta = draft.meta;
    json::Writer out;
    out.begin_object().key("meta").begin_object();
    out.field("doc_number", meta.doc_number).field("title", meta.title).field("issuer", meta.issuer).field("issued_on", meta.issued_on);
    out.field("period", meta.period_from && meta.period_to ? std::optional{years_text(*meta.period_from, *meta.period_to)} : std::nullopt);
    out.end_object().key("tasks").begin_array();
    for (const auto& task : draft.tasks) {
        write_task(out, task);
    }
    out.end_array().end_object();
    return out.take();
}

}  // namespace luoshi::document
