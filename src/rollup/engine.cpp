#include "rollup/engine.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>

namespace luoshi::rollup {
namespace {

/// Nothing when the fact says that there is no figure.
std::optional<Amount> amount_of(const Fact& fact, indicator::Kind kind) {
    if (kind == indicator::Kind::Ratio) {
        return fact.numerator && fact.denominator ? std::optional{Amount{fact.numerator->e4(), fact.denominator->e4()}} : std::nullopt;
    }
    return fact.value ? std::optional{Amount{fact.value->e4(), 0}} : std::nullopt;
}

}  // namespace

Snapshot::Snapshot(std::shared_ptr<const Tree> tree, std::vector<Subject> subjects) : tree_(std::move(tree)) {
    std::unordered_map<std::string, IndicatorId> codes;
    std::vector<Definition> formulas;
    for (auto& subject : subjects) {
        const auto id = subject.definition.id;
        codes.emplace(subject.definition.code, id);
        if (subject.definition.by_formula()) {
            formulas.push_back(std::move(subject.definition));
        } else {
            histories_.emplace(id, std::make_shared<const History>(tree_, std::move(subject)));
        }
    }
    for (const auto& [id, history] : histories_) {
        if (history->definition().across == indicator::Across::Weighted) {
            const auto weight = codes.find(history->definition().weight);
            if (weight == codes.end() || !reported(weight->second)) {
                throw std::invalid_argument("没有用来加权的指标：" + history->definition().code);
            }
            weighted_.emplace(id, Weighted{std::make_shared<const WeightedFigures>(history, reported(weight->second)), weight->second});
        }
    }
    // each round places those whose operands are there
    for (std::size_t before = formulas.size() + 1; !formulas.empty() && formulas.size() < before;) {
        before = formulas.size();
        std::erase_if(formulas, [&](Definition& definition) {
            const auto formula = std::get<indicator::Formula>(indicator::Formula::parse(definition.formula));
            std::vector<IndicatorId> ids;
            std::vector<std::shared_ptr<const IndicatorFigures>> operands;
            for (const auto& operand : formula.operands()) {
                const auto id = codes.find(operand.name);
                auto figures = id == codes.end() ? nullptr : find(id->second);
                if (!figures) {
                    return false;
                }
                ids.push_back(id->second);
                operands.push_back(std::move(figures));
            }
            computed_.push_back(
                {std::make_shared<const FormulaFigures>(std::move(definition), formula, std::move(operands)), std::move(ids)});
            return true;
        });
    }
    if (!formulas.empty()) {
        throw std::invalid_argument("公式所用的指标不全或循环引用：" + formulas.front().code);
    }
}

void Snapshot::compute() {
    for (auto& [id, mean] : weighted_) {
        mean.figures = std::make_shared<const WeightedFigures>(reported(id), reported(mean.weight));
    }
    for (auto& [figures, ids] : computed_) {
        std::vector<std::shared_ptr<const IndicatorFigures>> operands;
        std::ranges::transform(ids, std::back_inserter(operands), [&](auto id) { return find(id); });
        figures = std::make_shared<const FormulaFigures>(figures->over(std::move(operands)));
    }
}

std::shared_ptr<const IndicatorFigures> Snapshot::find(IndicatorId indicator) const {
    if (const auto mean = weighted_.find(indicator); mean != weighted_.end()) {
        return mean->second.figures;
    }
    if (const auto& history = reported(indicator)) {
        return history;
    }
    const auto found = std::ranges::find(computed_, indicator, [](const Computed& one) { return one.figures->definition().id; });
    return found == computed_.end() ? nullptr : found->figures;
}

const std::shared_ptr<const History>& Snapshot::reported(IndicatorId indicator) const {
    static const std::shared_ptr<const History> kNone;
    const auto found = histories_.find(indicator);
    return found == histories_.end() ? kNone : found->second;
}

std::size_t Snapshot::bytes() const {
    std::size_t out = 0;
    for (const auto& [id, history] : histories_) {
        out += history->bytes();
    }
    return out;
}

std::vector<std::pair<IndicatorId, Period>> Snapshot::differences(const Snapshot& other) const {
    std::vector<std::pair<IndicatorId, Period>> out;
    for (const auto& [id, history] : histories_) {
        for (const auto period : history->differences(*other.histories_.at(id))) {
            out.emplace_back(id, period);
        }
    }
    std::ranges::sort(out);
    return out;
}

std::size_t Engine::KeyHash::operator()(const Key& key) const noexcept {
    const auto month = static_cast<std::uint64_t>(key.period.year() * 12 + key.period.month());
    return std::hash<std::uint64_t>{}((static_cast<std::uint64_t>(key.indicator.value()) * 0x9E3779B97F4A7C15U) ^ (month << 32U) ^
                                      key.leaf);
}

Engine::Engine(std::shared_ptr<const Tree> tree, std::vector<Subject> subjects)
    : current_(std::make_shared<const Snapshot>(std::move(tree), std::move(subjects))) {}

std::shared_ptr<const Snapshot> Engine::snapshot() const {
    const std::lock_guard lock{publishing_};
    return current_;
}

Engine::Made Engine::made(std::span<const Fact> facts, std::int64_t watermark) const {
    const auto before = snapshot();
    const Snapshot& from = *before;
    struct Arrived {
        Key key;
        const Fact* fact;
    };
    std::vector<Arrived> arrived;
    arrived.reserve(facts.size());
    for (const auto& fact : facts) {
        const auto leaf = from.tree().leaf(fact.unit);
        if (leaf && from.reported(fact.indicator)) {
            arrived.push_back({{fact.indicator, fact.period, *leaf}, &fact});
        }
    }
    std::ranges::sort(arrived,
                      [](const auto& a, const auto& b) { return std::tie(a.key, a.fact->version) < std::tie(b.key, b.fact->version); });

    Versions corrected;
    auto out = std::make_shared<Snapshot>(from);
    out->watermark_ = std::max(from.watermark_, watermark);
    for (auto begin = arrived.begin(); begin != arrived.end();) {
        const auto indicator = begin->key.indicator;
        auto& history = out->histories_.at(indicator);
        std::vector<History::Newest> newest;
        for (; begin != arrived.end() && begin->key.indicator == indicator; ++begin) {
            const auto& [key, fact] = *begin;
            if (std::next(begin) != arrived.end() && std::next(begin)->key == key) {
                continue;  // a newer version is in the same batch
            }
            const auto known = corrected_.find(key);
            if (known != corrected_.end() && known->second > fact->version) {
                continue;
            }
            if (fact->version > 1) {
                corrected.emplace(key, fact->version);
            }
            newest.push_back({key.period, key.leaf, amount_of(*fact, history->definition().kind)});
        }
        history = std::make_shared<const History>(history->with(newest));
    }
    out->compute();
    return {std::move(out), std::move(corrected)};
}

void Engine::apply(std::span<const Fact> facts, std::int64_t watermark) {
    const std::lock_guard writer{writing_};
    auto next = made(facts, watermark);
    for (const auto& [key, version] : next.corrected) {
        corrected_.insert_or_assign(key, version);
    }
    const std::lock_guard lock{publishing_};
    current_ = std::move(next.snapshot);
}

std::shared_ptr<const Snapshot> Engine::preview(std::span<const Fact> facts, std::int64_t watermark) const {
    const std::lock_guard writer{writing_};
    return made(facts, watermark).snapshot;
}

std::vector<std::pair<IndicatorId, Period>> Engine::check() const {
    const auto snapshot = this->snapshot();
    std::vector<std::pair<IndicatorId, Period>> out;
    for (const auto& [id, history] : snapshot->histories_) {
        for (const auto period : history->broken()) {
            out.emplace_back(id, period);
        }
    }
    return out;
}

}  // namespace luoshi::rollup
