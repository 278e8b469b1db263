#include "inspect/conclusion_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/case_service.hpp"
#include "org/directory_store.hpp"

namespace luoshi::inspect {
namespace {

using base::Result;
using identity::Actor;

const audit::Action kConclude{"inspect.conclude", "送达督查结论"};
const audit::Action kAsk{"inspect.ask", "申请复核"};
const audit::Action kDecide{"inspect.decide", "作出复核决定"};
const audit::Action kReport{"inspect.report", "报告整改情况"};
const audit::Action kPass{"inspect.pass", "核查整改合格"};
const audit::Action kSendBack{"inspect.send_back", "退回整改"};
const audit::Action kOrder{"inspect.order", "整改转督办"};

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

base::FieldError conclusion_missing() { return base::field_error("/text", base::phrase("inspect.conclusion_missing", "请写明督查结论")); }

base::Error conclusion_incomplete(std::vector<base::FieldError> fields) {
    auto error = base::bad_input("inspect.conclusion_incomplete", "督查结论还不能送达，请按提示补充");
    error.fields = std::move(fields);
    return error;
}

std::vector<base::FieldError> faults_of(store::ReadTx& tx, const Environment& env, const Case& c, const Object& object,
                                        const std::string& text, const std::vector<NewRectification>& rectifications) {
    std::vector<base::FieldError> out;
    if (blank(text)) {
        out.push_back(conclusion_missing());
    }
    const auto lines = lines_of(tx, c.inspection.id);
    const auto open = std::count_if(lines.begin(), lines.end(),
                                    [&](const Line& line) { return line.object == object.id && line.finding == Finding::Open; });
    if (open > 0) {
        out.push_back(base::field_error(
            "/lines", base::phrase("inspect.findings_open", "还有{count}项检查内容没有记录情况", {{"count", std::to_string(open)}})));
    }
    const auto below = org::units_below(tx, object.unit.id);
    for (std::size_t i = 0; i < rectifications.size(); ++i) {
        const auto& row = rectifications[i];
        const auto fault = [&](bool wrong, const char* field, const char* code, const char* said) {
            if (wrong) {
                out.push_back(base::field_error(fmt::format("/rectifications/{}/{}", i, field), base::phrase(code, said)));
            }
        };
        fault(blank(row.what), "what", "inspect.what_missing", "请写明要整改什么");
        fault(row.due_on <= env.today(), "due_on", "inspect.due_past", "整改期限须晚于今天");
        fault(std::find(below.begin(), below.end(), row.unit) == below.end(), "unit_id", "inspect.rectifier_foreign",
              "整改责任单位应是督查对象或其下属单位");
        fault(row.line && std::none_of(lines.begin(), lines.end(),
                                       [&](const Line& line) { return line.object == object.id && line.id == *row.line; }),
              "line_id", "inspect.line_foreign", "没有这一项检查内容，请刷新后重新选择");
    }
    return out;
}

/// Locks the inspection of a rectification, checks the version and lets `change` alter it.
template <class Change>
Result<View> with_rectification(Environment& env, const Actor& actor, RectificationId id, std::int64_t version, const Change& change) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        const auto known = find_rectification(tx, id);
        if (!known) {
            return base::not_found("inspect.rectification_not_found", "没有这项整改，请刷新后重新选择");
        }
        LUOSHI_TRY(c, lock_case_of(tx, env, actor, known->object));
        auto row = *find_rectification(tx, id);
        if (row.version != version) {
            return version_mismatch();
        }
        LUOSHI_TRY(done, change(tx, c, row));
        update_rectification(tx, row);
        return view_in(tx, env, actor, c.inspection.id);
    });
}

/// Locks the inspection of an object, checks the version and lets `change` work on it.
template <class Change>
Result<View> with_object(Environment& env, const Actor& actor, ObjectId id, std::int64_t version, const Change& change) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        LUOSHI_TRY(c, lock_case_of(tx, env, actor, id));
        auto object = *c.object(id);
        if (object.version != version) {
            return version_mismatch();
        }
        LUOSHI_TRY(done, change(tx, c, object));
        return view_in(tx, env, actor, c.inspection.id);
    });
}

}  // namespace

Result<View> conclude(Environment& env, const Actor& actor, ObjectId id, std::int64_t version, const std::string& text,
                      const std::vector<NewRectification>& rectifications) {
    return with_object(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Object& object) -> base::Status {
        if (!c.standing.leads) {
            return base::forbidden("inspect.not_leader", "督查结论由督查组组长送达（组长负责制）");
        }
        if (!c.inspects(actor, object.unit.id)) {
            return base::forbidden("inspect.recused", "您对这个督查对象须回避，请先另定组长");
        }
        if (object.state != ObjectState::Open) {
            return base::conflict("inspect.object_closed", "督查结论已经送达，不能再改；有异议由对象申请复核");
        }
        LUOSHI_TRY(concluded, after(c.inspection.state, Act::Conclude));
        const auto today = env.today();
        if (today < *c.inspection.draft.from) {
            return base::conflict(base::phrase("inspect.not_begun", "督查从{from}开始，现在还不能记录",
                                               {{"from", base::date_text(*c.inspection.draft.from)}}));
        }
        if (auto faults = faults_of(tx, env, c, object, text, rectifications); !faults.empty()) {
            return conclusion_incomplete(std::move(faults));
        }
        LUOSHI_TRY(ask_by, last_day(env.calendar, today));
        object.state = ObjectState::Served;
        object.conclusion = {.text = text, .by = actor.signature(), .served_at = env.clock.now(), .served_on = today, .ask_by = ask_by};
        update_object(tx, object);
        for (const auto& person : c.inspection.people) {
            if (!keeps_away(c.away, person.user, object.unit.id)) {
                note_participant(tx, id, person.user);
            }
        }
        for (const auto& asked : rectifications) {
            insert_rectification(tx, {.id = env.ids.make<RectificationId>(),
                                      .object = id,
                                      .line = asked.line,
                                      .what = asked.what,
                                      .unit = asked.unit,
                                      .due_on = asked.due_on});
            if (asked.unit != object.unit.id) {
                tell_unit(tx, env, asked.unit, "order.handle", "inspect.rectification", c.inspection,
                          base::phrase("inspect.told_rectification", "督查整改：{what}，{due}前完成",
                                       {{"what", asked.what}, {"due", base::date_text(asked.due_on)}}));
            }
        }
        const bool all = std::all_of(c.inspection.objects.begin(), c.inspection.objects.end(),
                                     [&](const Object& other) { return other.id == id || other.state != ObjectState::Open; });
        if (all) {
            c.inspection.state = concluded;
            update_inspection(tx, c.inspection);
        }
        note(tx, env, actor, c.inspection, {.act = kConclude, .object = id, .summary = object.unit.name});
        tell_unit(tx, env, object.unit.id, "inspect.read", "inspect.concluded", c.inspection,
                  base::phrase("inspect.told_concluded", "督查结论已送达：{title}；如有异议，可在{last}前（含当日）申请复核",
                               {{"title", c.inspection.draft.title}, {"last", base::date_text(ask_by)}}));
        return base::Done{};
    });
}

Result<View> ask(Environment& env, const Actor& actor, ObjectId id, std::int64_t version, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        return reason_missing();
    }
    return with_object(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Object& object) -> base::Status {
        if (!actor.is_of(object.unit.id) || !actor.may("order.handle")) {
            return base::forbidden("inspect.not_object", "只有督查对象本单位可以申请复核");
        }
        LUOSHI_TRY(may, may_ask(object.state, object.conclusion, env.today()));
        LUOSHI_TRY(decide_by, last_day(env.calendar, env.today()));
        object.state = ObjectState::Asked;
        object.reconsideration = {.reason = reason, .asked_by = actor.signature(), .asked_on = env.today(), .decide_by = decide_by};
        update_object(tx, object);
        note(tx, env, actor, c.inspection, {.act = kAsk, .object = id, .reason = reason, .summary = object.unit.name + "：" + reason});
        tell_deciders(
            tx, env, "inspect.reconsider_asked", c.inspection,
            base::phrase("inspect.told_asked", "{object}对督查结论申请复核：{title}；须在{last}前（含当日）作出决定",
                         {{"object", object.unit.name}, {"title", c.inspection.draft.title}, {"last", base::date_text(decide_by)}}));
        return base::Done{};
    });
}

Result<View> decide(Environment& env, const Actor& actor, ObjectId id, std::int64_t version, const Decision& decision) {
    if (!plan::is_reason(decision.reason)) {
        return reason_missing();
    }
    return with_object(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Object& object) -> base::Status {
        if (!c.standing.decides) {
            return base::forbidden("inspect.not_decider", "复核由组织单位的主要负责人或有权批准的领导决定");
        }
        const auto took_part = participants(tx, id);
        if (std::find(took_part.begin(), took_part.end(), actor.user) != took_part.end()) {
            return base::forbidden("inspect.took_part", "回避：参与作出原督查结论的人不能决定复核，请由另一人决定");
        }
        if (is_touched(actor, object.unit.id)) {
            return base::forbidden("inspect.recused", "您对这个督查对象须回避，请由另一人决定");
        }
        if (object.state != ObjectState::Asked) {
            return base::conflict("inspect.not_asked", "没有待决定的复核申请，请刷新后查看最新状态");
        }
        if (decision.outcome == Outcome::Changed && blank(decision.text)) {
            return conclusion_incomplete({conclusion_missing()});
        }
        auto rows = rectifications_of(tx, c.inspection.id);
        std::erase_if(rows, [&](const Rectification& row) { return row.object != id; });
        for (const auto dropped : decision.dropped) {
            if (std::none_of(rows.begin(), rows.end(), [&](const Rectification& row) { return row.id == dropped; })) {
                return base::bad_input("inspect.rectification_foreign", "撤销的整改事项不属于这个督查对象，请刷新后重新选择");
            }
        }
        for (auto& row : rows) {
            const bool named = std::find(decision.dropped.begin(), decision.dropped.end(), row.id) != decision.dropped.end();
            const bool falls = decision.outcome == Outcome::Withdrawn || (decision.outcome == Outcome::Changed && named);
            if (const auto dropped = after(row.state, RectificationAct::Drop); falls && dropped) {
                row.state = *dropped;
                update_rectification(tx, row);
                if (row.order && env.sources.order_dropped) {
                    LUOSHI_TRY(ended, env.sources.order_dropped(tx, actor, *row.order, decision.reason));
                }
            }
        }
        object.state = ObjectState::Decided;
        object.reconsideration->decision = {.outcome = decision.outcome,
                                            .text = decision.outcome == Outcome::Changed ? decision.text : "",
                                            .reason = decision.reason,
                                            .by = actor.signature(),
                                            .on = env.today()};
        update_object(tx, object);
        note(tx, env, actor, c.inspection, {.act = kDecide, .object = id, .reason = decision.reason, .summary = object.unit.name});
        tell_unit(tx, env, object.unit.id, "inspect.read", "inspect.reconsider_decided", c.inspection,
                  base::phrase("inspect.told_decided", "督查结论的复核已有决定：{title}", {{"title", c.inspection.draft.title}}));
        return base::Done{};
    });
}

Result<View> report(Environment& env, const Actor& actor, RectificationId id, std::int64_t version, const std::string& text) {
    return with_rectification(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Rectification& row) -> base::Status {
        if (!actor.is_of(row.unit) || !actor.may("order.handle")) {
            return base::forbidden("inspect.not_rectifier", "只有整改责任单位可以这样办理");
        }
        LUOSHI_TRY(state, after(row.state, RectificationAct::Report));
        if (blank(text)) {
            return base::bad_input("inspect.report_missing", "请写明整改情况");
        }
        row.state = state;
        row.report = text;
        row.reported_on = env.today();
        row.reported_by = actor.signature();
        note(tx, env, actor, c.inspection, {.act = kReport, .object = row.object, .reason = text, .summary = row.what});
        for (const auto& person : c.inspection.people) {
            tell_user(
                tx, env, person.user, "inspect.rectification_reported", c.inspection,
                base::phrase("inspect.told_reported", "{unit}报告整改完成，请核查：{what}", {{"unit", row.unit_name}, {"what", row.what}}));
        }
        return base::Done{};
    });
}

Result<View> check(Environment& env, const Actor& actor, RectificationId id, std::int64_t version, Checked result,
                   const std::string& said) {
    if (result == Checked::SentBack && !plan::is_reason(said)) {
        return reason_missing();
    }
    return with_rectification(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Rectification& row) -> base::Status {
        if (!c.standing.is_member) {
            return base::forbidden("inspect.not_member", "只有督查组成员可以这样办理");
        }
        if (!c.inspects(actor, c.object(row.object)->unit.id)) {
            return base::forbidden("inspect.recused", "您对这个督查对象须回避，请由督查组其他成员办理");
        }
        const bool passed = result == Checked::Passed;
        LUOSHI_TRY(state, after(row.state, passed ? RectificationAct::Pass : RectificationAct::SendBack));
        row.state = state;
        row.check = said;
        row.checked_on = env.today();
        row.checked_by = actor.signature();
        note(tx, env, actor, c.inspection, {.act = passed ? kPass : kSendBack, .object = row.object, .reason = said, .summary = row.what});
        tell_unit(
            tx, env, row.unit, "order.handle", "inspect.rectification_checked", c.inspection,
            passed ? base::phrase("inspect.told_passed", "整改核查合格：{what}", {{"what", row.what}})
                   : base::phrase("inspect.told_sent_back", "整改被退回：{what}；理由：{reason}", {{"what", row.what}, {"reason", said}}));
        return base::Done{};
    });
}

Result<View> open_order(Environment& env, const Actor& actor, RectificationId id, std::int64_t version) {
    return with_rectification(env, actor, id, version, [&](store::WriteTx& tx, Case& c, Rectification& row) -> base::Status {
        if (!c.standing.manages || !actor.may("order.manage")) {
            return base::forbidden("inspect.not_organiser", "只有组织督查的单位中有权组织督查的人可以这样办理");
        }
        if (!env.sources.open_order) {
            return base::conflict("inspect.no_orders", "本站点没有启用督办单，不能转督办");
        }
        if (row.order) {
            return base::conflict("inspect.ordered_already", "这项整改已经转为督办单");
        }
        if (row.state == RectificationState::Passed || row.state == RectificationState::Dropped) {
            return base::conflict("inspect.rectification_state", "这项整改现在不能这样办理，请刷新后查看最新状态");
        }
        LUOSHI_TRY(order, env.sources.open_order(tx, actor,
                                                 {.title = row.what,
                                                  .text = row.what + (row.check.empty() ? "" : "；核查意见：" + row.check),
                                                  .unit = row.unit,
                                                  .due_on = row.due_on,
                                                  .basis = "督查：" + c.inspection.draft.title,
                                                  .origin = "rectification:" + id.text()}));
        row.order = order;
        note(tx, env, actor, c.inspection, {.act = kOrder, .object = row.object, .summary = row.what});
        return base::Done{};
    });
}

}  // namespace luoshi::inspect
