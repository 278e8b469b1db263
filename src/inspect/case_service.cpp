#include "inspect/case_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "org/directory_store.hpp"
#include "plan/task_store.hpp"
#include "plan/unit_duty_store.hpp"

namespace luoshi::inspect {
namespace {

base::Error unknown() { return base::not_found("inspect.not_found", "没有这次督查，或您无权查看；请从列表重新选择"); }

std::string operator_name(plan::TargetOperator op) {
    switch (op) {
        case plan::TargetOperator::AtLeast:
            return "不少于";
        case plan::TargetOperator::MoreThan:
            return "超过";
        case plan::TargetOperator::AtMost:
            return "不超过";
        case plan::TargetOperator::LessThan:
            return "低于";
        case plan::TargetOperator::About:
            return "约";
        default:
            return "达到";
    }
}

std::string target_text(const plan::TargetRow& target) {
    std::string out = target.name;
    if (target.value) {
        out += operator_name(target.effective_op) + target.value->text() + (target.value_max ? "至" + target.value_max->text() : "") +
               target.unit;
    }
    if (target.year) {
        out = fmt::format("{}年：{}", *target.year, out);
    } else if (target.due_on) {
        out = fmt::format("{}前：{}", base::date_text(*target.due_on), out);
    }
    return out;
}

}  // namespace

const Object* Case::object(ObjectId id) const {
    const auto found =
        std::find_if(inspection.objects.begin(), inspection.objects.end(), [&](const Object& object) { return object.id == id; });
    return found == inspection.objects.end() ? nullptr : &*found;
}

bool Case::inspects(const identity::Actor& actor, UnitId object) const {
    return standing.is_member && !keeps_away(away, actor.user, object);
}

base::Result<Case> load_case(store::ReadTx& tx, const Environment& env, const identity::Actor& actor, InspectionId id) {
    auto found = find_inspection(tx, id, env.today());
    if (!found || !sees(actor, *found)) {
        return unknown();
    }
    std::map<UnitId, std::set<UnitId>> below;
    for (const auto unit : found->draft.objects) {
        const auto units = org::units_below(tx, unit);
        below.emplace(unit, std::set<UnitId>(units.begin(), units.end()));
    }
    auto away = recusals_of(found->people, below, found->declared);
    const auto standing = standing_of(actor, *found);
    return Case{std::move(*found), standing, std::move(away)};
}

base::Result<Case> lock_case_of(store::WriteTx& tx, const Environment& env, const identity::Actor& actor, ObjectId object) {
    const auto found = find_object(tx, object);
    if (!found) {
        return base::not_found("inspect.object_not_found", "没有这个督查对象，请刷新后重新选择");
    }
    tx.lock(found->inspection.value());
    return load_case(tx, env, actor, found->inspection);
}

void note(store::WriteTx& tx, const Environment& env, const identity::Actor& actor, const Inspection& inspection, const Note& done) {
    insert_step(tx, env.ids.next(), inspection.id,
                {.object = done.object,
                 .at = env.clock.now(),
                 .on = env.today(),
                 .act = done.act,
                 .user = actor.user,
                 .by = actor.signature(),
                 .post = actor.post_name,
                 .reason = done.reason});
    audit::record(tx, env.ids, env.clock.now(), actor.origin(),
                  {.action = done.act,
                   .object_kind = "inspection",
                   .object_id = inspection.id.text(),
                   .summary = done.summary.empty() ? inspection.draft.title : inspection.draft.title + "：" + done.summary});
}

void tell_unit(store::WriteTx& tx, const Environment& env, UnitId unit, std::string_view permission, std::string kind,
               const Inspection& inspection, base::Phrase said) {
    notice::tell_unit(tx, env.ids, env.clock.now(), env.today(), unit, permission,
                      {.kind = std::move(kind), .text = std::move(said), .link = "/inspections/" + inspection.id.text()});
}

void tell_user(store::WriteTx& tx, const Environment& env, UserId user, std::string kind, const Inspection& inspection, base::Phrase said) {
    notice::tell_user(tx, env.ids, env.clock.now(), user,
                      {.kind = std::move(kind), .text = std::move(said), .link = "/inspections/" + inspection.id.text()});
}

void tell_deciders(store::WriteTx& tx, const Environment& env, std::string kind, const Inspection& inspection, const base::Phrase& said) {
    tell_unit(tx, env, inspection.organiser.id, "inspect.manage", kind, inspection, said);
    if (const auto government = government_of(tx, inspection.organiser.id)) {
        tell_unit(tx, env, government->id, "order.decide", std::move(kind), inspection, said);
    }
}

void draw_lines(store::WriteTx& tx, const Environment& env, const Inspection& inspection, const Object& object) {
    const auto today = env.today();
    const int year = base::year_of(inspection.draft.from.value_or(today));
    auto lines = lines_of(tx, inspection.id);
    auto topics = inspection.topics;
    if (topics.empty()) {  // it looks at everything of its object
        for (const auto& part : plan::list_unit_duties(tx, {.unit = object.unit.id, .plan = {}, .led_by = {}})) {
            topics.push_back({part.row.task, part.row.task_ref, part.row.task_title});
        }
    }
    for (const auto& topic : topics) {
        const auto there =
            std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.object == object.id && line.task == topic.id; });
        Line line = there == lines.end() ? Line{.object = object.id, .task = topic.id} : *there;
        line.title = topic.ref + " " + topic.title;
        line.measure.clear();
        for (const auto& measure : plan::measures_of_task(tx, topic.id)) {
            if (measure.year_from <= year && year <= measure.year_to) {
                line.measure += (line.measure.empty() ? "" : "\n") + measure.text;
            }
        }
        line.targets.clear();
        for (const auto& target : plan::targets_of_task(tx, topic.id)) {
            if (!target.year || *target.year == year) {
                line.targets.push_back(target_text(target));
            }
        }
        line.figures = env.sources.figures ? env.sources.figures(tx, object.unit.id, topic.id, year) : std::vector<std::string>{};
        const auto light = env.sources.light ? env.sources.light(tx, object.unit.id, topic.id) : std::nullopt;
        line.light = light ? light->colour : "";
        line.light_word = light ? light->word : "";
        line.drawn_on = today;
        if (there == lines.end()) {
            line.id = env.ids.make<LineId>();
            insert_line(tx, line);
        } else {
            update_line(tx, line);
        }
    }
}

base::Error version_mismatch() {
    return {
        base::Category::VersionMismatch, "inspect.version_mismatch", "这次督查在您办理期间已被他人修改，请对照最新内容后重新提交", {}, {}};
}

base::Error reason_missing() {
    auto error = base::bad_input("inspect.reason", "请写明理由");
    error.fields.push_back(plan::reason_missing());
    return error;
}

}  // namespace luoshi::inspect
