#include "supervise/talk_service.hpp"

#include "notice/notice_service.hpp"

namespace luoshi::supervise {
namespace {

using base::phrase;
using identity::Actor;

base::Error invalid(std::vector<base::FieldError> errors) {
    return {base::Category::BadInput, "request.invalid", "填写有误，请改正后重新提交", std::move(errors), {}};
}
base::Error not_yours() { return base::forbidden("talk.not_yours", "约谈由督办单位通知、记录和核查，纪要由被约谈单位的负责人签字"); }

bool is_side_of(const Actor& actor, const CautionRow& row, bool TalkView::*may) {
    if (may == &TalkView::may_sign) {
        return actor.is_of(row.unit.id) && actor.is_head && actor.may("order.handle");
    }
    return actor.is_of(row.owner.id) && actor.may("order.manage");
}

}  // namespace

TalkView Talks::view(store::ReadTx& tx, const Actor& actor, CautionRow row) const {
    const auto* rung = ladder().find(row.rung);
    const bool talks = rung != nullptr && rung->talk;
    const bool in_force = row.state == "in_force";
    const bool stands = talks && (in_force || row.state == "lifted");
    const auto can = [&](bool TalkView::*may) { return is_side_of(actor, row, may); };
    TalkView out{.caution = {}, .talk = find_talk(tx, row.id)};
    const bool announced = out.talk.has_value();
    const bool held = announced && out.talk->recorded_on;
    const bool is_signed = held && out.talk->signed_on;
    out.may_notify = talks && in_force && !held && can(&TalkView::may_notify);
    out.may_record = stands && announced && !is_signed && can(&TalkView::may_record);
    out.may_sign = stands && held && !is_signed && can(&TalkView::may_sign);
    out.may_check = stands && is_signed && out.talk->met != true && can(&TalkView::may_check);
    if (actor.only_reads() && !held) {
        out.talk.reset();
    }
    out.caution = cautions_.view(tx, actor, std::move(row));
    return out;
}

base::Result<TalkView> Talks::read(const Actor& actor, CautionId id) {
    return db_.read([&](store::ReadTx& tx) -> base::Result<TalkView> {
        auto row = find_in_sight(tx, actor, id);
        if (!row) {
            return base::not_found("caution.not_found", "没有这条警示，或它不在您的权限范围内");
        }
        return view(tx, actor, *std::move(row));
    });
}

/// Loads, checks that the reader may take the step now, takes it, stores and audits it.
template <class Step>
base::Result<TalkView> Talks::take(const Actor& actor, CautionId id, std::int64_t version, bool TalkView::*may, const char* what,
                                   Step step) {
    return db_.write([&](store::WriteTx& tx) -> base::Result<TalkView> {
        LUOSHI_TRY(row, cautions_.load(tx, actor, id, version));
        const auto* rung = ladder().find(row.rung);
        if (rung == nullptr || !rung->talk) {
            return base::conflict("talk.none", "这一级处置不以约谈方式进行");
        }
        if (!is_side_of(actor, row, may)) {
            return not_yours();
        }
        auto now = view(tx, actor, row);
        if (!(now.*may)) {
            return base::conflict("talk.wrong_step", "约谈办到这一步不能这样办理，请刷新页面后再看");
        }
        Talk talk = now.talk.value_or(Talk{});
        LUOSHI_TRY(done, step(tx, row, talk));
        put_talk(tx, id, talk);
        LUOSHI_TRY(saved, cautions_.save(tx, actor, std::move(row), what));
        return view(tx, actor, *find_caution(tx, id));
    });
}

void Talks::tell(store::WriteTx& tx, const CautionRow& row, identity::UnitId unit, const char* permission, base::Phrase said) {
    const auto once = said.code + " " + row.id.text() + " " + std::to_string(row.version);
    notice::tell_unit(tx, ids_, clock_.now(), today_(), unit, permission,
                      {"caution.talk", std::move(said), "/cautions/" + row.id.text() + "/talk", once});
}

base::Result<TalkView> Talks::notify(const Actor& actor, CautionId id, std::int64_t version, const TalkNotice& notice) {
    return take(actor, id, version, &TalkView::may_notify, "发出约谈通知：",
                [&](store::WriteTx& tx, const CautionRow& row, Talk& talk) -> base::Status {
                    if (notice.on_day < today_() || notice.on_day > today_() + std::chrono::days{366}) {
                        return invalid({{"/on_day", "talk.day_past", "约谈须事先通知，日期应在今天以后、一年以内"}});
                    }
                    if (!notice::parse_time(notice.at_time)) {
                        return invalid({{"/at_time", "talk.time", "时间应写成 00:00 至 23:59，如 09:30"}});
                    }
                    talk.notice = notice;
                    talk.notified_on = today_();
                    talk.notified_by = actor.signature();
                    tell(tx, row, row.unit.id, "order.handle",
                         phrase("talk.told_notice", "{owner}定于 {day} {time} 在{place}约谈，请{attendee}参加：{task}",
                                {{"owner", row.owner.name},
                                 {"day", base::date_text(notice.on_day)},
                                 {"time", notice.at_time},
                                 {"place", notice.place},
                                 {"attendee", notice.attendee},
                                 {"task", row.task_ref + " " + row.task_title}}));
                    return base::Done{};
                });
}

base::Result<TalkView> Talks::record(const Actor& actor, CautionId id, std::int64_t version, const TalkMinutes& minutes) {
    return take(
        actor, id, version, &TalkView::may_record, "记录约谈纪要：",
        [&](store::WriteTx& tx, const CautionRow& row, Talk& talk) -> base::Status {
            const auto held_on = talk.notice.on_day;
            if (today_() < held_on) {
                return base::conflict(phrase("talk.not_yet", "约谈定于 {day}，当天起才能记录纪要", {{"day", base::date_text(held_on)}}));
            }
            std::vector<base::FieldError> errors;
            const auto early = [&](const std::string& path, base::Date due) {
                if (due < held_on) {
                    errors.push_back({path, "talk.due_early", "期限不能早于约谈日期"});
                }
            };
            early("/rectify_by", minutes.rectify_by);
            for (std::size_t i = 0; i < minutes.commitments.size(); ++i) {
                early("/commitments/" + std::to_string(i) + "/due_on", minutes.commitments[i].due_on);
            }
            if (minutes.commitments.empty()) {
                errors.push_back({"/commitments", "talk.commitments", "请至少写一项承诺和完成日期"});
            }
            if (!errors.empty()) {
                return invalid(std::move(errors));
            }
            talk.minutes = minutes;
            talk.recorded_on = today_();
            talk.recorded_by = actor.signature();
            tell(tx, row, row.unit.id, "order.handle",
                 phrase("talk.told_minutes", "约谈纪要已记录，请单位负责人核对签字：{task}",
                        {{"task", row.task_ref + " " + row.task_title}}));
            return base::Done{};
        });
}

base::Result<TalkView> Talks::sign(const Actor& actor, CautionId id, std::int64_t version) {
    return take(actor, id, version, &TalkView::may_sign, "在约谈纪要上签字：",
                [&](store::WriteTx& tx, const CautionRow& row, Talk& talk) -> base::Status {
                    talk.signed_on = today_();
                    talk.signed_by = actor.signature();
                    tell(tx, row, row.owner.id, "order.manage",
                         phrase("talk.told_signed", "{unit}已在约谈纪要上签字：{task}",
                                {{"unit", row.unit.name}, {"task", row.task_ref + " " + row.task_title}}));
                    return base::Done{};
                });
}

base::Result<TalkView> Talks::check(const Actor& actor, CautionId id, std::int64_t version, bool met, const std::string& found) {
    return take(actor, id, version, &TalkView::may_check, "核查约谈整改：",
                [&](store::WriteTx& tx, const CautionRow& row, Talk& talk) -> base::Status {
                    talk.met = met;
                    talk.found = found;
                    talk.checked_on = today_();
                    talk.checked_by = actor.signature();
                    tell(tx, row, row.unit.id, "order.handle",
                         phrase(met ? "talk.told_met" : "talk.told_not_met",
                                met ? "约谈整改核查通过：{task}" : "约谈整改核查未通过：{task}，{found}",
                                {{"task", row.task_ref + " " + row.task_title}, {"found", found}}));
                    return base::Done{};
                });
}

}  // namespace luoshi::supervise
