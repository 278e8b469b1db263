#include "supervise/gantt.hpp"

#include <algorithm>

namespace luoshi::supervise {
namespace {

using base::phrase;

Light light(const char* colour, const char* word, base::Phrase rule) {
    Light out;
    out.colour = colour;
    out.word = word;
    out.rules.push_back(std::move(rule));
    return out;
}

Light light_of(const GanttPart::Milestone& one, base::Date today) {
    if (one.done_on) {
        return *one.done_on > one.due_on ? light("green", "逾期完成", phrase("gantt.done_late", "完成，但晚于节点日期"))
                                         : light("done", "已完成", phrase("gantt.done", "按节点完成"));
    }
    return one.due_on < today ? light("red", "逾期", phrase("gantt.overdue", "已过节点日期，没有完成"))
                              : light("grey", "未到期", phrase("gantt.ahead", "未到节点日期"));
}

GanttRow row_of(const GanttPart& part, const GanttPart::Milestone& one, base::Date today) {
    return {.kind = GanttKind::Milestone,
            .id = part.id.value(),
            .unit = part.unit,
            .title = one.title,
            .from = std::min({part.valid_from, one.first_due_on, one.due_on}),
            .first_due_on = one.first_due_on,
            .due_on = one.due_on,
            .done_on = one.done_on,
            .overdue = !one.done_on && one.due_on < today,
            .light = light_of(one, today)};
}

std::optional<GanttRow> row_of(const order::Listed& listed, const order::Workflow& workflow) {
    const auto& one = listed.row.order;
    const auto& state = workflow.state(one.state);
    if (!one.main || !one.days.given_on || !one.days.due_on || state.phase == order::Phase::Dropped) {
        return std::nullopt;
    }
    const auto first = one.days.first_due_on.value_or(*one.days.due_on);
    return GanttRow{.kind = GanttKind::Order,
                    .id = one.id.value(),
                    .unit = {*one.main, listed.row.main_name},
                    .title = one.number.empty() ? one.title : one.number + " " + one.title,
                    .from = std::min({*one.days.given_on, first, *one.days.due_on}),
                    .first_due_on = first,
                    .due_on = *one.days.due_on,
                    .done_on = state.phase == order::Phase::Done ? one.days.reported_on : std::nullopt,
                    .overdue = listed.light.colour == "red",
                    .light = listed.light};
}

GanttTask task_of(const Board& board, std::size_t place) {
    const auto& facts = board.facts.tasks[place];
    int first = board.facts.first_year;
    int last = board.facts.last_year;
    if (!facts.measure_years.empty()) {
        first = std::ranges::min(facts.measure_years, {}, &std::pair<int, int>::first).first;
        last = std::ranges::max(facts.measure_years, {}, &std::pair<int, int>::second).second;
    }
    const auto end = *base::make_date(last, 12, 31);
    const auto to = facts.deadline.value_or(end);
    const auto first_to = facts.first_deadline.value_or(end);
    GanttTask out{.line = &board.tasks[place], .from = {}, .to = to, .first_to = first_to};
    out.from = std::min({std::max(*base::make_date(first, 1, 1), board.facts.start), to, first_to});
    out.overdue = to < board.standing.today && out.line->light.colour != "done";
    return out;
}

}  // namespace

std::vector<GanttTask> gantt(const Board& board, const std::vector<GanttPart>& parts, const std::vector<order::Listed>& orders,
                             const order::Workflow& workflow, const GanttFilter& filter) {
    std::vector<GanttTask> tasks;
    std::vector<bool> of_unit(board.tasks.size(), !filter.unit);
    for (std::size_t place = 0; place < board.tasks.size(); ++place) {
        tasks.push_back(task_of(board, place));
    }
    const auto add = [&](plan::TaskId task, GanttRow row) {
        if (const auto place = board.task_place.find(task); place != board.task_place.end()) {
            const bool wanted = (!filter.unit || row.unit.id == *filter.unit) && (!filter.overdue || row.overdue);
            if (wanted) {
                of_unit[place->second] = true;
                tasks[place->second].rows.push_back(std::move(row));
            }
        }
    };
    for (const auto& part : parts) {
        if (const auto place = board.task_place.find(part.task);
            place != board.task_place.end() && filter.unit && part.unit.id == *filter.unit) {
            of_unit[place->second] = true;
        }
        for (const auto& one : part.milestones) {
            add(part.task, row_of(part, one, board.standing.today));
        }
    }
    for (const auto& listed : orders) {
        if (auto row = row_of(listed, workflow); row && listed.row.order.task) {
            add(*listed.row.order.task, *std::move(row));
        }
    }
    std::vector<GanttTask> out;
    for (std::size_t place = 0; place < tasks.size(); ++place) {
        auto& task = tasks[place];
        const bool lit = filter.light.empty() || task.line->light.colour == filter.light;
        if (of_unit[place] && lit && (!filter.overdue || task.overdue || !task.rows.empty())) {
            std::ranges::stable_sort(task.rows, {}, &GanttRow::due_on);
            out.push_back(std::move(task));
        }
    }
    return out;
}

}  // namespace luoshi::supervise
