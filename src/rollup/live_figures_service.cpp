#include "rollup/live_figures_service.hpp"

#include <algorithm>
#include <iterator>

#include "indicator/indicator_service.hpp"

namespace luoshi::rollup {
namespace {

constexpr std::chrono::hours kChina{8};  // UTC+8

/// Those asked for, what their formulas are made of, and by what their means are weighed.
std::vector<Subject> with_operands(std::vector<Subject> all, const std::vector<IndicatorId>& asked) {
    std::unordered_set<std::string> wanted;
    std::vector<const Definition*> open;
    for (const auto& subject : all) {
        if (std::ranges::count(asked, subject.definition.id) > 0) {
            open.push_back(&subject.definition);
        }
    }
    while (!open.empty()) {
        const Definition& definition = *open.back();
        open.pop_back();
        if (!wanted.insert(definition.code).second) {
            continue;
        }
        std::unordered_set<std::string> used{definition.weight};
        if (definition.by_formula()) {
            const auto formula = std::get<indicator::Formula>(indicator::Formula::parse(definition.formula));
            std::ranges::transform(formula.operands(), std::inserter(used, used.end()), &indicator::Operand::name);
        }
        for (const auto& subject : all) {
            if (used.contains(subject.definition.code)) {
                open.push_back(&subject.definition);
            }
        }
    }
    std::erase_if(all, [&](const Subject& subject) { return !wanted.contains(subject.definition.code); });
    return all;
}

/// Units, indicators, who reports them and what each owes are as they were.
bool leaves_shape(const store::Changed& changed) { return changed.what == "plan" || changed.what == "report"; }

}  // namespace

LiveFigures::Made LiveFigures::make(store::ReadTx& tx, std::vector<Subject> measured, base::Date day) {
    std::unordered_set<UnitId> reporters;
    for (const auto& subject : measured) {
        for (const auto& reporter : subject.reporters) {
            reporters.insert(reporter.unit);
        }
    }
    const auto units = units_on(tx, day);
    const auto tree = std::make_shared<const Tree>(units.places, reporters);
    return {.engine = std::make_shared<Engine>(tree, std::move(measured)),
            .units = std::make_shared<const Roster>(*tree, units.listed),
            .day = day,
            .changes = store::ChangeTail{tx},
            .tail = tail_before_all(tx.engine())};
}

void LiveFigures::begin_with(store::ReadTx& tx, std::shared_ptr<Engine> engine, std::shared_ptr<const Roster> units) {
    const std::lock_guard lock{mutex_};
    kept_ = Made{.engine = std::move(engine),
                 .units = std::move(units),
                 .day = today_(),
                 .changes = store::ChangeTail{tx},
                 .tail = tail_before_all(tx.engine())};
}

View LiveFigures::view(store::ReadTx& tx) {
    const bool committed = tx.commits().has_value();
    const auto day = today_();
    const std::lock_guard lock{mutex_};
    std::optional<Made> made = kept_;
    if (!made || made->day != day || !std::ranges::all_of(made->changes.take(tx), leaves_shape)) {
        made = make(tx, subjects(tx, schedule_(), day), day);
    }
    auto tail = made->tail;
    const auto facts = facts_since(tx, tail);
    if (!committed) {
        return {made->engine->preview(facts, tail.position), made->units};
    }
    if (!facts.empty()) {
        made->engine->apply(facts, tail.position);
        made->tail = std::move(tail);
    }
    View view{made->engine->snapshot(), made->units};
    kept_ = std::move(made);
    return view;
}

FiguresCheck LiveFigures::check(store::Database& db, base::Moment now) {
    constexpr int kReadings = 3;
    FiguresCheck out{.at = now, .watermark = 0, .differences = {}};
    for (int reading = 0; reading < kReadings; ++reading) {
        auto found = db.read([&](store::ReadTx& tx) {
            const auto kept = view(tx).figures;
            auto measured = subjects(tx, schedule_(), today_());
            auto anew = make(tx, measured, today_());
            const auto facts = facts_since(tx, anew.tail);
            anew.engine->apply(facts, anew.tail.position);
            out.watermark = anew.tail.position;
            std::vector<FiguresCheck::Difference> differences;
            for (const auto& [indicator, period] : kept->differences(*anew.engine->snapshot())) {
                differences.push_back({indicator, kept->find(indicator)->definition().name, period});
            }
            return differences;
        });
        if (reading > 0) {
            std::erase_if(found, [&](const auto& one) { return std::ranges::count(out.differences, one) == 0; });
        }
        out.differences = std::move(found);
        if (out.differences.empty()) {
            break;
        }
    }
    const std::lock_guard lock{mutex_};
    last_check_ = out;
    return out;
}

std::optional<FiguresCheck> LiveFigures::last_check() const {
    const std::lock_guard lock{mutex_};
    return last_check_;
}

View LiveFigures::past(store::ReadTx& tx, const std::vector<IndicatorId>& indicators, base::Moment known, base::Date units_of) const {
    // what had not opened by then was not owed
    const auto today = today_();
    const auto day = known < base::Moment{today} ? std::chrono::floor<std::chrono::days>(known + kChina) : today;
    auto measured = with_operands(subjects(tx, schedule_(), day), indicators);
    std::vector<Fact> facts;
    for (const auto& subject : measured) {
        std::ranges::move(facts_until(tx, subject.definition.id, known), std::back_inserter(facts));
    }
    const auto made = make(tx, std::move(measured), units_of);
    made.engine->apply(facts, 0);
    return {made.engine->snapshot(), made.units};
}

Figures LiveFigures::of_plan(store::ReadTx& tx, plan::PlanId plan) {
    const auto snapshot = view(tx).figures;
    Figures figures{.series = {}, .watermark = snapshot->watermark()};
    for (const auto& definition : indicator::of_plan(tx, plan)) {
        if (auto measured = snapshot->find(definition.id)) {
            figures.series.emplace(definition.id, Series{std::move(measured)});
        }
    }
    return figures;
}

std::vector<std::optional<base::Decimal>> LiveFigures::of_year(store::ReadTx& tx, IndicatorId indicator, int year,
                                                               std::span<const UnitId> units) {
    const auto snapshot = view(tx).figures;
    const auto figures = snapshot->find(indicator);
    std::vector<std::optional<base::Decimal>> out;
    for (const UnitId unit : units) {
        const auto node = snapshot->tree().find(unit);
        const auto last = Period::make(year, 12);
        out.push_back(figures && node && last ? figures->year_to(*node, *last).value : std::nullopt);
    }
    return out;
}

}  // namespace luoshi::rollup
