#include "handover/handover_service.hpp"

#include "audit/audit.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::handover {
namespace {

using base::phrase;
using identity::Actor;

const audit::Action kMake{"handover.make", "开具交接单"};
const audit::Action kSign{"handover.sign", "签署交接单"};
const audit::Action kCancel{"handover.cancel", "作废交接单"};

constexpr std::chrono::days kReach{366};  ///< how far a handover may lie from today

base::Error not_found() { return base::not_found("handover.not_found", "没有这份交接单，或您无权查看；请从列表重新选择"); }
base::Error settled() { return base::conflict("handover.settled", "这份交接单已经签完或作废，不能再改；请刷新页面"); }
base::Error version_mismatch() {
    return {base::Category::VersionMismatch, "handover.version_mismatch", "这份交接单刚被别人办理过，请刷新后再办", {}, {}};
}
base::Error not_yours() {
    return base::forbidden("handover.not_yours", "交接单由本单位负责人或有责任分解权限的人开具和作废；请由他们办理");
}

void append(std::vector<Line>& to, std::vector<Line> lines) {
    to.insert(to.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
}

}  // namespace

std::vector<Line> Handovers::reports_to_fill(store::ReadTx& tx, const std::vector<PartRow>& parts) const {
    std::vector<plan::UnitDutyId> ids;
    for (const auto& part : parts) {
        ids.push_back(part.id);
    }
    const auto slots = rules_.slots(tx, ids);
    std::vector<Line> out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (const auto& slot : slots[i]) {
            if (slot.state == "missing" || slot.state == "draft" || slot.state == "returned") {
                out.push_back({Section::Fill, slot.period, parts[i].task, rules_.report_due(tx, parts[i].id, slot.period), slot.state,
                               slot.report ? "/reports/" + std::to_string(*slot.report) : "/reports?period=" + slot.period});
            }
        }
    }
    return out;
}

void Handovers::tell(store::WriteTx& tx, const Handover& sheet, base::Phrase text) const {
    for (const auto& party : {sheet.from, sheet.to}) {
        notice::tell_user(tx, ids_, clock_.now(), party.id, {"duty.handover", text, path_of(sheet.id)});
    }
}

std::vector<Line> Handovers::open_items(store::ReadTx& tx, const PostRow& post, UserId from, Date day) const {
    std::vector<Line> out;
    const auto parts = parts_of(tx, post, day);
    for (const auto& part : parts) {
        out.push_back({Section::Part, part.task, "", {}, part.role, "/duties/" + part.id.text()});
    }
    for (const auto& part : parts) {
        append(out, open_milestones(tx, part));
    }
    if (post.permissions.contains("report.fill")) {
        append(out, reports_to_fill(tx, parts));
    }
    if (post.permissions.contains("report.review")) {
        append(out, reports_to_review(tx, post.unit.id));
    }
    if (post.permissions.contains("order.handle")) {
        for (auto& [line, code] : orders_of(tx, post.unit.id)) {
            const auto* state = rules_.orders().find_state(code);
            if (state == nullptr || state->phase == order::Phase::Before || state->phase == order::Phase::Open) {
                line.state = state != nullptr ? state->name : code;
                out.push_back(std::move(line));
            }
        }
        append(out, open_rectifications(tx, post.unit.id));
        append(out, open_decisions(tx, post.unit.id));
        append(out, open_cautions(tx, post.unit.id, day));
    }
    if (post.permissions.contains("dispatch.manage")) {
        append(out, open_meetings(tx, post.unit.id));
    }
    append(out, unread_notices(tx, from));
    return out;
}

HandoverView Handovers::view(store::ReadTx& tx, const Actor& actor, Handover sheet) const {
    HandoverView out{.sheet = std::move(sheet), .lines = lines_of(tx, out.sheet.id)};
    out.may_sign = may_sign(actor, out.sheet);
    out.may_cancel = out.sheet.state == "open" && manages(actor, out.sheet.unit.id);
    out.shows_notices = is_party(actor, out.sheet);
    if (!out.shows_notices) {
        std::erase_if(out.lines, [](const Line& line) { return line.section == Section::Notice; });
    }
    return out;
}

base::Result<Handover> Handovers::load(store::ReadTx& tx, const Actor& actor, HandoverId id) const {
    auto sheet = find_handover(tx, id);
    if (!sheet || !(is_party(actor, *sheet) || manages(actor, sheet->unit.id))) {
        return not_found();
    }
    return *std::move(sheet);
}

base::Result<HandoverView> Handovers::make(const Actor& actor, const NewHandover& content) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<HandoverView> {
        const auto post = find_post(tx, content.post);
        if (!post || !manages(actor, post->unit.id)) {
            return not_yours();
        }
        const auto today = rules_.today();
        auto wrong = base::bad_input("request.invalid", "填写有误，请改正后重新提交");
        const auto from = holder_name(tx, post->id, content.from, std::max(today, content.on_day));
        if (!from) {
            wrong.fields.push_back({"/from_id", "handover.not_holder", "他没有担任过这个岗位，请重新选择移交人"});
        }
        const auto to = successor_name(tx, post->unit.id, content.to, today);
        if (!to) {
            wrong.fields.push_back({"/to_id", "handover.not_of_unit", "接收人须在本单位任业务岗位且用户可用；请先为他安排岗位"});
        } else if (content.to == content.from) {
            wrong.fields.push_back({"/to_id", "handover.same_person", "移交人和接收人不能是同一人"});
        }
        if (content.on_day < today - kReach || content.on_day > today + kReach) {
            wrong.fields.push_back({"/on", "handover.day_far", "交接日应在今天前后一年以内，请重新填写"});
        }
        if (!wrong.fields.empty()) {
            return wrong;
        }
        tx.lock(post->id.value());
        if (has_open(tx, post->id, content.from)) {
            return base::conflict("handover.exists", "这个岗位已有一份未签完的交接单；请先签完或作废");
        }
        Handover sheet{.id = ids_.make<HandoverId>(),
                       .unit = post->unit,
                       .post = {post->id, post->name},
                       .from = {content.from, *from},
                       .to = {content.to, *to},
                       .on_day = content.on_day,
                       .note = content.note,
                       .made_on = today,
                       .made_by = actor.signature(),
                       .cancelled_for = {}};
        insert_handover(tx, sheet, open_items(tx, *post, content.from, content.on_day));
        tell(tx, sheet,
             phrase("handover.told", "{unit}{post}的交接单待您签署：{from}移交{to}",
                    {{"unit", sheet.unit.name}, {"post", sheet.post.name}, {"from", sheet.from.name}, {"to", sheet.to.name}}));
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kMake, .object_kind = "handover", .object_id = sheet.id.text(), .summary = sheet.unit.name + sheet.post.name});
        return view(tx, actor, std::move(sheet));
    });
}

base::Result<HandoverView> Handovers::read(const Actor& actor, HandoverId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<HandoverView> {
        LUOSHI_TRY(sheet, load(tx, actor, id));
        return view(tx, actor, std::move(sheet));
    });
}

std::vector<HandoverView> Handovers::list(const Actor& actor, const std::string& state) {
    return db_.read([&](store::ReadTx& tx) {
        std::vector<HandoverView> out;
        for (auto& sheet : list_handovers(tx, state)) {
            if (is_party(actor, sheet) || manages(actor, sheet.unit.id)) {
                const bool signs = may_sign(actor, sheet);
                out.push_back({.sheet = std::move(sheet), .lines = {}, .may_sign = signs});
            }
        }
        return out;
    });
}

base::Result<HandoverView> Handovers::sign(const Actor& actor, HandoverId id, std::int64_t version) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<HandoverView> {
        LUOSHI_TRY(sheet, load(tx, actor, id));
        if (!is_party(actor, sheet)) {
            return base::forbidden("handover.not_party", "交接单由移交人和接收人各自登录签署，不能代签");
        }
        if (!may_sign(actor, sheet)) {
            return settled();
        }
        if (sheet.version != version) {
            return version_mismatch();
        }
        handover::sign(actor, sheet, rules_.today());
        if (!update_handover(tx, sheet)) {
            return version_mismatch();
        }
        ++sheet.version;
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kSign, .object_kind = "handover", .object_id = sheet.id.text(), .summary = sheet.unit.name + sheet.post.name});
        return view(tx, actor, std::move(sheet));
    });
}

base::Result<HandoverView> Handovers::cancel(const Actor& actor, HandoverId id, std::int64_t version, const std::string& reason) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<HandoverView> {
        LUOSHI_TRY(sheet, load(tx, actor, id));
        if (!manages(actor, sheet.unit.id)) {
            return not_yours();
        }
        if (sheet.state != "open") {
            return settled();
        }
        if (sheet.version != version) {
            return version_mismatch();
        }
        if (reason.empty()) {
            auto wrong = base::bad_input("request.invalid", "填写有误，请改正后重新提交");
            wrong.fields.push_back({"/reason", "handover.reason", "请写明作废的理由"});
            return wrong;
        }
        sheet.state = "cancelled";
        sheet.cancelled_for = reason;
        if (!update_handover(tx, sheet)) {
            return version_mismatch();
        }
        ++sheet.version;
        read_notices_of(tx, id, clock_.now());
        tell(tx, sheet,
             phrase("handover.told_cancelled", "{unit}{post}的交接单已作废，不再需要签署：{reason}",
                    {{"unit", sheet.unit.name}, {"post", sheet.post.name}, {"reason", reason}}));
        audit::record(
            tx, ids_, clock_.now(), actor.origin(),
            {.action = kCancel, .object_kind = "handover", .object_id = sheet.id.text(), .summary = sheet.unit.name + sheet.post.name});
        return view(tx, actor, std::move(sheet));
    });
}

}  // namespace luoshi::handover
