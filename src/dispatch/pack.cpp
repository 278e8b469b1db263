#include "dispatch/pack.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace luoshi::dispatch {
namespace {

std::string subject_of(const supervise::TaskFacts& task) { return task.ref + " " + task.title; }

base::Phrase plain(std::string text) { return {"", {}, std::move(text)}; }

class Writer {
public:
    Writer(const supervise::Board& board, const Reach& reach) : board_(board), reach_(reach) {}

    std::vector<PackLine> late() const {
        std::vector<PackLine> out;
        struct Reports {
            std::size_t line;
            int count = 0;
        };
        std::map<std::tuple<UnitId, calendar::Period, calendar::Rhythm>, Reports> reports;
        for (const auto& one : board_.overdue) {
            if (!reach_.has(one.unit.id, one.task->id)) {
                continue;
            }
            if (!one.period) {
                out.push_back(late_line(one, one.kind == supervise::OverdueKind::Milestone ? "milestone" : "deliverable"));
                continue;
            }
            const auto [known, is_new] = reports.try_emplace({one.unit.id, *one.period, one.every}, Reports{out.size()});
            if (is_new) {
                out.push_back(late_line(one, "report"));
                out.back().link = "/reports?period=" + one.period->text() + "&unit=" + one.unit.id.text();
            } else {
                out[known->second.line].subject += "、" + one.task->ref;
            }
            out[known->second.line].title = base::phrase("dispatch.late_reports", "{period_name}填报{count}份未交",
                                                         {{"period", one.period->text()},
                                                          {"period_name", calendar::name_of(*one.period, one.every)},
                                                          {"count", std::to_string(++known->second.count)}});
        }
        return out;
    }

    std::vector<PackLine> figures() const {
        auto out = reach_.of == Reach::Of::Units ? parts() : tasks_and_indicators();
        std::ranges::stable_sort(out, std::greater{}, [](const PackLine& line) { return supervise::colour_of(*line.light); });
        return out;
    }

private:
    static PackLine late_line(const supervise::OverdueLine& one, const char* what) {
        return {.section = Section::Late,
                .what = what,
                .title = plain(one.title),
                .subject = one.period ? one.task->ref : subject_of(*one.task),
                .unit = one.unit,
                .link = "/tasks/" + one.task->id.text(),
                .due_on = one.due_on,
                .days_late = one.days_late};
    }

    std::vector<PackLine> parts() const {
        std::vector<PackLine> out;
        std::map<UnitId, std::string> units;
        for (const auto& duty : board_.facts.duties) {
            const auto* judged = duty.open() && reach_.units.contains(duty.unit) ? board_.duty(duty.id) : nullptr;
            const auto task = board_.task_place.find(duty.task);
            if (judged != nullptr && task != board_.task_place.end()) {
                out.push_back({.section = Section::Figures,
                               .what = "part",
                               .title = plain(subject_of(board_.facts.tasks[task->second])),
                               .unit = plan::UnitRef{duty.unit, duty.unit_name},
                               .link = "/duties/" + duty.id.text(),
                               .light = judged->light});
                units.try_emplace(duty.unit, duty.unit_name);
            }
        }
        for (const auto& [unit, name] : units) {
            for (const auto& one : board_.indicators_of(unit)) {
                out.push_back(indicator_line(one));
                out.back().unit = plan::UnitRef{unit, name};
            }
        }
        return out;
    }

    PackLine indicator_line(const supervise::IndicatorLine& one) const {
        const auto& definition = board_.facts.figures.series.at(one.id).definition();
        return {.section = Section::Figures,
                .what = "indicator",
                .title = plain(definition.name),
                .link = "/indicators/" + one.id.text(),
                .light = one.light,
                .actual = one.actual.value,
                .target = one.goal ? std::optional{one.goal->value} : std::nullopt,
                .measure = definition.unit};
    }

    std::vector<PackLine> tasks_and_indicators() const {
        const auto shown = [&](plan::TaskId task) { return reach_.of == Reach::Of::All || reach_.tasks.contains(task); };
        std::vector<PackLine> out;
        for (const auto& task : board_.tasks) {
            if (shown(task.id)) {
                out.push_back({.section = Section::Figures,
                               .what = "task",
                               .title = plain(task.ref + " " + task.title),
                               .link = "/tasks/" + task.id.text(),
                               .light = task.light});
            }
        }
        for (const auto& one : board_.indicators) {
            if (std::ranges::any_of(one.tasks, [&](const auto& task) { return shown(task.id); })) {
                out.push_back(indicator_line(one));
            }
        }
        return out;
    }

    const supervise::Board& board_;
    const Reach& reach_;
};

PackLine order_line(const OpenOrder& order) {
    return {.section = Section::Orders,
            .what = "order",
            .title = plain(order.title),
            .unit = order.unit,
            .link = order.link,
            .due_on = order.due_on,
            .state = order.state};
}

PackLine decision_line(const PastDecision& past) {
    const auto& decision = past.decision;
    return {.section = Section::Decisions,
            .what = "decision",
            .title = plain(decision.text),
            .subject = decision.task ? decision.task->name : std::string{},
            .unit = decision.unit,
            .link = "/occasions/" + decision.occasion.text(),
            .due_on = decision.due_on,
            .state = past.order_state,
            .outcome = decision.outcome,
            .done_on = decision.done_on};
}

}  // namespace

std::set<plan::TaskId> led_by(const supervise::Board& board, UnitId unit) {
    std::set<plan::TaskId> out;
    for (const auto& duty : board.facts.duties) {
        if (duty.open() && duty.unit == unit && duty.role == plan::DutyRole::Lead) {
            out.insert(duty.task);
        }
    }
    return out;
}

Pack make_pack(const supervise::Board& board, const Reach& reach, const std::vector<Section>& agenda, const std::vector<OpenOrder>& orders,
               const std::vector<PastDecision>& decisions) {
    const Writer writer{board, reach};
    Pack pack{.as_of = board.standing.today, .watermark = board.facts.figures.watermark, .agenda = agenda};
    const auto add = [&](std::vector<PackLine> lines) { std::ranges::move(lines, std::back_inserter(pack.lines)); };
    for (const auto section : agenda) {
        switch (section) {
            case Section::Late:
                add(writer.late());
                break;
            case Section::Figures:
                add(writer.figures());
                break;
            case Section::Orders:
                std::ranges::transform(orders, std::back_inserter(pack.lines), order_line);
                break;
            case Section::Decisions:
                std::ranges::transform(decisions, std::back_inserter(pack.lines), decision_line);
                break;
        }
    }
    return pack;
}

}  // namespace luoshi::dispatch
