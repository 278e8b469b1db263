#include "rollup/grid_service.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <climits>
#include <map>

#include "rollup/sight_service.hpp"

namespace luoshi::rollup {
namespace {

constexpr std::size_t kMostCells = 200'000;
constexpr std::size_t kMostCorrections = 50;
constexpr int kFirstYear = 1949;
constexpr std::chrono::hours kChina{8};  // UTC+8

bool is_within(const Tree& tree, Node node, Node top) {
    while (node > top) {
        node = tree.parent(node);  // parents come before their children
    }
    return node == top;
}

base::Error unknown_unit() { return base::not_found("figures.unknown_unit", "没有这个单位，或它不在您的权限范围内；请重新选择"); }

GridUnit everybody() { return {std::nullopt, "全市", "", Tree::kRoot, RowKind::Whole}; }

GridUnit unit_at(const View& view, Node node) {
    const auto id = view.figures->tree().unit(node);
    if (!id) {
        return everybody();
    }
    const auto& listed = view.units->at(node);
    return {id, listed.name, listed.level, node};
}

base::Result<GridUnit> find_unit(const View& view, std::optional<UnitId> unit) {
    if (!unit) {
        return everybody();
    }
    const auto node = view.figures->tree().find(*unit);
    if (!node) {
        return unknown_unit();
    }
    return unit_at(view, *node);
}

using Measured = std::vector<std::shared_ptr<const IndicatorFigures>>;

base::Result<Measured> find_figures(const View& view, const std::vector<IndicatorId>& indicators) {
    Measured out;
    for (const auto indicator : indicators) {
        auto figures = view.figures->find(indicator);
        if (!figures) {
            return base::not_found("figures.unknown_indicator", "没有这项指标；请从指标列表重新选择");
        }
        out.push_back(std::move(figures));
    }
    if (out.empty()) {
        return base::bad_input("figures.no_indicator", "请至少选择一项指标");
    }
    return out;
}

bool has_reporters(const Measured& measured, Node node) {
    return std::ranges::any_of(measured, [&](const auto& figures) { return figures->expected(node) > 0; });
}

/// Calls take(node) for each unit below `top`, level by level; a unit's leaf of its own is no unit below it.
template <class Take>
void each_below(const Tree& tree, Node top, Take&& take) {
    for (Nodes nodes = tree.children(top); nodes.size() > 0;
         nodes = {tree.children(nodes.first).first, tree.children(nodes.last - 1).last}) {
        for (Node node = nodes.first; node < nodes.last; ++node) {
            if (!tree.is_own_leaf(node)) {
                take(node);
            }
        }
    }
}

bool reports_itself(const Tree& tree, const Measured& measured, Node node) {
    const Node first = tree.children(node).first;
    return tree.is_own_leaf(first) && has_reporters(measured, first);
}

/// Below which node the parts of the whole stand: a government that holds all who report is passed through, since its own line would
/// only repeat the total.
Node start_of(const Tree& tree, const Measured& measured) {
    for (Node top = Tree::kRoot;;) {
        std::vector<Node> with_reporters;
        for (Node child = tree.children(top).first; child < tree.children(top).last; ++child) {
            if (has_reporters(measured, child)) {
                with_reporters.push_back(child);
            }
        }
        if (with_reporters.size() != 1 || tree.is_leaf(with_reporters.front()) || reports_itself(tree, measured, with_reporters.front())) {
            return top;
        }
        top = with_reporters.front();
    }
}

/// What `top` reports itself, and the wanted units below it, each below the rows of the units above it; beside them those of other levels,
/// so that the rows add up. False when no wanted unit is below it.
template <class Wanted>
bool add_with_subtotals(const View& view, const Measured& measured, Node top, int depth, const Wanted& wanted, std::vector<GridUnit>& out) {
    const Tree& tree = view.figures->tree();
    const auto place = out.size();
    const auto add = [&](Node node, RowKind kind) {
        out.push_back(unit_at(view, node));
        out.back().kind = kind;
        out.back().depth = depth;
    };
    bool found = false;
    for (Node child = tree.children(top).first; child < tree.children(top).last; ++child) {
        if (!has_reporters(measured, child)) {
            continue;
        }
        if (tree.is_own_leaf(child)) {
            add(child, RowKind::Own);
        } else if (wanted(child)) {
            add(child, RowKind::Unit);
            found = true;
        } else {
            const auto row = out.size();
            add(child, RowKind::Subtotal);
            if (add_with_subtotals(view, measured, child, depth + 1, wanted, out)) {
                found = true;
            } else {
                out[row].kind = RowKind::Unit;
            }
        }
    }
    if (!found) {
        out.erase(out.begin() + static_cast<std::ptrdiff_t>(place), out.end());
    }
    return found;
}

base::Result<std::vector<GridUnit>> choose_units(const View& view, const Measured& measured, const GridQuery& query) {
    std::vector<GridUnit> out;
    if (!query.units.empty()) {
        for (const auto unit : query.units) {
            LUOSHI_TRY(found, find_unit(view, unit));
            out.push_back(std::move(found));
        }
        return out;
    }
    LUOSHI_TRY(top, find_unit(view, query.under));
    const Tree& tree = view.figures->tree();
    const Node start = query.under ? top.node : start_of(tree, measured);
    out.push_back(std::move(top));
    if (query.subtotals == Subtotals::Shown) {
        out.back().kind = query.under ? RowKind::Subtotal : RowKind::Whole;
        const auto wanted = [&](Node node) {
            return query.level.empty() ? tree.parent(node) == start : view.units->at(node).level == query.level;
        };
        add_with_subtotals(view, measured, start, 1, wanted, out);
        return out;
    }
    const auto add = [&](Node node) {
        if (has_reporters(measured, node)) {
            out.push_back(unit_at(view, node));
        }
    };
    if (!query.level.empty()) {
        for (const Node node : view.units->of_level(query.level)) {
            if (node != start && is_within(tree, node, start)) {
                add(node);
            }
        }
        return out;
    }
    for (Node node = tree.children(start).first; node < tree.children(start).last; ++node) {
        if (!tree.is_own_leaf(node)) {
            add(node);
        }
    }
    return out;
}

base::Moment known_by(const GridQuery& query) { return query.as_of.value_or(base::Moment::max()); }

View view_for(store::ReadTx& tx, LiveFigures& live, const GridQuery& query) {
    if (!query.as_of && query.borders == Borders::Now) {
        return live.view(tx);
    }
    return live.past(tx, query.indicators, known_by(query), query.borders == Borders::Then ? query.to.last_day() : live.today());
}

/// Whether the node, or one between it and `top`, is a piece and so no part of `top`'s total.
bool is_in_pieces(const IndicatorFigures& figures, Node node, Node top) {
    for (; node != top; node = figures.tree().parent(node)) {
        if (figures.is_piece(node)) {
            return true;
        }
    }
    return false;
}

/// The newest month up to `until` in which a leaf has a figure of its own; of a formula, of what it is made of the oldest.
std::optional<Period> dated(const IndicatorFigures& figures, Node leaf, Period until) {
    if (figures.definition().by_formula()) {
        std::optional<Period> oldest;
        for (const auto* operand : figures.operands()) {
            if (operand->month(leaf, until).carried > 0) {
                const auto one = dated(*operand, leaf, until);
                oldest = one ? std::min(oldest.value_or(*one), *one) : oldest;
            }
        }
        return oldest;
    }
    for (Period month = until; month.year() >= kFirstYear; month = month.previous()) {
        if (figures.own_figure(leaf, month)) {
            return month;
        }
    }
    return std::nullopt;
}

/// Fills the cells of the units the reader may see and drops the others.
base::Result<Grid> fill(const View& view, const Sight& sight, std::vector<GridUnit> units, const Measured& measured,
                        const GridQuery& query) {
    Grid grid{.watermark = view.figures->watermark(),
              .over = query.over,
              .spans = times(query.from, query.to, query.step, query.subtotals == Subtotals::Shown)};
    for (const auto& figures : measured) {
        grid.indicators.push_back(figures->definition());
    }
    const auto out_of_sight = [&](const GridUnit& unit) { return !sight.covers_any(unit.id, query.indicators); };
    if (!query.units.empty() && std::ranges::any_of(units, out_of_sight)) {
        return unknown_unit();
    }
    std::erase_if(units, out_of_sight);
    grid.units = std::move(units);
    const auto cells = grid.units.size() * grid.indicators.size() * grid.spans.size();
    if (cells > kMostCells) {
        return base::bad_input("figures.too_many",
                               fmt::format("所选范围有 {} 个数，一次最多 {} 个；请减少指标、单位或时间", cells, kMostCells));
    }
    grid.cells.reserve(cells);
    for (const auto& unit : grid.units) {
        for (const auto& figures : measured) {
            const bool seen = sight.covers(unit.id, figures->definition().id);
            for (const auto& time : grid.spans) {
                auto& cell = grid.cells.emplace_back();
                if (seen) {
                    cell = figures->sum(unit.node, time.span, query.over);
                    cell->piece = figures->is_piece(unit.node);
                }
            }
        }
    }
    return grid;
}

}  // namespace

base::Moment end_of(base::Date day) { return base::Moment{day + std::chrono::days{1}} - kChina - std::chrono::microseconds{1}; }

base::Status in_order(const GridQuery& query) {
    if (query.to < query.from) {
        return base::bad_input("figures.period_order", "结束月份早于开始月份，请调整");
    }
    return base::Done{};
}

base::Result<Grid> figure_grid(store::Database& db, LiveFigures& live, const identity::Actor& actor, const GridQuery& query) {
    LUOSHI_TRY(ordered, in_order(query));
    return db.read([&](store::ReadTx& tx) -> base::Result<Grid> {
        const View view = view_for(tx, live, query);
        LUOSHI_TRY(measured, find_figures(view, query.indicators));
        LUOSHI_TRY(units, choose_units(view, measured, query));
        return fill(view, Sight{tx, actor}, std::move(units), measured, query);
    });
}

base::Result<Ranking> figure_ranking(store::Database& db, LiveFigures& live, const identity::Actor& actor, GridQuery query) {
    LUOSHI_TRY(ordered, in_order(query));
    query.indicators.resize(std::min<std::size_t>(query.indicators.size(), 1), IndicatorId{1});
    return db.read([&](store::ReadTx& tx) -> base::Result<Ranking> {
        const View view = view_for(tx, live, query);
        LUOSHI_TRY(measured, find_figures(view, query.indicators));
        LUOSHI_TRY(units, choose_units(view, measured, query));
        const IndicatorFigures& figures = *measured.front();
        if (query.units.empty()) {
            units.erase(units.begin());  // the whole is not ranked among its parts
        }
        const auto span = spans(query.from, query.to, query.step).back();
        const auto before = spans(*Period::make(span.first.year() - 1, 1), span.first.previous(), query.step).back();
        std::vector<Sum> sums;
        std::vector<std::optional<base::Decimal>> now;
        std::vector<std::optional<base::Decimal>> then;
        for (const auto& unit : units) {
            sums.push_back(figures.sum(unit.node, span, query.over));
            now.push_back(sums.back().value);
            then.push_back(figures.sum(unit.node, before, query.over).value);
        }
        const auto place = places(now, figures.definition().direction);
        const auto place_before = places(then, figures.definition().direction);
        Ranking out{.watermark = view.figures->watermark(), .definition = figures.definition(), .span = span, .rows = {}};
        out.ranked = static_cast<int>(std::ranges::count_if(place, [](const auto& one) { return one.has_value(); }));
        const Sight sight{tx, actor};
        for (std::size_t i = 0; i < units.size(); ++i) {
            if (sight.covers(units[i].id, figures.definition().id)) {
                out.rows.push_back({units[i], sums[i], place[i], place_before[i]});
            }
        }
        std::ranges::stable_sort(out.rows,
                                 [](const Ranked& a, const Ranked& b) { return a.place.value_or(INT_MAX) < b.place.value_or(INT_MAX); });
        return out;
    });
}

base::Result<Breakdown> figure_breakdown(store::Database& db, LiveFigures& live, const identity::Actor& actor, const GridQuery& query) {
    LUOSHI_TRY(ordered, in_order(query));
    return db.read([&](store::ReadTx& tx) -> base::Result<Breakdown> {
        const View view = view_for(tx, live, query);
        LUOSHI_TRY(measured, find_figures(view, query.indicators));
        LUOSHI_TRY(unit, find_unit(view, query.units.empty() ? std::nullopt : std::optional{query.units.front()}));
        const Sight sight{tx, actor};
        const IndicatorFigures& figures = *measured.front();
        const auto indicator = figures.definition().id;
        if (!sight.covers(unit.id, indicator)) {
            return unknown_unit();
        }
        const Tree& tree = view.figures->tree();
        const auto span = spans(query.from, query.to, query.step).back();
        Breakdown out{.watermark = view.figures->watermark(),
                      .definition = figures.definition(),
                      .span = span,
                      .unit = unit,
                      .sum = figures.sum(unit.node, span, query.over),
                      .parts = {},
                      .missing = {},
                      .corrections = {}};
        out.formula = figures.formula();
        for (const auto* operand : figures.operands()) {
            if (sight.covers(unit.id, operand->definition().id)) {
                out.operands.push_back({operand->definition(), operand->sum(unit.node, span, query.over)});
            }
        }
        // a level that carries forward may have been reported long ago
        const Period year = *Period::make(span.last.year(), 1);
        const Period first = figures.definition().carry_forward ? *Period::make(kFirstYear, 1)
                             : query.over == Over::YearToDate   ? year
                                                                : span.first;
        const FactSpan behind{indicator, first, span.last, known_by(query)};
        const auto reports = newest_reports(tx, behind);
        const auto report_of = [&](UnitId id) {
            const auto found = reports.find(id);
            return found == reports.end() ? std::nullopt : std::optional{found->second};
        };
        const auto add = [&](GridUnit part, Node node) {
            const auto own = tree.leaf(*part.id);
            const bool alone = own && figures.expected(*own) == figures.expected(node);  // nobody below it reports
            auto sum = figures.sum(node, span, query.over);
            sum.piece = part.node != unit.node && figures.is_piece(part.node);
            const bool carried = alone && sum.carried > 0;
            auto report = alone ? report_of(*part.id) : std::nullopt;
            out.parts.push_back({std::move(part), sum, carried ? dated(figures, *own, span.last) : std::nullopt, report});
        };
        const Node start = unit.id ? unit.node : start_of(tree, measured);
        if (const auto own = unit.id ? tree.leaf(*unit.id) : std::nullopt; own && figures.expected(*own) > 0) {
            add(unit, *own);  // what it reported itself
            if (const auto& came = out.parts.back().sum.coverage; came.reported < came.expected) {
                out.missing.push_back({unit, came});
            }
        }
        each_below(tree, start, [&](Node node) {
            const auto part = unit_at(view, node);
            if (figures.expected(node) == 0 || !sight.covers(part.id, indicator)) {
                return;
            }
            if (tree.parent(node) == start) {
                add(part, node);
            }
            if (is_in_pieces(figures, node, start)) {
                return;  // not missing in the figure: it is a piece of what was reported above it
            }
            const auto leaf = tree.leaf(*part.id);
            const auto coverage = leaf ? figures.sum(*leaf, span, query.over).coverage : Coverage{};
            if (coverage.reported < coverage.expected) {
                out.missing.push_back({part, coverage});
            }
        });
        for (auto& correction : corrections(tx, behind)) {
            const auto leaf = tree.leaf(correction.unit);
            if (!leaf || !is_within(tree, *leaf, unit.node) || is_in_pieces(figures, *leaf, unit.node) ||
                !sight.covers(correction.unit, indicator)) {
                continue;
            }
            if (out.corrections.size() == kMostCorrections) {
                out.more_corrections = true;
                break;
            }
            out.corrections.push_back({unit_at(view, *leaf), std::move(correction)});
        }
        return out;
    });
}

}  // namespace luoshi::rollup
