#include "rollup/history.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace luoshi::rollup {
namespace {

using indicator::Across;

constexpr int kMonths = 12;  ///< within them every rhythm ends a span

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

Planes own_planes(const Definition& definition) {
    return definition.carry_forward && !adds_over_time(definition) ? Planes::None : planes_of(definition);
}

Planes so_far_planes(const Definition& definition) { return adds_up(definition) ? Planes::None : planes_of(definition); }

Node leaf_of(const Tree& tree, UnitId unit) {
    if (const auto leaf = tree.leaf(unit)) {
        return *leaf;
    }
    throw std::invalid_argument("填报单位不在单位树中：" + unit.text());
}

}  // namespace

bool History::Asked::owes(const Group& group, Period month) const {
    return ends_span(month, definition.every) && rollup::owes(group.terms, month);
}

int History::Asked::owed(const Group& group, Span months) const {
    int out = 0;
    for (Period month = months.first; month <= months.last; month = month.next()) {
        out += owes(group, month) ? 1 : 0;
    }
    return out;
}

bool History::Asked::owed_by(Node leaf, Period month) const {
    return std::ranges::any_of(groups, [&](const Group& group) { return group.members.has(leaf) && owes(group, month); });
}

History::Asked History::asked(const std::shared_ptr<const Tree>& tree, Subject subject) {
    std::vector<Node> pieces;
    for (const auto& reporter : subject.reporters) {
        if (reporter.within_above) {
            leaf_of(*tree, reporter.unit);
            pieces.push_back(*tree->find(reporter.unit));
        }
    }
    auto kept = pieces.empty() ? nullptr : std::make_shared<const Pieces>(*tree, pieces);
    const Column nobody{tree, Planes::None, Fold::Sum, kept};
    Asked out{.definition = std::move(subject.definition), .reporters = {}, .pieces = std::move(kept), .all = nobody, .groups = {}};
    std::vector<Column::Change> all;
    std::map<Terms, std::vector<Column::Change>> by_terms;
    for (auto& [unit, terms, within_above] : subject.reporters) {
        if (!within_above) {
            out.reporters.push_back(unit);
        }
        all.push_back({leaf_of(*tree, unit), Amount{}});
        by_terms[std::move(terms)].push_back(all.back());
    }
    out.all = nobody.with(all);
    for (const auto& [terms, members] : by_terms) {
        out.groups.push_back({terms, nobody.with(members), std::nullopt});
        auto& group = out.groups.back();
        for (const auto& term : terms) {
            const Period first = term.first.value_or(Period::numbered(0));
            for (Period month = first; month.number() < first.number() + kMonths; month = month.next()) {
                if (term.owes(month) && out.owes(group, month)) {
                    group.begins = std::min(group.begins.value_or(month), month);
                    break;
                }
            }
        }
    }
    return out;
}

History::History(std::shared_ptr<const Tree> tree, Subject subject)
    : tree_(std::move(tree)),
      asked_(std::make_shared<const Asked>(asked(tree_, std::move(subject)))),
      empty_own_(tree_, own_planes(definition()), fold_of(definition()), asked_->pieces),
      empty_unasked_(tree_, Planes::None, Fold::Sum, asked_->pieces),
      empty_so_far_(tree_, so_far_planes(definition()), fold_of(definition()), asked_->pieces) {}

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
        out.months_.insert(out.months_.begin(), std::make_shared<const Month>(empty_own_, empty_unasked_, empty_so_far_));
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
            out.months_.push_back(
                std::make_shared<const Month>(empty_own_, empty_unasked_, anew ? empty_so_far_ : out.months_.back()->so_far));
            changed.clear();
        }
        if (begins_anew(month_of(place))) {
            changed.clear();
        }
        const Month& month = *out.months_[place];
        std::vector<Column::Change> own;
        std::vector<Column::Change> unasked;
        for (; next != figures.end() && next->period == month_of(place); ++next) {
            if (asked_->all.has(next->leaf)) {
                own.push_back({next->leaf, next->amount});
                if (!asked_->owed_by(next->leaf, next->period)) {
                    unasked.push_back(own.back());
                }
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
            out.months_[place] = std::make_shared<const Month>(month.own.with(own), month.unasked.with(unasked), month.so_far.with(so_far));
        } else if (next == figures.end()) {
            break;
        }
    }
    return out;
}

History History::recomputed() const {
    History out{*this};
    for (auto& month : out.months_) {
        month = std::make_shared<const Month>(month->own.recomputed(), month->unasked.recomputed(), month->so_far.recomputed());
    }
    return out;
}

std::vector<Period> History::differences(const History& other) const {
    std::vector<Period> out;
    if (!first_ || !other.first_) {
        return first_ == other.first_ ? out : std::vector{first_ ? *first_ : *other.first_};
    }
    const bool alike = tree_->size() == other.tree_->size() &&
                       std::ranges::equal(asked_->groups, other.asked_->groups,
                                          [](const Group& a, const Group& b) { return a.terms == b.terms && a.members.same(b.members); });
    for (Period one = std::min(*first_, *other.first_); one <= std::max(last(), other.last()); one = one.next()) {
        const Month* mine = at(one);
        const Month* theirs = other.at(one);
        if (!alike || mine == nullptr || theirs == nullptr || !mine->own.same(theirs->own) || !mine->unasked.same(theirs->unasked) ||
            !mine->so_far.same(theirs->so_far)) {
            out.push_back(one);
        }
    }
    return out;
}

Coverage History::reports(Node node, Span months) const {
    Coverage out;
    for (Period one = months.first; one <= months.last; one = one.next()) {
        if (const Month* month = at(one)) {
            out.reported += month->own.count(node) - month->unasked.count(node);
        }
    }
    for (const auto& group : asked_->groups) {
        out.expected += group.members.count(node) * asked_->owed(group, months);
    }
    return out;
}

Coverage History::units(Node node, Period until) const {
    const bool carries = definition().carry_forward && !adds_over_time(definition());
    const Month* newest = carries ? at_or_before(until) : newest_of_year(until);
    Coverage out{newest == nullptr ? 0 : newest->so_far.count(node), 0};
    const Period january = *Period::make(until.year(), 1);
    for (const auto& group : asked_->groups) {
        if (carries ? group.begins && *group.begins <= until : asked_->owed(group, {january, until}) > 0) {
            out.expected += group.members.count(node);
        }
    }
    out.expected = std::max(out.expected, out.reported);
    return out;
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
    const auto months = months_meant(span, over);
    for (Period one = months.first; one <= months.last; one = one.next()) {
        if (const Month* month = at(one)) {
            out.put(month->own);
        }
    }
    return out;
}

bool History::is_one_of_leaves(const Sources& from) const { return from.size > 1 && fold_of(definition()) != Fold::Sum; }

std::int64_t History::chosen_over(Node node, const Sources& from) const {
    std::optional<std::int64_t> chosen;
    each_counted(node, [&](Node leaf) {
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
    out.figures.resize(out.first.size());
    for (std::size_t place = 0; place < spans.size(); ++place) {
        const auto from = sources(spans[place], over);
        const auto first = std::span{out.first}.subspan(place * size, size);
        const auto second = std::span{out.second}.subspan(parts ? place * size : 0, parts ? size : 0);
        const auto figures = std::span{out.figures}.subspan(place * size, size);
        if (from.size == 0) {
            std::ranges::fill(first, 0);
            std::ranges::fill(second, 0);
            std::ranges::fill(figures, 0);
            continue;
        }
        for (std::size_t i = 0; i < from.size; ++i) {
            const Onto onto = i == 0 ? Onto::Nothing : Onto::Sum;
            from.columns[i]->totals(nodes, 0, onto, first);
            if (parts) {
                from.columns[i]->totals(nodes, 1, onto, second);
            }
            from.columns[i]->counts(nodes, onto, figures);
        }
        for (Node node = nodes.first; is_one_of_leaves(from) && node < nodes.last; ++node) {
            first[node - nodes.first] = chosen_over(node, from);
        }
    }
}

Sum History::sum(Node node, Span span, Over over) const {
    const auto from = sources(span, over);
    Amount total{};
    int figures = 0;
    for (std::size_t i = 0; i < from.size; ++i) {
        const Amount amount = from.columns[i]->amount(node);
        total = {added(total.first, amount.first), added(total.second, amount.second)};
        figures += from.columns[i]->count(node);
    }
    if (is_one_of_leaves(from)) {
        total.first = chosen_over(node, from);
    }
    Sum sum{.coverage = reports(node, months_meant(span, over))};
    if (figures == 0) {
        return sum;
    }
    if (!adds_over_time(definition())) {
        const Month* month = at(span.last);
        sum.carried = figures - (month == nullptr ? 0 : month->own.count(node));
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
    Exact out{.value = {}, .coverage = known.coverage, .carried = known.carried};
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
