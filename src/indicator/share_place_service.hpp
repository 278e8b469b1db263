#pragma once
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "indicator/share_service.hpp"

/// Private to the folder: where somebody stands in a division, for the files that read, divide and change shares.
namespace luoshi::indicator {

/// share.not_found, share.foreign, request.invalid with every wrong field, share.too_large.
base::Error unknown_split();
base::Error foreign_split();
base::Error wrong_shares(std::vector<base::FieldError> errors);
base::Error shares_too_large();

/// Runs the plan: who may divide its targets themselves and approve what departments and counties change.
bool runs_plan(const identity::Actor& actor, UnitId office);
/// Why a target cannot be divided at all.
std::optional<base::Phrase> not_divisible(const DivisibleTarget& target);
Measured measured_by(const Definition& definition);
/// share.outdated: shares issued in what the target no longer counts.
base::Phrase outdated(const Definition& definition, const Measured& issued);
/// A share in words; 无 without one.
std::string value_text(const std::optional<base::Decimal>& value);

/// Divides the upper end of a range among the shares of a split as they are now; nothing to do where there is none.
base::Status divide_upper_end(store::WriteTx& tx, SplitId split, const SplitRule& rule, std::optional<base::Decimal> held);

/// A level of a target's division as one reader meets it.
struct Shares::Place {
    DivisibleTarget target;
    Level level = Level::Top;
    int year = 0;
    plan::UnitRef unit{UnitId{1}, {}};
    std::optional<Held> held = {};
    std::optional<base::Decimal> total = {};
    std::optional<base::Decimal> total_max = {};
    std::optional<SplitRow> row = {};
    bool divides = false;  ///< it is the reader's to divide
    std::vector<Candidate> candidates = {};
    std::optional<base::Phrase> why_not = {};
    bool top_visible = false;

    const Definition& definition() const { return *target.indicator; }
    SplitRule rule() const { return target.indicator ? split_rule(*target.indicator, target.op) : SplitRule{}; }
    std::string label() const {
        return fmt::format("任务 {} 的{}年目标“{}”{}", target.task_ref, year, target.name,
                           level == Level::Top ? std::string{} : fmt::format("（{}的份额）", unit.name));
    }
    /// Who decides on changes of what is issued here.
    bool decided_by(const identity::Actor& actor) const {
        if (level == Level::Top || (held && held->level == Level::Top)) {
            return runs_plan(actor, target.office.id);
        }
        return held && actor.is_of(held->from.id) && actor.may("duty.assign");
    }
    bool is_outdated() const {
        return target.indicator && row && row->state == SplitState::Issued && row->measured != measured_by(definition());
    }
    base::Error why() const { return base::conflict(*why_not); }
};

}  // namespace luoshi::indicator
