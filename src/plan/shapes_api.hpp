#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/message.hpp"
#include "json/json.hpp"
#include "plan/plan_service.hpp"
#include "plan/quote.hpp"
#include "plan/task_service.hpp"
#include "plan/unit_duty_service.hpp"

namespace luoshi::plan {

// The shapes of web/src/api/types.ts that this module speaks. Each function writes one JSON value.

/// Phrase: a sentence of the program as code, parameters and Chinese text.
void write_phrase(json::Writer& out, const base::Phrase& phrase);
void write_light(json::Writer& out, const Light& light);
template <class Id>
void write_named(json::Writer& out, const Named<Id>& named) {
    out.begin_object().field("id", named.id).field("name", named.name).end_object();
}
/// Source: the clause, the lines and the words of the document.
void write_source(json::Writer& out, const std::optional<ClauseId>& clause, std::string_view clause_ref, const Span& span,
                  const QuotableText& text);
/// PlanSummary, or Plan with what only the page of one plan shows.
enum class PlanShape { Summary, Full };
void write_plan(json::Writer& out, const PlanRow& plan, PlanShape shape);
void write_task_summary(json::Writer& out, const TaskHead& head, const Light& light);
void write_task(json::Writer& out, const TaskView& view);
void write_duty(json::Writer& out, const DutyRow& duty, const TaskRow& task, const QuotableText& text);
void write_target(json::Writer& out, const TargetRow& target, const TaskRow& task, const QuotableText& text);
void write_target_change(json::Writer& out, const TargetChange& change);
void write_question(json::Writer& out, const QuestionRow& question, const QuotableText& text);
void write_assignment(json::Writer& out, const AssignmentView& view);
void write_milestone(json::Writer& out, const MilestoneView& view);
/// The members of the objects above, for shapes that add their own.
void write_assignment_members(json::Writer& out, const AssignmentView& view);
void write_milestone_members(json::Writer& out, const MilestoneView& view);
void write_unit_duty(json::Writer& out, const UnitDutyView& view);

/// The id in the path. Error: request.bad_id.
template <class Id>
base::Result<Id> path_id(const http::Request& request) {
    const auto id = Id::parse(request.param("id"));
    if (!id) {
        return base::not_found("request.bad_id", "地址中的编号不正确");
    }
    return *id;
}
/// An id of the query, if given. Error: request.bad_id.
template <class Id>
base::Result<std::optional<Id>> query_id(const http::Request& request, std::string_view name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) {
        return std::optional<Id>{};
    }
    const auto id = Id::parse(*text);
    if (!id) {
        return base::bad_input("request.bad_id", "查询条件“" + std::string{name} + "”不是有效的编号");
    }
    return std::optional<Id>{*id};
}

/// {items, next}: each item written by `write`.
template <class Items, class Write>
std::string page_json(const Items& items, const Write& write, const std::optional<std::string>& next = std::nullopt) {
    json::Writer out;
    out.begin_object().key("items").begin_array();
    for (const auto& item : items) {
        write(out, item);
    }
    out.end_array().field("next", next).end_object();
    return out.take();
}

/// A step taken on several things, each by itself: {items: [{id, refused}], next}; `outcomes` beside `ids`.
template <class Id>
std::string outcomes_json(const std::vector<Id>& ids, const std::vector<base::Status>& outcomes) {
    json::Writer out;
    out.begin_object().key("items").begin_array();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        out.begin_object().field("id", ids[i]).key("refused");
        if (outcomes[i]) {
            out.null();
        } else {
            const auto& error = outcomes[i].error();
            write_phrase(out, {error.code, error.params, error.message});
        }
        out.end_object();
    }
    out.end_array().key("next").null().end_object();
    return out.take();
}

/// Adds to a version mismatch what is stored now and who changed it: {theirs, changed_by, changed_at}.
base::Error with_theirs(base::Error error, store::Database& db, std::string_view object_kind, std::int64_t id, std::string theirs_json);

}  // namespace luoshi::plan
