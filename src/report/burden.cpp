#include "report/burden.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "calendar/rhythm.hpp"
#include "config/yaml.hpp"

namespace luoshi::report {
namespace {

constexpr std::int64_t kTexts = 3;  // progress, problems, next steps
constexpr std::int64_t kMinutesAnHour = 60;
const calendar::Span kYear{*calendar::Period::make(2020, 1), *calendar::Period::make(2020, 12)};  // any

std::int64_t cap_of(const std::string& level, const BurdenSettings& settings) {
    const auto cap = settings.caps.find(level);
    return cap == settings.caps.end() ? std::numeric_limits<std::int64_t>::max() : cap->second;
}

std::int64_t minutes_of(FieldKind kind, const BurdenSettings& settings) {
    switch (kind) {
        case FieldKind::Number:
            return settings.number_minutes;
        case FieldKind::Text:
            return settings.text_minutes;
        case FieldKind::Choice:
            return settings.choice_minutes;
        case FieldKind::Date:
            break;
    }
    return settings.date_minutes;
}

void add(Burden& to, const Burden& more) {
    to.fields += more.fields;
    to.minutes += more.minutes;
    to.held += more.held;
}

}  // namespace

BurdenSettings read_burden(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    BurdenSettings settings;
    const auto minutes = root.at("minutes");
    const auto read = [&](std::string_view kind, std::int64_t& into) { into = minutes.at(kind).opt_integer(0, 600).value_or(into); };
    if (minutes.present()) {
        read("text", settings.text_minutes);
        read("number", settings.number_minutes);
        read("choice", settings.choice_minutes);
        read("date", settings.date_minutes);
    }
    const auto caps = root.at("cap");
    for (const std::string level : {"city", "city_department", "county", "county_department", "town", "village", "other"}) {
        if (const auto cap = caps.present() ? caps.at(level).opt_integer(1, 1'000'000) : std::nullopt) {
            settings.caps.emplace(level, *cap);
        }
    }
    document.finish();
    return settings;
}

base::Decimal Burden::hours() const {
    return base::ratio(*base::Decimal::from_integer(minutes), *base::Decimal::from_integer(kMinutesAnHour), 1, 1).value_or(base::Decimal{});
}

std::map<identity::UnitId, Burden> by_unit(const std::vector<AskedPart>& parts, const BurdenSettings& settings) {
    std::map<identity::UnitId, Burden> out;
    std::map<identity::UnitId, std::set<plan::IndicatorId>> told;
    for (const auto& part : parts) {
        auto& year = out[part.unit];
        const auto ask = [&](std::int64_t entries, std::int64_t minutes, int times, bool known) {
            add(year, {.fields = entries * times, .minutes = entries * minutes * times, .held = known ? entries * times : 0});
        };
        ask(kTexts, settings.text_minutes, part.reports_a_year, false);
        ask(1, settings.number_minutes, part.reports_a_year, false);  // progress in percent
        for (const auto& definition : part.owed) {
            const bool first = told[part.unit].insert(definition.id).second;
            ask(definition.kind == indicator::Kind::Ratio ? 2 : 1, settings.number_minutes,
                std::min(part.reports_a_year, calendar::ends_within(kYear, definition.every)),
                !first || definition.kind == indicator::Kind::Stock);
        }
        for (const auto& field : part.asked) {
            ask(1, minutes_of(field.kind, settings), part.reports_a_year, field.rarely_changes);
        }
    }
    return out;
}

std::vector<LevelBurden> by_level(const std::vector<UnitBurden>& units, const BurdenSettings& settings) {
    std::vector<LevelBurden> out;
    for (const auto& unit : units) {
        auto level = std::ranges::find(out, unit.level, &LevelBurden::level);
        if (level == out.end()) {
            level = out.insert(out.end(), {.level = unit.level});
        }
        ++level->units;
        add(level->year, unit.year);
        level->most = std::max(level->most, unit.year.fields);
        level->over += unit.year.fields > cap_of(unit.level, settings) ? 1 : 0;
    }
    return out;
}

std::vector<UnitBurden> newly_over(const std::map<identity::UnitId, Burden>& before, const std::vector<UnitBurden>& after,
                                   const BurdenSettings& settings) {
    std::vector<UnitBurden> out;
    for (const auto& unit : after) {
        const auto known = before.find(unit.unit);
        const auto earlier = known == before.end() ? 0 : known->second.fields;
        if (unit.year.fields > earlier && unit.year.fields > cap_of(unit.level, settings)) {
            out.push_back(unit);
        }
    }
    std::ranges::stable_sort(out, std::ranges::greater{}, [](const UnitBurden& unit) { return unit.year.fields; });
    return out;
}

}  // namespace luoshi::report
