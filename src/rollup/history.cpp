#include "rollup/history.hpp"

#include <algorithm>
#include <stdexcept>

namespace luoshi::rollup {
namespace {

using indicator::Across;

/// A weighted mean is not made of totals: WeightedFigures reads the leaves.
Fold fold_of(const Definition& definition) {
    if (definition.kind == indicator::Kind::Ratio) {
        return Fold::Sum;
    }
    switch (definition.across) {
        case Across::Minimum:
            return Fold::Minimum;
        case Across::Maximum:
            return Fold::Maximum;
        case Across::Latest:
            return Fold::Latest;
        default:
            return Fold::Sum;
    }
}

Planes planes_of(const Definition& definition) {
    return definition.kind == indicator::Kind::Ratio || fold_of(definition) == Fold::Latest ? Planes::Parts : Planes::Value;
}

/// Months add up, and so do units: the year to date is had by adding up the months.
bool adds_up(const Definition& definition) { return adds_over_time(definition) && fold_of(definition) == Fold::Sum; }

Column empty_own(const std::shared_ptr<const Tree>& tree, const Definition& definition) {
    return {tree, definition.carry_forward && !adds_over_time(definition) ? Planes::None : planes_of(definition), fold_of(definition)};
}

Column empty_so_far(const std::shared_ptr<const Tree>& tree, const Definition& definition) {
    return {tree, adds_up(definition) ? Planes::None : planes_of(definition), fold_of(definition)};
}

std::vector<Column::Change> one_each(const Tree& tree, const std::vector<UnitId>& reporters) {
    std::vector<Column::Change> out;
    out.reserve(reporters.size());
    for (const auto unit : reporters) {
        const auto leaf = tree.leaf(unit);
        if (!leaf) {
            throw std::invalid_argument("填报单位不在单位树中：" + unit.text());
        }
        out.push_back({*leaf, Amount{}});
    }
    return out;
}

}  // namespace

History::History(std::shared_ptr<const Tree> tree, Subject subject)
    : tree_(std::move(tree)),
      subject_(std::make_shared<const Subject>(std::move(subject))),
      reporters_(Column{tree_, Planes::None, Fold::Sum}.with(one_each(*tree_, subject_->reporters))),
      empty_own_(empty_own(tree_, definition())),
      empty_so_far_(empty_so_far(tree_, definition())) {}

bool History::begins_anew(Period period) const {
    return period.month() == 1 && (adds_over_time(definition()) || !definition().carry_forward);
}

Period History::last() const { return Period::numbered(first_->number() + static_cast<int>(months_.size()) - 1); }

const History::Month* History::at(Period period) const {
    return first_ && period >= *first_ && period <= last() ? at_or_before(period) : nullptr;
}

const History::Month* History::at_or_before(Period period) const {
    if (!first_ || period < *first_) {
        return nullptr;
    }
    const auto place = static_cast<std::size_t>(std::min(period, last()).number() - first_->number());
    return months_[place].get();
}

const History::Month* History::newest_of_year(Period until) const {
    return first_ && std::min(until, last()).year() == until.year() ? at_or_before(until) : nullptr;
}

std::optional<Amount> History::come_together(std::size_t place, Node leaf, const std::optional<Amount>& own) const {
    if (!adds_over_time(definition()) && own) {
        return own;
    }
    const Period period = Period::numbered(first_->number() + static_cast<int>(place));
    const Column* before = place == 0 || begins_anew(period) ? nullptr : &months_[place - 1]->so_far;
    if (before == nullptr || !before->has(leaf)) {
        return own;
    }
    const Amount amount = before->amount(leaf);
    return own ? Amount{amount.first + own->first, amount.second + own->second} : amount;
}

History History::with(std::span<const Newest> figures) const {
    History out{*this};
    if (figures.empty()) {
        return out;
    }
    const auto month_of = [&](std::size_t place) { return Period::numbered(out.first_->number() + static_cast<int>(place)); };
    if (!out.first_) {
        out.first_ = figures.front().period;
    }
    for (; *out.first_ > figures.front().period; out.first_ = out.first_->previous()) {
        out.months_.insert(out.months_.begin(), std::make_shared<const Month>(empty_own_, empty_so_far_));
    }
    std::vector<Node> changed;  // leaves whose figures came together otherwise in the month before
    auto next = figures.begin();
    const auto first_changed = static_cast<std::size_t>(next->period.number() - out.first_->number());
    for (auto place = std::min(first_changed, out.months_.size());; ++place) {
        if (place == out.months_.size()) {
            if (next == figures.end()) {
                break;
            }
            const bool anew = place == 0 || begins_anew(month_of(place));
            out.months_.push_back(std::make_shared<const Month>(empty_own_, anew ? empty_so_far_ : out.months_.back()->so_far));
            changed.clear();
        }
        if (begins_anew(month_of(place))) {
            changed.clear();
        }
        const Month& month = *out.months_[place];
        std::vector<Column::Change> own;
        for (; next != figures.end() && next->period == month_of(place); ++next) {
            if (reporters_.has(next->leaf)) {
                own.push_back({next->leaf, next->amount});
                if (next->amount && fold_of(definition()) == Fold::Latest) {
                    own.back().amount->second = next->period.number();
                }
            }
        }
        std::vector<Column::Change> so_far;
        const auto check = [&](Node leaf, const std::optional<Amount>& own_figure) {
            const auto now = out.come_together(place, leaf, own_figure);
            const auto before = month.so_far.has(leaf) ? std::optional{month.so_far.amount(leaf)} : std::nullopt;
            const bool only_presence = month.so_far.planes() == Planes::None;
            if (only_presence ? now.has_value() != before.has_value() : now != before) {
                so_far.push_back({leaf, now});
            }
        };
        for (const auto& change : own) {
            check(change.leaf, change.amount);
        }
        for (const Node leaf : changed) {
            const bool here = std::binary_search(own.begin(), own.end(), Column::Change{leaf, {}},
                                                 [](const auto& a, const auto& b) { return a.leaf < b.leaf; });
            // a level reported in the month itself is not touched by what came before
            if (!here && !(month.own.has(leaf) && month.own.planes() == Planes::None)) {
                check(leaf, month.own.has(leaf) ? std::optional{month.own.amount(leaf)} : std::nullopt);
            }
        }
        changed.clear();
        for (const auto& change : so_far) {
            changed.push_back(change.leaf);
        }
        if (!own.empty() || !so_far.empty()) {
            out.months_[place] = std::make_shared<const Month>(month.own.with(own), month.so_far.with(so_far));
        } else if (next == figures.end()) {
            break;
        }
    }
    return out;
}

History History::recomputed() const {
    History out{*this};
    for (auto& month : out.months_) {
        month = std::make_shared<const Month>(month->own.recomputed(), month->so_far.recomputed());
    }
    return out;
}

std::vector<Period> History::differences(const History& other) const {
    std::vector<Period> out;
    if (!first_ || !other.first_) {
        return first_ == other.first_ ? out : std::vector{first_ ? *first_ : *other.first_};
    }
    for (Period one = std::min(*first_, *other.first_); one <= std::max(last(), other.last()); one = one.next()) {
        const Month* mine = at(one);
        const Month* theirs = other.at(one);
        if (tree_->size() != other.tree_->size() || mine == nullptr || theirs == nullptr || !mine->own.same(theirs->own) ||
            !mine->so_far.same(theirs->so_far)) {
            out.push_back(one);
        }
    }
    return out;
}

int History::reports_each(Span span, Over over) const {
    const bool adds = adds_over_time(definition());
    if (!adds && definition().carry_forward) {
        return 1;
    }
    const auto every = definition().every;
    if (over == Over::YearToDate) {
        return std::min(1, ends_within({*Period::make(span.last.year(), 1), span.last}, every));
    }
    return adds ? ends_within(span, every) : static_cast<int>(ends_span(span.last, every));
}

History::Sources History::sources(Span span, Over over) const {
    Sources out;
    if (!adds_over_time(definition())) {
        if (definition().carry_forward) {
            if (const Month* month = at_or_before(span.last)) {
                out.put(month->so_far);
            }
        } else if (over == Over::Span) {
            if (const Month* month = at(span.last)) {
                out.put(month->own);
            }
        } else if (const Month* month = newest_of_year(span.last)) {
            out.put(month->so_far);
        }
        return out;
    }
    const Month* newest = over == Over::YearToDate ? newest_of_year(span.last) : nullptr;
    if (newest != nullptr && !adds_up(definition())) {
        out.put(newest->so_far);
        return out;
    }
    for (Period one = over == Over::YearToDate ? *Period::make(span.last.year(), 1) : span.first; one <= span.last; one = one.next()) {
        if (const Month* month = at(one)) {
            out.put(month->own);
        }
    }
    out.reported = newest == nullptr ? nullptr : &newest->so_far;
    return out;
}

bool History::is_one_of_leaves(const Sources& from) const { return from.size > 1 && fold_of(definition()) != Fold::Sum; }

std::int64_t History::chosen_over(Node node, const Sources& from) const {
    std::optional<std::int64_t> chosen;
    tree_->each_leaf(node, [&](Node leaf) {
        std::int64_t total = 0;
        bool any = false;
        for (std::size_t i = 0; i < from.size; ++i) {
            any = any || from.columns[i]->has(leaf);
            total = added(total, from.columns[i]->amount(leaf).first);
        }
        if (any && (!chosen || (fold_of(definition()) == Fold::Minimum ? total < *chosen : total > *chosen))) {
            chosen = total;
        }
    });
    return chosen.value_or(0);
}

void History::read(Nodes nodes, std::span<const Span> spans, Over over, Cells& out) const {
    const std::size_t size = nodes.size();
    const bool parts = definition().kind == indicator::Kind::Ratio;
    out.first.resize(size * spans.size());
    out.second.resize(parts ? out.first.size() : 0);
    out.reported.resize(out.first.size());
    for (std::size_t place = 0; place < spans.size(); ++place) {
        const auto from = sources(spans[place], over);
        const auto first = std::span{out.first}.subspan(place * size, size);
        const auto second = std::span{out.second}.subspan(parts ? place * size : 0, parts ? size : 0);
        const auto reported = std::span{out.reported}.subspan(place * size, size);
        if (from.size == 0) {
            std::ranges::fill(first, 0);
            std::ranges::fill(second, 0);
            std::ranges::fill(reported, 0);
            continue;
        }
        for (std::size_t i = 0; i < from.size; ++i) {
            const Onto onto = i == 0 ? Onto::Nothing : Onto::Sum;
            from.columns[i]->totals(nodes, 0, onto, first);
            if (parts) {
                from.columns[i]->totals(nodes, 1, onto, second);
            }
            if (from.reported == nullptr) {
                from.columns[i]->counts(nodes, onto, reported);
            }
        }
        if (from.reported != nullptr) {
            from.reported->counts(nodes, Onto::Nothing, reported);
        }
        for (Node node = nodes.first; is_one_of_leaves(from) && node < nodes.last; ++node) {
            first[node - nodes.first] = chosen_over(node, from);
        }
    }
}

Sum History::sum(Node node, Span span, Over over) const {
    const auto from = sources(span, over);
    Amount total{};
    int reported = 0;
    for (std::size_t i = 0; i < from.size; ++i) {
        const Amount amount = from.columns[i]->amount(node);
        total = {added(total.first, amount.first), added(total.second, amount.second)};
        reported += from.columns[i]->count(node);
    }
    if (is_one_of_leaves(from)) {
        total.first = chosen_over(node, from);
    }
    reported = from.reported == nullptr ? reported : from.reported->count(node);
    Sum sum{.coverage = {reported, std::max(reported, expected(node) * reports_each(span, over))}};
    if (reported == 0) {
        return sum;
    }
    if (definition().kind == indicator::Kind::Ratio) {
        sum.numerator = base::Decimal::from_e4(total.first);
        sum.denominator = base::Decimal::from_e4(total.second);
        sum.value = indicator::quotient(definition(), *sum.numerator, *sum.denominator);
    } else {
        sum.value = base::Decimal::from_e4(total.first);
    }
    return sum;
}

Exact History::exact(Node node, Span span, Over over) const {
    const auto known = sum(node, span, over);
    Exact out{.value = {}, .coverage = known.coverage};
    if (known.denominator) {
        const auto scaled =
            base::Fraction{*known.numerator}.times(base::Fraction{*base::Decimal::from_integer(indicator::quotient_scale(definition()))});
        out.value = scaled ? scaled->over(base::Fraction{*known.denominator}) : std::nullopt;
    } else if (known.value) {
        out.value = base::Fraction{*known.value};
    }
    return out;
}

std::optional<indicator::Figure> History::own_figure(Node leaf, Period period) const {
    const auto amount = own(leaf, period);
    if (!amount) {
        return std::nullopt;
    }
    const auto first = base::Decimal::from_e4(amount->first);
    if (definition().kind != indicator::Kind::Ratio) {
        return indicator::Figure{.value = first};
    }
    const auto second = base::Decimal::from_e4(amount->second);
    const auto value = indicator::quotient(definition(), first, second);
    return value ? std::optional{indicator::Figure{*value, first, second}} : std::nullopt;
}

std::optional<Amount> History::own(Node leaf, Period period) const {
    const Month* month = at(period);
    if (month == nullptr || !month->own.has(leaf)) {
        return std::nullopt;
    }
    return (month->own.planes() == Planes::None ? month->so_far : month->own).amount(leaf);
}

std::optional<Period> History::latest(Node leaf) const {
    for (std::size_t place = months_.size(); place-- > 0;) {
        if (months_[place]->own.has(leaf)) {
            return Period::numbered(first_->number() + static_cast<int>(place));
        }
    }
    return std::nullopt;
}

std::size_t History::bytes() const {
    std::size_t out = 0;
    for (const auto& month : months_) {
        out += month->own.bytes() + month->so_far.bytes();
    }
    return out;
}

}  // namespace luoshi::rollup
