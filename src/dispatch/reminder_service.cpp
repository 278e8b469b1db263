#include "dispatch/reminder_service.hpp"

#include <fmt/core.h>

#include "dispatch/occasion_store.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::dispatch {
namespace {

notice::Notice reminder(bool late, base::Phrase text, OccasionId occasion, std::string thing, base::Date due_on, base::Date day) {
    return {.kind = late ? "dispatch.overdue" : "dispatch.due_soon",
            .text = std::move(text),
            .link = "/occasions/" + occasion.text(),
            .once = fmt::format("dispatch.due:{}:{}:{}", thing, base::date_text(due_on), base::date_text(day))};
}

notice::Notice reminder_of(const Occasion& one, base::Date day) {
    const bool late = day > one.due_on;
    base::PhraseParams params{{"title", one.title()}, {"due_on", base::date_text(one.due_on)}};
    auto text = late ? base::phrase("dispatch.meeting_overdue", "{title}应在{due_on}前召开，至今没有登记", std::move(params))
                     : base::phrase("dispatch.meeting_due_soon", "{title}应在{due_on}前召开", std::move(params));
    return reminder(late, std::move(text), one.id, "occasion " + one.id.text(), one.due_on, day);
}

notice::Notice reminder_of(const Decision& one, const Occasion& occasion, base::Date day) {
    const bool late = day > one.due_on;
    base::PhraseParams params{{"title", occasion.title()}, {"text", one.text}, {"due_on", base::date_text(one.due_on)}};
    auto text =
        late ? base::phrase("dispatch.decision_overdue", "{title}议定事项“{text}”应在{due_on}前完成，至今没有登记办结", std::move(params))
             : base::phrase("dispatch.decision_due_soon", "{title}议定事项“{text}”应在{due_on}前完成", std::move(params));
    return reminder(late, std::move(text), occasion.id, "decision " + one.id.text(), one.due_on, day);
}

base::Status remind_of_meetings(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day) {
    for (const auto& one : open_occasions(tx)) {
        LUOSHI_TRY(reminded, notice::is_reminded(by.settings.occasions, by.calendar, {one.opens_on, one.due_on}, day, by.today));
        if (reminded) {
            notice::tell_unit(tx, ids, now, day, one.unit.id, "dispatch.manage", reminder_of(one, day));
        }
    }
    return base::Done{};
}

base::Status remind_of_decisions(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day) {
    for (const auto& open : open_decisions(tx, std::nullopt)) {
        if (open.order) {
            continue;
        }
        const auto one = find_decision(tx, open.id);
        const auto occasion = find_occasion(tx, open.occasion);
        LUOSHI_TRY(reminded, notice::is_reminded(by.settings.decisions, by.calendar, {*occasion->held_on, one->due_on}, day, by.today));
        if (!reminded) {
            continue;
        }
        const auto notice = reminder_of(*one, *occasion, day);
        notice::tell_unit(tx, ids, now, day, one->unit.id, "dispatch.read", notice);
        for (const auto& unit : one->assisting) {
            notice::tell_unit(tx, ids, now, day, unit.id, "dispatch.read", notice);
        }
    }
    return base::Done{};
}

}  // namespace

base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day) {
    LUOSHI_TRY(meetings, remind_of_meetings(tx, ids, now, by, day));
    return remind_of_decisions(tx, ids, now, by, day);
}

}  // namespace luoshi::dispatch
