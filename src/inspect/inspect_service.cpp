#include "inspect/inspect_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "inspect/case_service.hpp"
#include "org/directory_store.hpp"

namespace luoshi::inspect {
namespace {

using base::Result;
using identity::Actor;

const audit::Action kDraft{"inspect.draft", "拟定督查方案"};
const audit::Action kEdit{"inspect.edit", "修改督查方案"};
const audit::Action kSubmit{"inspect.submit", "报批督查方案"};
const audit::Action kApprove{"inspect.approve", "批准督查方案"};
const audit::Action kRefuse{"inspect.refuse", "不批准督查方案"};
const audit::Action kCancel{"inspect.cancel", "终止督查"};
const audit::Action kTeam{"inspect.team", "调整督查组"};
const audit::Action kRecuse{"inspect.recuse", "申明回避"};

base::Error not_organiser() { return base::forbidden("inspect.not_organiser", "只有组织督查的单位中有权组织督查的人可以这样办理"); }

/// What a draft names must be there; it may lack anything else.
base::Status check_references(store::ReadTx& tx, const Draft& draft, base::Date today) {
    auto error = base::bad_input("inspect.unknown", "督查方案中有已不存在的单位、任务或人员，请按提示重新选择");
    const auto fault = [&](std::string field, const char* code, const char* text) {
        error.fields.push_back(base::field_error(std::move(field), base::phrase(code, text)));
    };
    const auto twice = [](const auto& list) {
        auto sorted = list;
        std::sort(sorted.begin(), sorted.end());
        return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    };
    for (std::size_t i = 0; i < draft.objects.size(); ++i) {
        const auto unit = org::find_unit(tx, draft.objects[i]);
        if (!unit || !org::holds_on(unit->valid_from, unit->valid_to, today)) {
            fault(fmt::format("/objects/{}", i), "inspect.unknown_unit", "没有这个单位，或它已经撤销");
        }
    }
    for (std::size_t i = 0; i < draft.tasks.size(); ++i) {
        if (!is_task_in_force(tx, draft.tasks[i])) {
            fault(fmt::format("/tasks/{}", i), "inspect.unknown_task", "没有这项任务，或方案尚未确认");
        }
    }
    for (std::size_t i = 0; i < draft.members.size(); ++i) {
        if (!is_active_user(tx, draft.members[i])) {
            fault(fmt::format("/members/{}", i), "inspect.unknown_user", "没有这个人，或已停用");
        }
    }
    if (draft.leader && !is_active_user(tx, *draft.leader)) {
        fault("/leader", "inspect.unknown_user", "没有这个人，或已停用");
    }
    if (draft.leader && std::ranges::count(draft.members, *draft.leader) > 0) {
        fault("/members", "inspect.leader_twice", "组长不必再列为组员，请去掉重复的一次");
    }
    if (twice(draft.objects) || twice(draft.tasks) || twice(draft.members)) {
        fault("/objects", "inspect.named_twice", "督查对象、任务或组员重复，请去掉重复的");
    }
    return error.fields.empty() ? base::Status{base::Done{}} : base::Status{std::move(error)};
}

/// Loads under a lock, checks version and right, and lets `change` alter what is stored.
template <class Change>
Result<View> changed(Environment& env, const Actor& actor, InspectionId id, std::optional<std::int64_t> version, const Change& change) {
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        tx.lock(id.value());
        LUOSHI_TRY(c, load_case(tx, env, actor, id));
        if (version && c.inspection.version != *version) {
            return version_mismatch();
        }
        LUOSHI_TRY(done, change(tx, c));
        return view_in(tx, env, actor, id);
    });
}

base::Status may_decide_plan(const Actor& actor, const Case& c) {
    if (!c.standing.decides) {
        return base::forbidden("inspect.not_approver", "督查方案由组织单位的主要负责人或有权批准的领导审批");
    }
    if (c.inspection.drafter == actor.user) {
        return base::forbidden("inspect.own_draft", "不能批准自己拟定的督查方案，请由另一人审批");
    }
    return base::Done{};
}

/// The team is at work: on findings, or on re-checks after the conclusions. Error: inspect.bad_state.
base::Status under_way(const Inspection& inspection) {
    if (inspection.state == State::Concluded) {
        return base::Done{};
    }
    const auto state = after(inspection.state, Act::Inspect);
    return state ? base::Status{base::Done{}} : base::Status{state.error()};
}

/// Every guard that stands, as one error; the first gives its code and sentence.
base::Error refused_by(const std::vector<Breach>& standing) {
    auto error = base::conflict(standing.front().said);
    for (const auto& breach : standing) {
        error.fields.push_back(base::field_error("/overrides/" + std::string{plan::word(breach.rule)}, breach.said));
    }
    return error;
}

}  // namespace

Result<View> draft(Environment& env, const Actor& actor, const Draft& what) {
    if (!actor.unit || !actor.may("inspect.manage")) {
        return not_organiser();
    }
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        LUOSHI_TRY(known, check_references(tx, what, env.today()));
        const Inspection row{.id = env.ids.make<InspectionId>(),
                             .organiser = {*actor.unit, actor.unit_name},
                             .draft = what,
                             .drafter = actor.user,
                             .drafted_by = actor.signature(),
                             .drafted_on = env.today()};
        insert_inspection(tx, row);
        put_topics(tx, row);
        put_objects(tx, env.ids, row);
        put_team(tx, row);
        note(tx, env, actor, row, {.act = kDraft});
        return view_in(tx, env, actor, row.id);
    });
}

Result<View> edit(Environment& env, const Actor& actor, InspectionId id, std::int64_t version, const Draft& what) {
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        if (!c.standing.manages) {
            return not_organiser();
        }
        LUOSHI_TRY(state, after(c.inspection.state, Act::Edit));
        LUOSHI_TRY(known, check_references(tx, what, env.today()));
        auto row = c.inspection;
        row.draft = what;
        row.drafter = actor.user;  // who wrote it last answers for it and does not approve it
        row.drafted_by = actor.signature();
        update_inspection(tx, row);
        put_topics(tx, row);
        put_objects(tx, env.ids, row);
        put_team(tx, row);
        note(tx, env, actor, row, {.act = kEdit});
        return base::Done{};
    });
}

Result<View> submit(Environment& env, const Actor& actor, InspectionId id, std::int64_t version) {
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        if (!c.standing.manages) {
            return not_organiser();
        }
        LUOSHI_TRY(state, after(c.inspection.state, Act::Submit));
        if (auto missing = lacks(c.inspection.draft); !missing.empty()) {
            auto error = base::bad_input("inspect.incomplete", "督查方案还缺必须写明的内容，请按提示补充后再报批");
            error.fields = std::move(missing);
            return error;
        }
        if (const auto past = past_window(c.inspection.draft, env.today())) {
            auto error = base::conflict(past->said);
            error.fields.push_back(base::field_error("/to", past->said));
            return error;
        }
        c.inspection.state = state;
        c.inspection.refused_for.clear();
        c.inspection.decided_by.clear();
        c.inspection.decided_on.reset();
        update_inspection(tx, c.inspection);
        note(tx, env, actor, c.inspection, {.act = kSubmit});
        tell_deciders(tx, env, "inspect.submitted", c.inspection,
                      base::phrase("inspect.told_submitted", "督查方案待审批：{title}（{unit}）",
                                   {{"title", c.inspection.draft.title}, {"unit", c.inspection.organiser.name}}));
        return base::Done{};
    });
}

Result<View> approve(Environment& env, const Actor& actor, InspectionId id, std::int64_t version,
                     const std::map<Rule, std::string>& reasons) {
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        LUOSHI_TRY(may, may_decide_plan(actor, c));
        LUOSHI_TRY(state, after(c.inspection.state, Act::Approve));
        auto objects = c.inspection.draft.objects;
        std::sort(objects.begin(), objects.end());
        for (const auto unit : objects) {
            tx.lock(unit.value());  // two plans for one object are approved one after the other
        }
        const auto broken = breaches(c.inspection.draft, surroundings(tx, env, actor, c), env.settings);
        std::vector<Breach> standing;
        std::map<Rule, Override> overridden;
        bool only_reasons = true;
        for (const auto& breach : broken) {
            const auto reason = reasons.find(breach.rule);
            if (breach.may_override && reason != reasons.end() && plan::is_reason(reason->second)) {
                auto& given = overridden[breach.rule];
                given = {breach.rule, given.said.empty() ? breach.said.text : given.said + "；" + breach.said.text, reason->second,
                         actor.signature()};
                continue;
            }
            only_reasons = only_reasons && breach.may_override && reason != reasons.end();
            standing.push_back(breach);
        }
        if (!standing.empty() && only_reasons) {
            auto error = refused_by(standing);
            error.code = "inspect.override_reason";
            error.message = "变通督查规则须写明理由（至少四个字），理由会公开在督查方案上";
            error.params.clear();
            return error;
        }
        if (!standing.empty()) {
            return refused_by(standing);
        }
        c.inspection.state = state;
        c.inspection.decided_by = actor.signature();
        c.inspection.decided_on = env.today();
        update_inspection(tx, c.inspection);
        std::string why;
        for (const auto& [rule, given] : overridden) {
            insert_override(tx, id, given);
            why += (why.empty() ? "" : "；") + given.said + "。变通理由：" + given.reason;
        }
        for (const auto& object : c.inspection.objects) {
            draw_lines(tx, env, c.inspection, object);
        }
        note(tx, env, actor, c.inspection, {.act = kApprove, .reason = why, .summary = why});
        tell_user(tx, env, c.inspection.drafter, "inspect.approved", c.inspection,
                  base::phrase("inspect.told_approved", "督查方案已批准：{title}", {{"title", c.inspection.draft.title}}));
        if (!c.inspection.draft.is_secret()) {
            for (const auto& object : c.inspection.objects) {
                tell_unit(tx, env, object.unit.id, "inspect.read", "inspect.announced", c.inspection,
                          base::phrase("inspect.told_announced", "{unit}将于{from}至{to}对贵单位开展督查：{title}",
                                       {{"unit", c.inspection.organiser.name},
                                        {"from", base::date_text(*c.inspection.draft.from)},
                                        {"to", base::date_text(*c.inspection.draft.to)},
                                        {"title", c.inspection.draft.title}}));
            }
        }
        return base::Done{};
    });
}

Result<View> refuse(Environment& env, const Actor& actor, InspectionId id, std::int64_t version, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        return reason_missing();
    }
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        LUOSHI_TRY(may, may_decide_plan(actor, c));
        LUOSHI_TRY(state, after(c.inspection.state, Act::Refuse));
        c.inspection.state = state;
        c.inspection.decided_by = actor.signature();
        c.inspection.decided_on = env.today();
        c.inspection.refused_for = reason;
        update_inspection(tx, c.inspection);
        note(tx, env, actor, c.inspection, {.act = kRefuse, .reason = reason, .summary = reason});
        tell_user(tx, env, c.inspection.drafter, "inspect.refused", c.inspection,
                  base::phrase("inspect.told_refused", "督查方案未获批准：{title}；理由：{reason}",
                               {{"title", c.inspection.draft.title}, {"reason", reason}}));
        return base::Done{};
    });
}

Result<View> cancel(Environment& env, const Actor& actor, InspectionId id, std::int64_t version, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        return reason_missing();
    }
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        if (!c.standing.manages) {
            return not_organiser();
        }
        LUOSHI_TRY(state, after(c.inspection.state, Act::Cancel));
        if (std::any_of(c.inspection.objects.begin(), c.inspection.objects.end(),
                        [](const Object& object) { return object.state != ObjectState::Open; })) {
            return base::conflict("inspect.served", "已有督查结论送达，不能终止；请把其余对象的结论办完");
        }
        const bool told = c.inspection.state == State::Approved && !c.inspection.draft.is_secret();
        c.inspection.state = state;
        update_inspection(tx, c.inspection);
        note(tx, env, actor, c.inspection, {.act = kCancel, .reason = reason, .summary = reason});
        for (const auto& object : c.inspection.objects) {
            if (told) {
                tell_unit(tx, env, object.unit.id, "inspect.read", "inspect.cancelled", c.inspection,
                          base::phrase("inspect.told_cancelled", "督查已终止：{title}", {{"title", c.inspection.draft.title}}));
            }
        }
        return base::Done{};
    });
}

Result<View> change_team(Environment& env, const Actor& actor, InspectionId id, std::int64_t version, UserId leader,
                         const std::vector<UserId>& members, const std::string& invited, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        return reason_missing();
    }
    return changed(env, actor, id, version, [&](store::WriteTx& tx, Case& c) -> base::Status {
        if (!c.standing.manages) {
            return not_organiser();
        }
        LUOSHI_TRY(state, under_way(c.inspection));
        auto row = c.inspection;
        row.draft.leader = leader;
        row.draft.members = members;
        row.draft.invited = invited;
        LUOSHI_TRY(known, check_references(tx, row.draft, env.today()));
        if (auto missing = lacks(row.draft); !missing.empty()) {
            auto error = base::bad_input("inspect.incomplete", "督查组还缺必须写明的内容，请按提示补充");
            error.fields = std::move(missing);
            return error;
        }
        update_inspection(tx, row);
        put_team(tx, row);
        LUOSHI_TRY(fresh, load_case(tx, env, actor, id));
        auto broken = breaches(fresh.inspection.draft, surroundings(tx, env, actor, fresh), env.settings);
        std::erase_if(broken, [](const Breach& breach) { return breach.rule != Rule::Team; });
        if (!broken.empty()) {
            return refused_by(broken);
        }
        note(tx, env, actor, row, {.act = kTeam, .reason = reason, .summary = reason});
        return base::Done{};
    });
}

Result<View> recuse(Environment& env, const Actor& actor, ObjectId object, const std::string& reason) {
    if (!plan::is_reason(reason)) {
        return reason_missing();
    }
    return env.db.write([&](store::WriteTx& tx) -> Result<View> {
        LUOSHI_TRY(c, lock_case_of(tx, env, actor, object));
        if (!c.standing.is_member) {
            return base::forbidden("inspect.not_member", "只有督查组成员可以这样办理");
        }
        LUOSHI_TRY(state, under_way(c.inspection));
        const auto& unit = c.object(object)->unit;
        insert_recusal(tx, object, actor.user, reason, env.clock.now());
        note(tx, env, actor, c.inspection, {.act = kRecuse, .object = object, .reason = reason, .summary = unit.name + "：" + reason});
        if (c.inspection.drafter != actor.user) {
            tell_user(tx, env, c.inspection.drafter, "inspect.recused", c.inspection,
                      base::phrase("inspect.told_recused", "{name}申明对{object}回避：{title}",
                                   {{"name", actor.user_name}, {"object", unit.name}, {"title", c.inspection.draft.title}}));
        }
        return view_in(tx, env, actor, c.inspection.id);
    });
}

}  // namespace luoshi::inspect
