#include "inspect/reminder_service.hpp"

#include <fmt/core.h>

#include "inspect/inspect_store.hpp"
#include "notice/notice_service.hpp"

namespace luoshi::inspect {

base::Status remind(store::WriteTx& tx, base::IdSource& ids, base::Moment now, const notice::Reminding& by, base::Date day) {
    for (const auto& one : owed_rectifications(tx)) {
        LUOSHI_TRY(reminded, notice::is_reminded(by.settings.rectifications, by.calendar, {one.served_on, one.due_on}, day, by.today));
        if (!reminded) {
            continue;
        }
        const bool late = day > one.due_on;
        const base::PhraseParams params{{"what", one.what}, {"due", base::date_text(one.due_on)}};
        auto text = late ? base::phrase("inspect.told_rectification_overdue", "督查整改“{what}”应在{due}前完成，至今没有报告", params)
                         : base::phrase("inspect.told_rectification_due_soon", "督查整改“{what}”应在{due}前完成", params);
        notice::tell_unit(tx, ids, now, day, one.unit, "order.handle",
                          {.kind = late ? "inspect.overdue" : "inspect.due_soon",
                           .text = std::move(text),
                           .link = "/inspections/" + one.inspection.text(),
                           .once = fmt::format("inspect.due:{}:{}:{}", one.id.text(), base::date_text(one.due_on), base::date_text(day))});
    }
    return base::Done{};
}

}  // namespace luoshi::inspect
