#include "plan/handed_part_service.hpp"

#include <fmt/format.h>

#include <array>

#include "plan/access.hpp"
#include "plan/audit_detail.hpp"

namespace luoshi::plan {
namespace {

const audit::Action kTerms{"duty.change_terms", "修改下达任务的要求"};
const audit::Action kEnd{"duty.end", "终止下达的任务"};

/// The part in force, if the actor's unit handed it down.
base::Result<UnitDutyRow> handed_part(store::ReadTx& tx, const identity::Actor& actor, UnitDutyId id) {
    std::optional<UnitDutyRow> row = find_unit_duty(tx, id);
    if (!row) {
        return base::not_found("unit_duty.not_found", "没有这条责任");
    }
    if (!row->handed_from || !actor.may("duty.assign") || !actor.is_of(row->handed_from->id)) {
        return base::forbidden("unit_duty.not_handed", "只有下达这项任务的单位能修改要求或终止");
    }
    if (row->valid_to) {
        return base::conflict("unit_duty.ended", fmt::format("{}的这项责任已于 {} 终止", row->unit.name, base::date_text(*row->valid_to)));
    }
    return *std::move(row);
}

std::string names_of(const std::vector<AskedFigure>& figures) {
    std::string out;
    for (const AskedFigure& figure : figures) {
        out += (out.empty() ? "" : "、") + figure.name;
    }
    return out;
}

std::string rhythm_text(const std::optional<calendar::Rhythm>& every) { return every ? std::string{calendar::word(*every)} : ""; }

}  // namespace

base::Result<UnitDutyView> change_terms(Environment& env, const identity::Actor& actor, UnitDutyId id, std::int64_t version,
                                        const TermsEdit& edit) {
    return env.db.write([&](store::WriteTx& tx) -> base::Result<UnitDutyView> {
        LUOSHI_TRY(part, handed_part(tx, actor, id));
        tx.lock(part.task.value());
        const auto asked = asked_figures(tx, id);
        HandDownTerms terms{.note = edit.note.value_or(part.note), .every = edit.every.value_or(part.every)};
        if (edit.figures) {
            terms.figures = edit.figures;
            std::vector<base::FieldError> errors;
            const auto from = find_part(tx, part.task, part.handed_from->id);
            const auto figures = from ? figures_asked(tx, env, *from, terms, errors) : std::vector<IndicatorId>{};
            if (!errors.empty()) {
                return base::Error{base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
            }
            put_asked_figures(tx, id, figures);
        }
        if (!update_terms(tx, id, version, terms)) {
            return version_mismatch("这项责任");
        }
        if (env.hooks.within_caps) {
            LUOSHI_TRY(within, env.hooks.within_caps(tx, actor, std::array{part.unit.id}, part.task_ref + " " + part.task_title,
                                                     edit.excess_reason));
        }
        audit::record(tx, env.ids, env.clock.now(), actor.origin(),
                      {.action = kTerms,
                       .object_kind = "unit_duty",
                       .object_id = id.text(),
                       .summary = fmt::format("修改下达给{}的任务 {} {} 的要求", part.unit.name, part.task_ref, part.task_title),
                       .detail_json = changed_fields({{"note", "要求", part.note, terms.note},
                                                      {"every", "填报节奏", rhythm_text(part.every), rhythm_text(terms.every)},
                                                      {"asked", "要求填报的指标", names_of(asked), names_of(asked_figures(tx, id))}})});
        return view_part(tx, env, actor, id);
    });
}

base::Result<UnitDutyView> end_part(Environment& env, const identity::Actor& actor, UnitDutyId id, const std::string& reason) {
    return env.db.write([&](store::WriteTx& tx) -> base::Result<UnitDutyView> {
        LUOSHI_TRY(part, handed_part(tx, actor, id));
        if (!is_reason(reason)) {
            return base::Error{base::Category::BadInput, "request.invalid", "终止下达的任务必须说明理由", {reason_missing()}, {}};
        }
        tx.lock(part.task.value());
        if (part.named) {
            return base::conflict("unit_duty.named", fmt::format("方案已指定{}承担这项任务，不能终止；可以修改要求", part.unit.name));
        }
        std::string below;
        for (const UnitDutyRow& row : parts_handed_down(tx, id)) {
            if (!row.valid_to) {
                below += (below.empty() ? "" : "、") + row.unit.name;
            }
        }
        if (!below.empty()) {
            return base::conflict("unit_duty.has_parts",
                                  fmt::format("{}已把它再下达给{}，请先由{}终止", part.unit.name, below, part.unit.name));
        }
        end_unit_duty(tx, id, env.hooks.business_date());
        audit::record(
            tx, env.ids, env.clock.now(), actor.origin(),
            {.action = kEnd,
             .object_kind = "unit_duty",
             .object_id = id.text(),
             .summary = fmt::format("终止下达给{}的任务 {} {}；理由：{}", part.unit.name, part.task_ref, part.task_title, reason)});
        return view_part(tx, env, actor, id);
    });
}

}  // namespace luoshi::plan
