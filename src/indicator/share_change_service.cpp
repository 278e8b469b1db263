#include <fmt/format.h>

#include <algorithm>

#include "audit/audit.hpp"
#include "base/text.hpp"
#include "indicator/share_place_service.hpp"
#include "plan/access.hpp"
#include "plan/audit_detail.hpp"

namespace luoshi::indicator {
namespace {

using base::Result;
using identity::Actor;

const audit::Action kPropose{"share.propose", "申请调整份额"};
const audit::Action kApprove{"share.approve", "同意调整份额"};
const audit::Action kRefuse{"share.refuse", "不同意调整份额"};
const audit::Action kWithdraw{"share.withdraw", "撤回份额调整"};

}  // namespace

Result<SplitView> Shares::propose(const Actor& actor, SplitId split, std::int64_t version, const std::string& reason,
                                  const std::vector<ShareWish>& wishes) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        LUOSHI_TRY(at, place(tx, actor, split));
        if (!at.divides) {
            return foreign_split();
        }
        tx.lock(at.target.id.value());
        SplitRow row = *find_split(tx, split);
        if (row.version != version) {
            return plan::version_mismatch("目标分解");
        }
        if (row.state != SplitState::Issued) {
            return base::conflict("share.not_issued", "份额还没有下达，可以直接修改");
        }
        LUOSHI_TRY(timely, in_window(at));
        for (const ShareChange& change : changes_of(tx, split)) {
            if (change.state == ChangeState::Proposed) {
                return base::conflict("share.change_open", "上一次调整申请还没有批复；请等批复或先撤回");
            }
        }
        ShareChange change;
        change.id = ids_.make<ShareChangeId>();
        change.split = split;
        change.reason = std::string{base::trim(reason)};
        change.proposed_on = hooks_.today();
        change.proposed_at = now;
        change.proposed_user = actor.user;
        change.proposed_by = actor.signature();
        const auto shares = shares_of(tx, split);
        std::vector<base::FieldError> errors;
        std::vector<audit::Change> told;
        for (const ShareWish& wish : wishes) {
            const std::string path = "/values/" + wish.unit.text();
            const auto share = std::ranges::find(shares, wish.unit, [](const ShareRow& s) { return s.unit.id; });
            const auto candidate = std::ranges::find(at.candidates, wish.unit, [](const Candidate& c) { return c.unit.id; });
            if (share == shares.end() && candidate == at.candidates.end()) {
                errors.push_back({path, "share.not_below", "只能分给填报这项指标或承担这项任务的直属下级单位"});
                continue;
            }
            const plan::UnitRef unit = share == shares.end() ? candidate->unit : share->unit;
            const auto before = share == shares.end() ? std::nullopt : share->value;
            if (wish.value) {
                if (at.is_outdated()) {
                    return base::conflict(outdated(at.definition(), at.row->measured));
                }
                if (auto wrong = wrong_part(at.definition(), unit.name, *wish.value)) {
                    errors.push_back(base::field_error(path, *std::move(wrong)));
                }
            }
            const bool twice = std::ranges::any_of(change.items, [&](const ChangeItem& item) { return item.unit.id == wish.unit; });
            if (before != wish.value && !twice) {
                change.items.push_back({unit, before, wish.value});
                told.push_back({"share", unit.name, value_text(before), value_text(wish.value)});
            }
        }
        if (!plan::is_reason(reason)) {
            errors.push_back(plan::reason_missing());
        }
        if (!errors.empty()) {
            return wrong_shares(std::move(errors));
        }
        if (change.items.empty()) {
            return base::bad_input("share.no_change", "没有改动任何单位的份额");
        }
        insert_change(tx, change);
        if (!update_split(tx, row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = kPropose,
                       .object_kind = "target_split",
                       .object_id = split.text(),
                       .summary = at.label() + "；理由：" + change.reason,
                       .detail_json = audit::changes_json(told)});
        at.row = find_split(tx, split);
        LUOSHI_TRY(made, view(tx, actor, at));
        if (!made.sum_after) {
            return shares_too_large();
        }
        return made;
    });
}

Result<SplitView> Shares::approve(const Actor& actor, ShareChangeId id) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        const auto found = find_change(tx, id);
        if (!found) {
            return unknown_split();
        }
        LUOSHI_TRY(at, place(tx, actor, found->split));
        if (!at.decided_by(actor)) {
            return foreign_split();
        }
        if (found->proposed_user == actor.user) {
            return base::forbidden("share.own_change", "自己申请的调整须由另一人批准");
        }
        tx.lock(at.target.id.value());
        LUOSHI_TRY(timely, in_window(at));
        ShareChange change = *found;
        change.decide(ChangeState::Approved, hooks_.today(), now, actor.signature());
        if (!decide_change(tx, change)) {
            return base::conflict("share.change_decided", "这次调整已经批复或撤回，请刷新");
        }
        if (at.is_outdated() && std::ranges::any_of(change.items, [](const ChangeItem& item) { return item.after.has_value(); })) {
            return base::conflict(outdated(at.definition(), at.row->measured));
        }
        const auto shares = shares_of(tx, change.split);
        std::vector<audit::Change> told;
        for (const ChangeItem& item : change.items) {
            const auto share = std::ranges::find(shares, item.unit.id, [](const ShareRow& s) { return s.unit.id; });
            put_share(tx, change.split, item.unit.id, item.after, share == shares.end() ? std::nullopt : share->figure);
            told.push_back({"share", item.unit.name, value_text(item.before), value_text(item.after)});
        }
        LUOSHI_TRY(divided, divide_upper_end(tx, change.split, at.rule(), at.is_outdated() ? std::nullopt : at.total_max));
        const auto changed = shares_of(tx, change.split);
        for (const ShareRow& share : changed) {
            const bool asked = std::ranges::any_of(change.items, [&](const ChangeItem& item) { return item.unit.id == share.unit.id; });
            const auto before = std::ranges::find(shares, share.unit.id, [](const ShareRow& s) { return s.unit.id; });
            if (!asked && (before == shares.end() || before->value_max == share.value_max)) {
                continue;  // of a range the upper ends of the others may have moved too
            }
            append_version(tx, change.split,
                           {.unit = share.unit.id,
                            .value = share.value,
                            .value_max = share.value_max,
                            .from = *change.decided_on,
                            .reason = change.reason,
                            .asked_by = change.proposed_by,
                            .granted_by = change.decided_by,
                            .at = now});
        }
        if (std::ranges::none_of(changed, [](const ShareRow& share) { return share.value.has_value(); })) {
            at.row->measured = measured_by(at.definition());  // nothing is held any more: what is given now counts as the target does now
        }
        if (!update_split(tx, *at.row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = kApprove,
                       .object_kind = "target_split",
                       .object_id = change.split.text(),
                       .summary = fmt::format("{}（{}申请）；理由：{}", at.label(), change.proposed_by, change.reason),
                       .detail_json = audit::changes_json(told)});
        LUOSHI_TRY(after, place(tx, actor, change.split));
        return view(tx, actor, after);
    });
}

Result<SplitView> Shares::refuse(const Actor& actor, ShareChangeId id, const std::string& reason) {
    const base::Moment now = clock_.now();
    return db_.write([&](store::WriteTx& tx) -> Result<SplitView> {
        const auto found = find_change(tx, id);
        if (!found) {
            return unknown_split();
        }
        LUOSHI_TRY(at, place(tx, actor, found->split));
        const bool own = found->proposed_user == actor.user;
        if (!own && !at.decided_by(actor)) {
            return foreign_split();
        }
        if (!plan::is_reason(reason)) {
            return wrong_shares({plan::reason_missing()});
        }
        tx.lock(at.target.id.value());
        ShareChange change = *found;
        change.decide(own ? ChangeState::Withdrawn : ChangeState::Refused, hooks_.today(), now, actor.signature());
        change.note = std::string{base::trim(reason)};
        if (!decide_change(tx, change)) {
            return base::conflict("share.change_decided", "这次调整已经批复或撤回，请刷新");
        }
        if (!update_split(tx, *at.row)) {
            return plan::version_mismatch("目标分解");
        }
        audit::record(tx, ids_, now, actor.origin(),
                      {.action = own ? kWithdraw : kRefuse,
                       .object_kind = "target_split",
                       .object_id = change.split.text(),
                       .summary = fmt::format("{}（{}申请）；理由：{}", at.label(), change.proposed_by, change.note)});
        at.row = find_split(tx, change.split);
        return view(tx, actor, at);
    });
}

std::vector<WaitingChange> Shares::waiting(const Actor& actor) {
    if (!actor.may("duty.assign")) {
        return {};
    }
    return db_.read([&](store::ReadTx& tx) {
        std::vector<WaitingChange> out;
        for (ShareChange& change : open_changes(tx)) {
            const auto at = place(tx, actor, change.split);
            if (at && change.proposed_user != actor.user && at->decided_by(actor) && in_window(*at)) {
                out.push_back({std::move(change), at->target.id, at->target.name, at->target.task_ref, at->unit, at->level, at->year});
            }
        }
        return out;
    });
}

}  // namespace luoshi::indicator
