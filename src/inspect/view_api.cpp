#include "inspect/view_api.hpp"

#include <algorithm>

#include "json/json.hpp"
#include "plan/shapes_api.hpp"

namespace luoshi::inspect {
namespace {

using json::Writer;

void write_words(Writer& out, const char* key, const std::vector<Method>& methods) {
    out.key(key).begin_array();
    for (const auto method : methods) {
        out.value(plan::word(method));
    }
    out.end_array();
}

void write_texts(Writer& out, const char* key, const std::vector<std::string>& texts) {
    out.key(key).begin_array();
    for (const auto& text : texts) {
        out.value(text);
    }
    out.end_array();
}

template <class Rows, class Write>
void write_list(Writer& out, const char* key, const Rows& rows, const Write& write) {
    out.key(key).begin_array();
    for (const auto& row : rows) {
        write(row);
    }
    out.end_array();
}

void write_unit(Writer& out, const char* key, UnitId id, const std::string& name) {
    out.key(key).begin_object().field("id", id).field("name", name).end_object();
}

void write_line(Writer& out, const LineView& view) {
    const auto& line = view.row;
    out.begin_object().field("id", line.id).field("task_id", line.task).field("title", line.title).field("measure", line.measure);
    write_texts(out, "targets", line.targets);
    write_texts(out, "figures", line.figures);
    out.field("light", line.light).field("light_word", line.light_word).field("drawn_on", line.drawn_on);
    out.field("finding", plan::word(line.finding))
        .field("said", line.said)
        .field("found_by", line.found_by)
        .field("found_on", line.found_on);
    write_list(out, "files", view.files, [&](const FileRow& file) { write_file(out, file); });
    out.field("version", line.version).end_object();
}

void write_rectification(Writer& out, const RectificationView& view) {
    const auto& row = view.row;
    out.begin_object().field("id", row.id).field("line_id", row.line).field("what", row.what);
    write_unit(out, "unit", row.unit, row.unit_name);
    out.field("due_on", row.due_on).field("state", plan::word(row.state)).field("overdue", view.overdue);
    out.field("report", row.report).field("reported_on", row.reported_on).field("reported_by", row.reported_by);
    out.field("check", row.check).field("checked_on", row.checked_on).field("checked_by", row.checked_by);
    out.key("order_id");
    if (row.order) {
        out.value(std::to_string(*row.order));
    } else {
        out.null();
    }
    write_list(out, "files", view.files, [&](const FileRow& file) { write_file(out, file); });
    out.field("may_report", view.may_report).field("may_check", view.may_check).field("may_order", view.may_order);
    out.field("version", row.version).end_object();
}

void write_conclusion(Writer& out, const Object& object) {
    out.key("conclusion");
    if (!object.conclusion) {
        out.null();
    } else {
        const auto& conclusion = *object.conclusion;
        out.begin_object().field("text", conclusion.text).field("by", conclusion.by).field("served_at", conclusion.served_at);
        out.field("served_on", conclusion.served_on).field("ask_by", conclusion.ask_by);
        out.field("in_force", text_in_force(conclusion, object.reconsideration)).end_object();
    }
    out.key("reconsideration");
    if (!object.reconsideration) {
        out.null();
        return;
    }
    const auto& asked = *object.reconsideration;
    out.begin_object().field("reason", asked.reason).field("asked_by", asked.asked_by).field("asked_on", asked.asked_on);
    out.field("decide_by", asked.decide_by).key("decision");
    if (!asked.decision) {
        out.null();
    } else {
        const auto& decision = *asked.decision;
        out.begin_object().field("outcome", plan::word(decision.outcome)).field("text", decision.text).field("reason", decision.reason);
        out.field("by", decision.by).field("on", decision.on).end_object();
    }
    out.end_object();
}

void write_object(Writer& out, const View& view, const ObjectView& shown) {
    const auto& object = shown.object;
    out.begin_object().field("id", object.id);
    write_unit(out, "unit", object.unit.id, object.unit.name);
    out.field("state", plan::word(object.state)).field("sees_conclusion", shown.sees_conclusion);
    write_conclusion(out, object);
    write_list(out, "lines", shown.lines, [&](const LineView& line) { write_line(out, line); });
    write_list(out, "rectifications", shown.rectifications, [&](const RectificationView& row) { write_rectification(out, row); });
    write_list(out, "away", shown.away, [&](const Recusal& away) {
        const auto& people = view.inspection.people;
        const auto found = std::find_if(people.begin(), people.end(), [&](const Person& person) { return person.user == away.user; });
        out.begin_object().field("user_id", away.user).field("name", found == people.end() ? "" : found->label);
        out.field("reason", away.reason).end_object();
    });
    out.field("may_find", shown.may_find).field("may_conclude", shown.may_conclude).field("may_ask", shown.may_ask);
    out.field("may_decide", shown.may_decide).field("may_recuse", shown.may_recuse).field("decision_overdue", shown.decision_overdue);
    out.field("version", object.version).end_object();
}

void write_head(Writer& out, const Inspection& inspection) {
    const auto& draft = inspection.draft;
    out.field("id", inspection.id).field("title", draft.title).field("type", plan::word(draft.type));
    out.field("state", plan::word(inspection.state));
    write_unit(out, "organiser", inspection.organiser.id, inspection.organiser.name);
    out.field("from", draft.from).field("to", draft.to).field("secret", draft.is_secret()).field("drafted_on", inspection.drafted_on);
}

std::string outcome_name(const Object& object) {
    constexpr std::array<const char*, 3> outcomes{"维持", "变更", "撤销"};
    switch (object.state) {
        case ObjectState::Open:
            return "检查中";
        case ObjectState::Served:
            return "结论已送达";
        case ObjectState::Asked:
            return "复核中";
        case ObjectState::Decided:
            return std::string{"复核："} + outcomes[static_cast<std::size_t>(object.reconsideration->decision->outcome)];
    }
    return {};
}

}  // namespace

void write_file(Writer& out, const FileRow& file) {
    out.begin_object()
        .field("id", file.id)
        .field("file_name", file.file_name)
        .field("size", file.size)
        .field("media_type", file.media_type);
    out.field("uploaded_by", file.uploaded_by).field("uploaded_at", file.uploaded_at).end_object();
}

void write_row(Writer& out, const ListRow& row) {
    out.begin_object();
    write_head(out, row.inspection);
    write_list(out, "objects", row.inspection.objects, [&](const Object& object) {
        out.begin_object().field("id", object.id);
        write_unit(out, "unit", object.unit.id, object.unit.name);
        out.field("state", plan::word(object.state)).end_object();
    });
    out.key("rectifications");
    if (row.sees_all) {
        out.begin_object().field("open", row.rectifications.open).field("overdue", row.rectifications.overdue).end_object();
    } else {
        out.null();
    }
    out.end_object();
}

std::string view_json(const View& view) {
    const auto& inspection = view.inspection;
    const auto& draft = inspection.draft;
    Writer out;
    out.begin_object();
    write_head(out, inspection);
    write_words(out, "methods", draft.methods);
    out.field("authority", plan::word(draft.authority)).field("basis", draft.basis).key("delegation").begin_object();
    out.field("item", draft.delegation.item).field("scope", draft.delegation.scope).field("duty", draft.delegation.duty);
    out.field("from", draft.delegation.from).field("to", draft.delegation.to).end_object();
    write_list(out, "tasks", inspection.topics, [&](const Topic& topic) {
        out.begin_object().field("id", topic.id).field("ref", topic.ref).field("title", topic.title).end_object();
    });
    out.field("content", draft.content).field("scope", draft.scope).field("invited", draft.invited);
    write_list(out, "team", inspection.people, [&](const Person& person) {
        out.begin_object().field("user_id", person.user).field("name", person.name).field("label", person.label);
        out.field("leads", draft.leader == person.user).end_object();
    });
    out.field("drafted_by", inspection.drafted_by).field("decided_by", inspection.decided_by).field("decided_on", inspection.decided_on);
    out.field("refused_for", inspection.refused_for);
    write_list(out, "overrides", inspection.overrides, [&](const Override& given) {
        out.begin_object().field("rule", plan::word(given.rule)).field("said", given.said).field("reason", given.reason);
        out.field("by", given.by).end_object();
    });
    write_list(out, "lacks", view.lacks, [&](const base::FieldError& lack) {
        plan::write_phrase(out, {lack.code, lack.params, lack.message});
    });
    write_list(out, "breaches", view.breaches, [&](const Breach& breach) {
        out.begin_object().field("rule", plan::word(breach.rule)).key("said");
        plan::write_phrase(out, breach.said);
        out.field("may_override", breach.may_override).end_object();
    });
    write_list(out, "objects", view.objects, [&](const ObjectView& object) { write_object(out, view, object); });
    write_list(out, "steps", view.steps, [&](const Step& step) {
        out.begin_object().field("object_id", step.object).field("at", step.at).field("on", step.on).field("act", step.act);
        out.field("by", step.by).field("post", step.post).field("reason", step.reason).end_object();
    });
    out.field("sees_all", view.sees_all).field("may_edit", view.may_edit).field("may_approve", view.may_approve);
    out.field("may_cancel", view.may_cancel)
        .field("may_change_team", view.may_change_team)
        .field("version", inspection.version)
        .end_object();
    return out.take();
}

sheet::Sheet as_sheet(const std::vector<ListRow>& rows) {
    sheet::Sheet out{.name = "督查台账",
                     .title = "督查台账",
                     .head = {{"督查名称", "类型", "组织单位", "开始", "结束", "状态", "督查对象", "对象状态", "未完成整改", "逾期整改"}}};
    const auto day = [](const std::optional<base::Date>& date) { return date ? base::date_text(*date) : std::string{}; };
    for (const auto& row : rows) {
        const auto& inspection = row.inspection;
        for (std::size_t i = 0; i < std::max<std::size_t>(1, inspection.objects.size()); ++i) {
            const auto counted = [&](int count) {
                return sheet::cell(i == 0 && row.sees_all ? std::optional{base::Decimal::from_integer(count)} : std::nullopt);
            };
            const auto* object = i < inspection.objects.size() ? &inspection.objects[i] : nullptr;
            out.rows.push_back({inspection.draft.title, std::string{type_name(inspection.draft.type)}, inspection.organiser.name,
                                day(inspection.draft.from), day(inspection.draft.to), std::string{state_name(inspection.state)},
                                object == nullptr ? "" : object->unit.name, object == nullptr ? "" : outcome_name(*object),
                                counted(row.rectifications.open), counted(row.rectifications.overdue)});
        }
    }
    return out;
}

}  // namespace luoshi::inspect
