#include "rollup/naive_sum.hpp"

#include <algorithm>
#include <stdexcept>

namespace luoshi::rollup {
namespace {

using base::Decimal;
using indicator::Kind;

std::optional<Decimal> added(std::optional<Decimal> sum, std::optional<Decimal> more) {
    if (!sum || !more) {
        return sum ? sum : more;
    }
    if (const auto total = sum->plus(*more)) {
        return total;
    }
    throw std::overflow_error("汇总结果超出可表示的范围，请核对指标的计量单位");
}

bool has_figure(const Fact& fact, Kind kind) {
    return kind == Kind::Ratio ? fact.numerator.has_value() && fact.denominator.has_value() : fact.value.has_value();
}

}  // namespace

NaiveSeries::NaiveSeries(Definition definition, std::vector<Reporter> reporters, std::span<const Fact> facts)
    : definition_(std::move(definition)), reporters_(std::move(reporters)) {
    for (const auto& fact : facts) {
        const auto [known, fresh] = units_[fact.unit].emplace(fact.period, fact);
        if (!fresh && known->second.version < fact.version) {
            known->second = fact;
        }
    }
    for (auto& [unit, months] : units_) {
        std::erase_if(months, [&](const auto& entry) { return !has_figure(entry.second, definition_.kind); });
    }
}

NaiveSeries::NaiveSeries(Definition definition, std::vector<Reporter> reporters, std::span<const Fact> facts, const NaiveSeries& weights)
    : NaiveSeries(std::move(definition), std::move(reporters), facts) {
    weights_ = std::make_shared<const NaiveSeries>(weights);
}

Period NaiveSeries::january(Period period) { return *Period::make(period.year(), 1); }

const Fact* NaiveSeries::own(UnitId unit, Period period) const {
    const auto months = units_.find(unit);
    if (months == units_.end()) {
        return nullptr;
    }
    const auto fact = months->second.find(period);
    return fact == months->second.end() ? nullptr : &fact->second;
}

std::optional<Period> NaiveSeries::latest_period(UnitId unit) const {
    const auto months = units_.find(unit);
    return months == units_.end() || months->second.empty() ? std::nullopt : std::optional{months->second.rbegin()->first};
}

std::optional<NaiveSeries::Parts> NaiveSeries::over_time(UnitId unit, Period from, Period until) const {
    const auto months = units_.find(unit);
    std::optional<Parts> out;
    if (months == units_.end()) {
        return out;
    }
    for (const auto& [period, fact] : months->second) {
        if (period > until || (period < from && !definition_.carry_forward)) {
            continue;
        }
        if (out && adds_over_time(definition_)) {
            out = Parts{added(out->value, fact.value), added(out->numerator, fact.numerator), added(out->denominator, fact.denominator),
                        period};
        } else {
            out = Parts{fact.value, fact.numerator, fact.denominator, period};
        }
    }
    return out;
}

bool NaiveSeries::owes(const Reporter& reporter, Period month) const {
    for (const auto& term : reporter.terms) {
        const bool begun = !term.first || month >= *term.first;
        const bool over = term.last && month > *term.last;
        if (begun && !over && calendar::ends_span(month, term.every) && calendar::ends_span(month, definition_.every)) {
            return true;
        }
    }
    return false;
}

Coverage NaiveSeries::reports(const Reporter& reporter, Span months) const {
    Coverage out;
    for (Period month = months.first; month <= months.last; month = month.next()) {
        if (owes(reporter, month)) {
            ++out.expected;
            out.reported += own(reporter.unit, month) != nullptr ? 1 : 0;
        }
    }
    return out;
}

Coverage NaiveSeries::units_to(Period until) const {
    const bool carries = definition_.carry_forward && !adds_over_time(definition_);
    const Span months{carries ? *Period::make(2000, 1) : january(until), until};
    Coverage out;
    int with_figure = 0;
    for (const auto& reporter : reporters_) {
        const bool has = over_time(reporter.unit, january(until), until).has_value();
        const bool counts = has && (!weights_ || weights_->over_time(reporter.unit, january(until), until));
        with_figure += has ? 1 : 0;
        out.reported += counts ? 1 : 0;
        out.expected += reports(reporter, months).expected > 0 ? 1 : 0;
    }
    out.expected = std::max(out.expected, with_figure);
    return out;
}

Sum NaiveSeries::mean(Period from, Span months) const {
    __extension__ using Wide = __int128;
    Sum sum{};
    bool any = false;
    Wide products = 0;  // scale 8
    Wide weights = 0;   // scale 4
    for (const auto& reporter : reporters_) {
        const auto parts = over_time(reporter.unit, from, months.last);
        const auto weight = weights_->over_time(reporter.unit, from, months.last);
        const auto came = reports(reporter, months);
        any = any || parts;
        sum.coverage.expected += came.expected;
        if (parts && weight) {
            sum.coverage.reported += came.reported;
            sum.carried += adds_over_time(definition_) || parts->at == months.last ? 0 : 1;
            products += Wide{parts->value->e4()} * weight->value->e4();
            weights += weight->value->e4();
        }
    }
    if (weights > 0) {
        Wide step = 1;  // of the last decimal, at scale 4
        for (int place = definition_.decimals; place < 4; ++place) {
            step *= 10;
        }
        sum.value = Decimal::from_e4(static_cast<std::int64_t>((2 * products + weights * step) / (2 * weights * step) * step));
    } else if (any) {
        sum.undefined = std::make_shared<const base::Phrase>();
    }
    return sum;
}

Sum NaiveSeries::over_units(Period from, Span months) const {
    if (definition_.across == indicator::Across::Weighted) {
        return mean(from, months);
    }
    Sum sum{};
    std::optional<Period> latest;
    for (const auto& reporter : reporters_) {
        const auto came = reports(reporter, months);
        sum.coverage.reported += came.reported;
        sum.coverage.expected += came.expected;
        const auto parts = over_time(reporter.unit, from, months.last);
        if (!parts) {
            continue;
        }
        sum.carried += adds_over_time(definition_) || parts->at == months.last ? 0 : 1;
        if (definition_.kind == Kind::Ratio) {
            sum.numerator = added(sum.numerator, parts->numerator);
            sum.denominator = added(sum.denominator, parts->denominator);
        } else if (definition_.across == indicator::Across::Minimum) {
            sum.value = sum.value ? std::min(*sum.value, *parts->value) : *parts->value;
        } else if (definition_.across == indicator::Across::Maximum) {
            sum.value = sum.value ? std::max(*sum.value, *parts->value) : *parts->value;
        } else if (definition_.across == indicator::Across::Latest) {
            sum.value = latest && *latest >= parts->at ? sum.value : parts->value;
            latest = std::max(latest.value_or(parts->at), parts->at);
        } else {
            sum.value = added(sum.value, parts->value);
        }
    }
    if (sum.numerator && sum.denominator) {
        sum.value = indicator::quotient(definition_, *sum.numerator, *sum.denominator);
    }
    return sum;
}

}  // namespace luoshi::rollup
