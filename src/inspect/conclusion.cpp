#include "inspect/conclusion.hpp"

namespace luoshi::inspect {

base::Result<base::Date> last_day(const calendar::WorkCalendar& calendar, base::Date start) {
    return calendar.on_or_after(start + std::chrono::days{kReconsiderDays});
}

base::Status may_ask(ObjectState state, const std::optional<Conclusion>& conclusion, base::Date today) {
    if (state == ObjectState::Open || !conclusion) {
        return base::conflict("inspect.not_served", "督查结论还没有送达，不能申请复核");
    }
    if (state != ObjectState::Served) {
        return base::conflict("inspect.asked_already", "已经申请过复核，一份结论只复核一次");
    }
    if (today > conclusion->ask_by) {
        return base::conflict(base::phrase(
            "inspect.too_late", "申请复核已逾期：收到督查结论之日起{days}日内可以申请，{served}送达，期限至{last}（遇休息日顺延）",
            {{"days", std::to_string(kReconsiderDays)},
             {"served", base::date_text(conclusion->served_on)},
             {"last", base::date_text(conclusion->ask_by)}}));
    }
    return base::Done{};
}

std::optional<std::string> text_in_force(const Conclusion& conclusion, const std::optional<Reconsideration>& asked) {
    if (!asked || !asked->decision || asked->decision->outcome == Outcome::Upheld) {
        return conclusion.text;
    }
    return asked->decision->outcome == Outcome::Changed ? std::optional{asked->decision->text} : std::nullopt;
}

base::Result<RectificationState> after(RectificationState from, RectificationAct act) {
    const bool with_unit = from == RectificationState::Open || from == RectificationState::Returned;
    switch (act) {
        case RectificationAct::Report:
            if (with_unit) {
                return RectificationState::Reported;
            }
            break;
        case RectificationAct::Pass:
            if (from == RectificationState::Reported) {
                return RectificationState::Passed;
            }
            break;
        case RectificationAct::SendBack:
            if (from == RectificationState::Reported) {
                return RectificationState::Returned;
            }
            break;
        case RectificationAct::Drop:
            if (with_unit || from == RectificationState::Reported) {
                return RectificationState::Dropped;
            }
            break;
    }
    return base::conflict("inspect.rectification_state", "这项整改现在不能这样办理，请刷新后查看最新状态");
}

}  // namespace luoshi::inspect
