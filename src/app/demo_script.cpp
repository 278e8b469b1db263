#include "app/demo_script.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "config/yaml.hpp"

namespace luoshi::app {
namespace {

using calendar::Period;

/// Months from a to b.
std::int64_t distance(Period a, Period b) { return (b.year() - a.year()) * 12 + b.month() - a.month(); }

/// The `index`-th of `parts` whole shares of `total`; the shares add up to the total.
std::int64_t share(std::int64_t total, std::int64_t index, std::int64_t parts) {
    return total * (index + 1) / parts - total * index / parts;
}

/// How much of a flow falls to a unit in a month: units differ in size, and months a little, the same at every start.
std::int64_t weight(std::int64_t index, Period period) {
    const auto size = 60 + index * 37 % 61;
    const auto month = 80 + ((index + 3) * (period.month() + 5) * 7 + period.year()) % 31;
    return size * month;
}

/// As share, by weight.
std::int64_t weighted_share(std::int64_t total, std::int64_t index, std::int64_t parts, Period period) {
    std::int64_t all = 0;
    std::int64_t before = 0;
    for (std::int64_t unit = 0; unit < parts; ++unit) {
        all += weight(unit, period);
        before += unit < index ? weight(unit, period) : 0;
    }
    return total * (before + weight(index, period)) / all - total * before / all;
}

std::int64_t between(std::int64_t from, std::int64_t to, std::int64_t step, std::int64_t steps) {
    return from + (to - from) * step / steps;
}

Period read_period(const config::Node& node, const std::string& text) {
    const auto period = Period::parse(text);
    if (!period) {
        node.fail("报送期须写成“年-月”，例如 2019-12");
    }
    return period.value_or(*Period::make(2000, 1));
}

Period read_period(const config::Node& node) { return read_period(node, node.text()); }

DemoFigure read_figure(const config::Node& node, bool ratio) {
    constexpr std::int64_t kMost = 1'000'000'000;
    if (!ratio) {
        return {node.integer(0, kMost), std::nullopt};
    }
    const auto parts = node.list();
    if (parts.size() != 2) {
        node.fail("比率写作 [分子, 分母]");
        return {};
    }
    return {parts[0].integer(0, kMost), parts[1].integer(1, kMost)};
}

DemoCourse read_course(const config::Node& node, Period first, Period last) {
    const bool spread = node.at("spread").flag(false);
    const auto years = node.at("years");
    if (years.present()) {
        std::map<int, std::int64_t> totals;
        for (const auto& [year, total] : years.members()) {
            totals[read_period(total, year + "-01").year()] = total.integer(0, 1'000'000'000);
        }
        return DemoCourse::flow(std::move(totals), first, last, spread);
    }
    std::vector<DemoCourse::Point> points;
    for (const auto& [period, figure] : node.at("points").members()) {
        const bool ratio = node.at("ratio").flag(false);
        points.push_back({read_period(figure, period), read_figure(figure, ratio)});
    }
    if (points.empty()) {
        node.fail("须写 points（时点数）或 years（全年数）");
        points.push_back({first, {}});
    }
    return DemoCourse::level(std::move(points), spread, node.at("more").present() ? node.at("more").integer(0, 1000) : 0);
}

}  // namespace

DemoCourse DemoCourse::level(std::vector<Point> points, bool spread, std::int64_t more) {
    DemoCourse course;
    std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.period < b.period; });
    course.points_ = std::move(points);
    course.more_ = more;
    course.spread_ = spread;
    return course;
}

DemoCourse DemoCourse::flow(std::map<int, std::int64_t> years, Period first, Period last, bool spread) {
    DemoCourse course;
    course.years_ = std::move(years);
    course.first_ = first;
    course.last_ = last;
    course.spread_ = spread;
    return course;
}

DemoFigure DemoCourse::at(Period period, std::size_t index, std::size_t units) const {
    DemoFigure city;
    if (first_) {
        const auto year = years_.find(period.year());
        const auto start = std::max(*first_, *Period::make(period.year(), 1));
        const auto end = std::min(*last_, *Period::make(period.year(), 12));
        if (year != years_.end() && period >= start && period <= end) {
            city.value = share(year->second, distance(start, period), distance(start, end) + 1);
        }
    } else {
        const auto after =
            std::upper_bound(points_.begin(), points_.end(), period, [](Period p, const Point& point) { return p < point.period; });
        const auto& from = after == points_.begin() ? *after : *(after - 1);
        const auto& to = after == points_.end() ? from : *after;
        const auto steps = std::max<std::int64_t>(distance(from.period, to.period), 1);
        const auto step = std::clamp<std::int64_t>(distance(from.period, period), 0, steps);
        city.value = between(from.figure.value, to.figure.value, step, steps);
        if (from.figure.denominator) {
            city.denominator = between(*from.figure.denominator, *to.figure.denominator, step, steps);
        }
    }
    const auto place = static_cast<std::int64_t>(index);
    const auto parts = static_cast<std::int64_t>(units);
    if (!spread_) {
        city.value += city.value > 0 ? place * 37 % 101 % (more_ + 1) : 0;
        return city;
    }
    if (first_) {
        return {weighted_share(city.value, place, parts, period), std::nullopt};
    }
    return {share(city.value, place, parts), city.denominator ? std::optional{share(*city.denominator, place, parts)} : std::nullopt};
}

bool DemoScript::is_missing(const std::string& unit, Period period) const {
    return std::any_of(missing.begin(), missing.end(),
                       [&](const Missing& gap) { return gap.unit == unit && period >= gap.from && period <= gap.to; });
}

std::int64_t DemoScript::pace_of(const std::string& unit) const {
    const auto own = pace.find(unit);
    return own == pace.end() ? default_pace : own->second;
}

DemoScript read_demo(const std::string& file, std::string_view yaml, config::Problems& problems) {
    config::Document document{file, yaml, problems};
    const auto root = document.root();
    DemoScript script;
    config::Codes logins{"登录名"};
    using Named = DemoScript::Named;
    const auto mention = [&](Named kind, const config::Node& node) {
        auto text = node.text();
        if (!text.empty()) {
            script.mentions.push_back({kind, text, node.place()});
        }
        return text;
    };
    script.password = root.at("password").text();
    for (const auto& user : root.at("users").list()) {
        script.users.push_back({user.at("login").text(), user.at("name").text(), mention(Named::Unit, user.at("unit")),
                                user.at("post").text(), mention(Named::Role, user.at("role")), user.at("head").flag(false)});
        logins.declare(script.users.back().login, user.at("login"));
    }
    const auto reported = root.at("reported");
    script.from = read_period(reported.at("from"));
    script.to = read_period(reported.at("to"));
    for (const auto& gap : root.at("missing").opt_list()) {
        script.missing.push_back({mention(Named::ShortName, gap.at("unit")), read_period(gap.at("from")), read_period(gap.at("to"))});
    }
    for (const auto& part : root.at("handed_down").opt_list()) {
        script.handed_down.push_back(
            {part.at("task").text(), mention(Named::Unit, part.at("from")), mention(Named::Unit, part.at("to")), part.at("on").date(),
             part.at("note").opt_text().value_or(""), part.place(),
             calendar::rhythm_from(part.at("every").opt_choice({"month", "quarter", "half_year", "year"}).value_or(""))});
    }
    for (const auto& split : root.at("shares").opt_list()) {
        script.splits.push_back({.task = split.at("task").text(),
                                 .indicator = mention(Named::Indicator, split.at("indicator")),
                                 .year = static_cast<int>(split.at("year").integer(1949, 2200)),
                                 .by = split.at("by").present() ? mention(Named::Unit, split.at("by")) : std::string{},
                                 .on = split.at("on").date(),
                                 .reason = split.at("reason").opt_text().value_or(""),
                                 .values = {},
                                 .place = split.place()});
        if (const auto values = split.at("values"); values.present()) {
            for (const auto& [unit, value] : values.members()) {
                script.splits.back().values.emplace_back(unit, value.decimal());
                script.mentions.push_back({Named::Unit, unit, value.place()});
            }
        }
    }
    for (const auto& one : root.at("milestones").opt_list()) {
        script.milestones.push_back({one.at("task").text(), mention(Named::Unit, one.at("unit")), one.at("title").text(),
                                     one.at("due").date(), one.at("pct").decimal(), one.at("done").opt_date(), one.place()});
    }
    const auto login_of = [&](const config::Node& node) {
        auto login = node.text();
        if (std::none_of(script.users.begin(), script.users.end(), [&](const DemoUser& user) { return user.login == login; })) {
            node.fail(fmt::format("users 中没有登录名“{}”，请改正或先定义它。", login));
        }
        return login;
    };
    for (const auto& one : root.at("orders").opt_list()) {
        DemoScript::Supervised order{.on = one.at("on").date(),
                                     .login = login_of(one.at("by")),
                                     .source = one.at("source").text(),
                                     .title = one.at("title").text(),
                                     .content = one.at("content").text(),
                                     .instructed_by = one.at("instructed_by").opt_text().value_or(""),
                                     .task = one.at("task").opt_text().value_or(""),
                                     .unit = mention(Named::Unit, one.at("unit")),
                                     .assisting = {},
                                     .due_on = one.at("due").opt_date(),
                                     .steps = {},
                                     .place = one.place()};
        for (const auto& unit : one.at("assisting").opt_list()) {
            order.assisting.push_back(mention(Named::Unit, unit));
        }
        for (const auto& step : one.at("steps").opt_list()) {
            order.steps.push_back({step.at("on").date(), login_of(step.at("by")), step.at("do").text(),
                                   step.at("reason").opt_text().value_or(""), step.at("progress").opt_text().value_or(""),
                                   step.at("next").opt_text().value_or(""), step.at("file").opt_text().value_or(""),
                                   step.at("due").opt_date(), step.place()});
        }
        script.orders.push_back(std::move(order));
    }
    for (const auto& one : root.at("meetings").opt_list()) {
        DemoScript::Held meeting{mention(Named::Unit, one.at("unit")),
                                 one.at("rule").text(),
                                 read_period(one.at("period")),
                                 one.at("on").date(),
                                 one.at("chair").text(),
                                 one.at("place").text(),
                                 one.at("minutes").text(),
                                 {},
                                 one.place()};
        for (const auto& decided : one.at("decisions").opt_list()) {
            meeting.decisions.push_back({decided.at("text").text(), mention(Named::Unit, decided.at("unit")), decided.at("due").date(),
                                         decided.at("done").opt_date(), decided.at("outcome").opt_text().value_or("")});
        }
        script.meetings.push_back(std::move(meeting));
    }
    script.default_pace = root.at("pace").at("default").integer(0, 200);
    for (const auto& [unit, pace] : root.at("pace").at("units").members()) {
        script.pace[unit] = pace.integer(0, 200);
        script.mentions.push_back({Named::ShortName, unit, pace.place()});
    }
    for (const auto& [indicator, course] : root.at("figures").members()) {
        script.figures.emplace(indicator, read_course(course, script.from, script.to));
        script.mentions.push_back({Named::Indicator, indicator, course.place()});
    }
    document.finish();
    return script;
}

}  // namespace luoshi::app
