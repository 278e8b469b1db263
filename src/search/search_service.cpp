#include "search/search_service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "indicator/indicator_service.hpp"
#include "org/directory_service.hpp"
#include "org/unit_name.hpp"
#include "plan/search_service.hpp"

namespace luoshi::search {
namespace {

constexpr std::size_t kLongest = 200;  // bytes
constexpr std::size_t kOfEach = 6;
constexpr std::size_t kOfOne = 100;
constexpr std::size_t kExcerpt = 80;

std::u32string decoded(std::string_view text) { return base::decode_utf8(text).value_or(U""); }

std::vector<Found> tasks(store::ReadTx& tx, const identity::Actor& actor, const base::SearchWords& words, std::size_t most) {
    std::vector<Found> out;
    for (auto& task : plan::search_tasks(tx, actor, words, most)) {
        out.push_back({task.id.value(), std::move(task.ref), std::move(task.plan), std::move(task.title), std::move(task.excerpt)});
    }
    return out;
}

std::vector<Found> clauses(store::ReadTx& tx, plan::Environment& env, const identity::Actor& actor, const base::SearchWords& words,
                           std::size_t most) {
    std::vector<Found> out;
    for (auto& clause : plan::search_clauses(tx, env, actor, words, most)) {
        out.push_back({clause.id.value(),
                       std::move(clause.ref),
                       std::move(clause.plan),
                       std::move(clause.excerpt),
                       {},
                       Found::Place{clause.plan_id, clause.begin, clause.end}});
    }
    return out;
}

std::vector<Found> indicators(store::ReadTx& tx, const base::SearchWords& words, std::size_t most) {
    std::vector<Found> out;
    for (const auto& [definition, names] : indicator::search(tx, words, most)) {
        std::string rest;
        for (const auto& name : names) {
            rest += (rest.empty() ? "" : "、") + name;
        }
        const bool in_names = words.all_in({decoded(definition.name), decoded(rest)});
        out.push_back({definition.id.value(),
                       definition.unit,
                       {},
                       words.pieces(decoded(definition.name), kExcerpt),
                       words.pieces(decoded(in_names ? rest : definition.definition), kExcerpt)});
    }
    return out;
}

std::vector<Found> units(store::ReadTx& tx, const base::SearchWords& words, std::size_t most) {
    std::vector<std::string> keys;
    for (const auto& word : words.words()) {
        if (auto key = org::name_key(base::encode_utf8(word)); !key.empty()) {
            keys.push_back(std::move(key));
        }
    }
    std::vector<Found> out;
    for (const auto& unit : keys.empty() ? std::vector<org::Unit>{} : org::units_with_words(tx, keys, most)) {
        out.push_back({unit.id.value(), unit.level, unit.parent_name, words.pieces(decoded(unit.name), kExcerpt), {}});
    }
    return out;
}

}  // namespace

base::Result<std::vector<Group>> search(plan::Environment& env, const identity::Actor& actor, std::string_view typed,
                                        std::optional<Kind> only) {
    if (typed.size() > kLongest) {
        return base::bad_input("search.too_long", "要查找的字太多，请只写几个关键词");
    }
    const base::SearchWords words{typed};
    if (words.empty()) {
        return base::bad_input("search.no_words", "请写要查找的字；几个词用空格隔开，表示都要有");
    }
    return env.db.read([&](store::ReadTx& tx) -> base::Result<std::vector<Group>> {
        std::vector<Group> out;
        const std::size_t most = only ? kOfOne : kOfEach;
        const auto add = [&](Kind kind, std::string_view permission, const auto& find) {
            if (!actor.may(permission) || (only && *only != kind)) {
                return;
            }
            auto items = find(most + 1);
            const bool more = items.size() > most;
            items.resize(std::min(items.size(), most));
            out.push_back({kind, std::move(items), more});
        };
        add(Kind::Task, "plan.read", [&](std::size_t count) { return tasks(tx, actor, words, count); });
        add(Kind::Clause, "plan.read", [&](std::size_t count) { return clauses(tx, env, actor, words, count); });
        add(Kind::Indicator, "indicator.read", [&](std::size_t count) { return indicators(tx, words, count); });
        add(Kind::Unit, "org.read", [&](std::size_t count) { return units(tx, words, count); });
        return out;
    });
}

}  // namespace luoshi::search
