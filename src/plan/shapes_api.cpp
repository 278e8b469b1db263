#include "plan/shapes_api.hpp"

#include "audit/audit.hpp"
#include "plan/question.hpp"

namespace luoshi::plan {
namespace {

using json::Writer;

void write_texts(Writer& out, std::string_view key, const std::vector<std::string>& texts) {
    out.key(key).begin_array();
    for (const std::string& text : texts) {
        out.value(text);
    }
    out.end_array();
}

template <class Items, class Write>
void write_list(Writer& out, std::string_view key, const Items& items, const Write& write) {
    out.key(key).begin_array();
    for (const auto& item : items) {
        write(item);
    }
    out.end_array();
}

void write_task_source(Writer& out, const TaskRow& task, const Span& span, const QuotableText& text) {
    out.key("source");
    write_source(out, task.clause, task.clause_ref, span, text);
}

void write_task_ref(Writer& out, const UnitDutyRow& row) {
    out.key("task").begin_object().field("id", row.task).field("ref", row.task_ref).field("title", row.task_title).end_object();
}

void write_summary_members(Writer& out, const TaskHead& head, const Light& light) {
    out.field("id", head.id).field("ref", head.ref).field("title", head.title).field("state", word(head.state));
    out.field("deadline", head.deadline).field("continuous", head.continuous);
    write_texts(out, "lead_units", head.lead_units);
    write_texts(out, "responsible_units", head.responsible_units);
    out.field("target_count", head.facts.targets).field("open_questions", head.open_questions);
    out.field("missing_checks", missing_checks(head.facts)).key("light");
    write_light(out, light);
    out.field("version", head.version);
}

/// As drawn from the document, where that was changed.
void write_first(Writer& out, const TargetRow& target) {
    const FirstTarget& first = target.first;
    out.key("first");
    if (first == FirstTarget{target.name, target.op, target.value, target.value_max, target.unit, target.year}) {
        out.null();
        return;
    }
    out.begin_object().field("name", first.name).field("op", word(first.op)).field("value", first.value);
    out.field("value_max", first.value_max).field("unit", first.unit).field("year", first.year).end_object();
}

void write_correction(Writer& out, const Correction& correction) {
    out.begin_object().field("id", correction.id).field("object_kind", correction.object_kind);
    out.field("object_id", std::to_string(correction.object)).field("label", correction.label).field("at", correction.at);
    out.field("by", correction.by).field("post", correction.post).field("unit", correction.unit).field("reason", correction.reason);
    out.key("changes").raw(correction.changes_json).end_object();
}

void write_part(Writer& out, const PartView& part) {
    out.begin_object().field("id", part.part.id).key("unit");
    write_named(out, part.part.unit);
    out.field("role", word(part.part.role)).field("from_literal", part.part.from_literal).key("light");
    write_light(out, *part.status.light);
    out.field("assigned", part.part.assigned).field("report_state", part.status.report_state).end_object();
}

}  // namespace

void write_phrase(Writer& out, const base::Phrase& phrase) {
    out.begin_object().field("code", phrase.code).field("text", phrase.text).key("params").begin_object();
    for (const auto& [name, value] : phrase.params) {
        out.field(name, value);
    }
    out.end_object().end_object();
}

void write_light(Writer& out, const Light& light) {
    out.begin_object().field("colour", light.colour).field("word", light.word);
    write_list(out, "rules", light.rules, [&](const base::Phrase& rule) { write_phrase(out, rule); });
    write_list(out, "reasons", light.reasons, [&](const base::Phrase& reason) { write_phrase(out, reason); });
    out.field("planned_pct", light.planned_pct).field("actual_pct", light.actual_pct).field("gap_pp", light.gap_pp).end_object();
}

void write_source(Writer& out, const std::optional<ClauseId>& clause, std::string_view clause_ref, const Span& span,
                  const QuotableText& text) {
    out.begin_object().field("clause_id", clause).field("clause_ref", clause_ref);
    out.field("start_line", span.start_line).field("end_line", span.end_line).field("begin", span.begin).field("end", span.end);
    out.field("quote", text.cut(span.begin, span.end)).end_object();
}

void write_plan(Writer& out, const PlanRow& plan, PlanShape shape) {
    out.begin_object().field("id", plan.id).field("title", plan.title).field("doc_number", plan.doc_number).field("issuer", plan.issuer);
    out.field("issued_on", plan.issued_on).field("period_from", plan.period_from).field("period_to", plan.period_to);
    out.field("state", word(plan.state)).field("task_count", plan.tasks).field("open_questions", plan.open_questions);
    out.field("version", plan.version);
    if (shape == PlanShape::Full) {
        out.key("owner_unit");
        write_named(out, plan.owner);
        out.field("imported_at", plan.imported_at).field("imported_by", plan.imported_by).field("confirmed_at", plan.confirmed_at);
        out.field("confirmed_by", plan.confirmed_by).field("target_count", plan.targets).field("accepted_tasks", plan.accepted_tasks);
    }
    out.end_object();
}

void write_task_summary(Writer& out, const TaskHead& head, const Light& light) {
    out.begin_object();
    write_summary_members(out, head, light);
    out.end_object();
}

void write_task(Writer& out, const TaskView& view) {
    const TaskRow& row = view.row;
    out.begin_object();
    write_summary_members(out, row.head, view.light);
    out.key("plan").begin_object().field("id", row.plan.id).field("name", row.plan.name).field("state", word(row.plan_state)).end_object();
    out.field("content", row.content).key("first");
    if (row.first_title != row.head.title || row.first_deadline != row.head.deadline) {
        out.begin_object().field("title", row.first_title).field("deadline", row.first_deadline).end_object();
    } else {
        out.null();
    }
    write_task_source(out, row, row.span, *view.text);
    write_list(out, "measures", view.measures, [&](const MeasureRow& measure) {
        out.begin_object().field("id", measure.id).field("year_from", measure.year_from).field("year_to", measure.year_to);
        out.field("text", measure.text);
        write_task_source(out, row, measure.span, *view.text);
        out.end_object();
    });
    write_list(out, "duties", view.duties, [&](const DutyRow& duty) { write_duty(out, duty, row, *view.text); });
    write_list(out, "targets", view.targets, [&](const TargetRow& target) { write_target(out, target, row, *view.text); });
    write_list(out, "questions", view.questions, [&](const QuestionRow& question) { write_question(out, question, *view.text); });
    write_list(out, "checks", view.checks, [&](const Check& check) {
        out.begin_object().field("key", check.code).field("name", check.name).field("ok", check.ok()).key("missing");
        if (check.missing) {
            write_phrase(out, *check.missing);
        } else {
            out.null();
        }
        out.end_object();
    });
    write_list(out, "unit_duties", view.parts, [&](const PartView& part) { write_part(out, part); });
    write_list(out, "corrections", view.corrections, [&](const Correction& correction) { write_correction(out, correction); });
    write_list(out, "target_changes", view.target_changes, [&](const TargetChange& change) { write_target_change(out, change); });
    out.end_object();
}

void write_duty(Writer& out, const DutyRow& duty, const TaskRow& task, const QuotableText& text) {
    out.begin_object().field("id", duty.id).field("role", word(duty.role)).field("literal", duty.literal);
    out.field("resolution", word(duty.resolution));
    write_list(out, "units", duty.units, [&](const UnitRef& unit) { write_named(out, unit); });
    out.field("group", duty.group_code).field("confirmed_by", duty.confirmed_by).field("confirmed_at", duty.confirmed_at);
    out.field("note", duty.note).field("first_role", word(duty.first_role));
    write_task_source(out, task, duty.span, text);
    out.field("version", duty.version).end_object();
}

void write_target(Writer& out, const TargetRow& target, const TaskRow& task, const QuotableText& text) {
    out.begin_object().field("id", target.id).field("kind", word(target.kind)).field("name", target.name).field("op", word(target.op));
    out.field("effective_op", word(target.effective_op)).field("value", target.value).field("value_max", target.value_max);
    out.field("unit", target.unit).field("year", target.year).field("due_on", target.due_on).field("scope", target.scope);
    out.field("change", target.change).field("per_year", target.per_year).key("indicator");
    if (target.indicator) {
        write_named(out, *target.indicator);
    } else {
        out.null();
    }
    write_first(out, target);
    write_task_source(out, task, target.span, text);
    out.field("version", target.version).end_object();
}

void write_target_change(Writer& out, const TargetChange& change) {
    out.begin_object().field("id", change.id).field("target_id", change.target).field("state", word(change.state));
    out.key("changes").raw(audit::changes_json(differences(change.before, change.after)));
    out.field("reason", change.reason).field("proposed_on", change.proposed_on).field("proposed_at", change.proposed_at);
    out.field("proposed_user_id", change.proposed_user).field("proposed_by", change.proposed_by);
    out.field("decided_on", change.decided_on).field("decided_by", change.decided_by).field("note", change.note).end_object();
}

void write_question(Writer& out, const QuestionRow& question, const QuotableText& text) {
    out.begin_object().field("id", question.id).field("task_id", question.task).field("task_ref", question.task_ref);
    out.field("code", question.code).field("text", question_text(question.code, question.subject)).field("subject", question.subject);
    out.field("state", question.open ? "open" : "answered").field("answer", question.answer).field("answered_by", question.answered_by);
    out.field("answered_at", question.answered_at).field("from_package", question.from_package).key("source");
    write_source(out, question.clause, question.clause_ref, question.span, text);
    out.field("duty_id", question.duty).end_object();
}

void write_assignment_members(Writer& out, const AssignmentView& view) {
    const AssignmentRow& row = view.row;
    out.field("id", row.id).field("kind", word(row.assignee.kind)).key("post");
    if (row.assignee.post) {
        write_named(out, Named<PostId>{*row.assignee.post, row.post_name});
    } else {
        out.null();
    }
    out.key("section");
    if (row.assignee.section) {
        write_named(out, Named<SectionId>{*row.assignee.section, row.section_name});
    } else {
        out.null();
    }
    out.field("holder", row.holder).field("state", word(row.state)).field("reason", row.reason);
    out.field("decided_at", row.decided_at).field("mine", view.mine);
}

void write_assignment(Writer& out, const AssignmentView& view) {
    out.begin_object();
    write_assignment_members(out, view);
    out.end_object();
}

void write_milestone_members(Writer& out, const MilestoneView& view) {
    const MilestoneRow& row = view.row;
    out.field("id", row.id).field("title", row.title).field("due_on", row.due_on).field("first_due_on", row.first_due_on);
    out.field("planned_pct", row.planned_pct).field("done_on", row.done_on).field("overdue", view.overdue).field("version", row.version);
}

void write_milestone(Writer& out, const MilestoneView& view) {
    out.begin_object();
    write_milestone_members(out, view);
    out.end_object();
}

void write_unit_duty(Writer& out, const UnitDutyView& view) {
    const UnitDutyRow& row = view.row;
    out.begin_object().field("id", row.id);
    write_task_ref(out, row);
    out.key("unit");
    write_named(out, row.unit);
    out.field("role", word(row.role)).key("handed_from");
    if (row.handed_from) {
        write_named(out, *row.handed_from);
    } else {
        out.null();
    }
    out.field("note", row.note).field("every", row.every ? std::optional{calendar::word(*row.every)} : std::nullopt);
    write_list(out, "assignments", view.assignments, [&](const AssignmentView& assignment) { write_assignment(out, assignment); });
    write_list(out, "milestones", view.milestones, [&](const MilestoneView& milestone) { write_milestone(out, milestone); });
    out.key("light");
    write_light(out, *view.status.light);
    const auto write_slot = [&](const ReportSlot& slot) {
        out.begin_object().field("period", slot.period).key("id");
        if (slot.report) {
            out.value(std::to_string(*slot.report));
        } else {
            out.null();
        }
        out.field("every", slot.every).field("state", slot.state).end_object();
    };
    write_list(out, "reports", view.reports, write_slot);
    const auto write_figure = [&](const AskedFigure& figure) {
        out.begin_object().field("id", figure.id).field("name", figure.name).field("unit", figure.unit).end_object();
    };
    write_list(out, "asked", view.asked, write_figure);
    write_list(out, "askable", view.askable, write_figure);
    write_list(out, "handed", view.handed, [&](const HandedPart& part) {
        out.begin_object().field("id", part.row.id).key("unit");
        write_named(out, part.row.unit);
        out.field("note", part.row.note).field("every", part.row.every ? std::optional{calendar::word(*part.row.every)} : std::nullopt);
        write_list(out, "asked", part.asked, write_figure);
        out.field("since", part.row.valid_from).field("ended_on", part.row.valid_to).field("named", part.row.named).key("newest");
        part.newest ? write_slot(*part.newest) : static_cast<void>(out.null());
        out.field("version", part.row.version).end_object();
    });
    out.key("may").begin_object().field("assign", view.may_assign).field("hand_down", view.may_hand_down).end_object();
    out.field("version", row.version).end_object();
}

base::Error with_theirs(base::Error error, store::Database& db, std::string_view object_kind, std::int64_t id, std::string theirs_json) {
    if (error.category != base::Category::VersionMismatch) {
        return error;
    }
    const auto last = db.read([&](store::ReadTx& tx) { return audit::last_of(tx, object_kind, std::to_string(id)); });
    Writer out;
    out.begin_object().key("theirs").raw(theirs_json);
    out.field("changed_by", last ? last->origin.user_name : "");
    out.field("changed_at", last ? std::optional{last->at} : std::nullopt).end_object();
    error.detail_json = out.take();
    return error;
}

}  // namespace luoshi::plan
