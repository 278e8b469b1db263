#include "report/quality.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <set>

#include "base/text.hpp"

namespace luoshi::report {
namespace {

using base::Decimal;
using indicator::Kind;
__extension__ using Wide = __int128;

constexpr std::size_t kRun = 4;
const Decimal kFull = Decimal::from_e4(100 * Decimal::kUnit);

std::int64_t median(std::vector<std::int64_t>& numbers) {
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    if (numbers.size() % 2 == 1) {
        return *middle;
    }
    const auto below = *std::max_element(numbers.begin(), middle);
    return below + (*middle - below) / 2;
}

std::u32string letters_of(std::string_view text) {
    std::u32string out;
    for (const char32_t c : base::decode_utf8(text).value_or(U"")) {
        if (base::is_han(c) || base::is_latin(c) || base::is_digit(c)) {
            out += c;
        }
    }
    return out;
}

std::set<std::u32string> runs_of(const std::u32string& letters) {
    std::set<std::u32string> out;
    for (std::size_t i = 0; i + kRun <= letters.size(); ++i) {
        out.insert(letters.substr(i, kRun));
    }
    return out;
}

bool is_level(const indicator::Definition& definition) { return definition.kind != Kind::Flow; }

/// Collects the questions about one report.
class Inquiry {
public:
    Inquiry(const Content& content, const Background& background, const QualitySettings& settings)
        : content_(content), background_(background), settings_(settings) {}

    std::vector<Question> ask() {
        for (const auto& figure : background_.figures) {
            const auto typed = std::ranges::find(content_.values, figure.definition.id, &Value::indicator);
            if (typed != content_.values.end() && typed->value) {
                ask_figure(figure, *typed->value);
            }
        }
        ask_progress();
        ask_text();
        return std::move(out_);
    }

private:
    void add(std::string code, std::string_view pattern, base::PhraseParams params, const FigureBackground* figure = nullptr,
             Asks asks = Asks::Unit) {
        Question question{.key = code, .asks = asks};
        if (figure != nullptr) {
            question.indicator = figure->definition.id;
            question.key += ":" + figure->definition.id.text();
            params.insert(params.begin(), {"name", figure->definition.name});
        }
        question.text = base::phrase("quality." + std::move(code), pattern, std::move(params));
        out_.push_back(std::move(question));
    }

    void ask_figure(const FigureBackground& figure, Decimal value) {
        const auto& past = figure.past;
        const auto unit = figure.definition.unit;
        if (!past.empty() && is_level(figure.definition) && figure.definition.kind != Kind::Ratio &&
            figure.definition.direction == plan::Direction::Up && value < past.back().second) {
            add("falling", "“{name}”由{before}{unit}降到{now}{unit}：是减少了，还是上期或本期填错？",
                {{"before", past.back().second.text()}, {"now", value.text()}, {"unit", unit}}, &figure);
        } else if (static_cast<int>(past.size()) >= settings_.least_past) {
            ask_jump(figure, value);
        }
        const auto& below = figure.below;
        if (below && is_counted_out(figure.definition) && (below->sum > value || (below->whole && below->sum != value))) {
            add("below_differs", "“{name}”填{now}{unit}，下级各单位合计{below}{unit}：以哪个为准？",
                {{"now", value.text()}, {"below", below->sum.text()}, {"unit", unit}}, &figure);
        }
        if (figure.definition.kind == Kind::Flow && background_.period.month() == 12) {
            ask_spike(figure, value);
        }
    }

    void ask_jump(const FigureBackground& figure, Decimal value) {
        std::vector<Decimal> compared;
        const auto& past = figure.past;
        // a level is compared by how much it moved, a flow by how much came
        for (std::size_t i = is_level(figure.definition) ? 1 : 0; i < past.size(); ++i) {
            const auto moved = is_level(figure.definition) ? past[i].second.minus(past[i - 1].second) : std::optional{past[i].second};
            compared.push_back(moved.value_or(Decimal{}));
        }
        const auto now = is_level(figure.definition) ? value.minus(past.back().second) : std::optional{value};
        // of a level that stood still, less than doubling it is no jump, nor a few; of a flow that was always the same, less than half more
        const auto last = std::abs(past.back().second.e4());
        const auto floor = Decimal::from_e4(is_level(figure.definition) ? std::max(last, settings_.step.e4()) : last / 2);
        if (now && is_jump(*now, compared, settings_.jump_z, floor)) {
            add("jump", "“{name}”本期{now}{unit}，上期{before}{unit}，与以往相差很大：请说明原因，或核对是否多写、少写了位数。",
                {{"now", value.text()}, {"before", past.back().second.text()}, {"unit", figure.definition.unit}}, &figure);
        }
    }

    void ask_spike(const FigureBackground& figure, Decimal value) {
        std::int64_t year = value.e4();
        int months = 0;
        for (const auto& [period, before] : figure.past) {
            if (period.year() == background_.period.year()) {
                year += before.e4();
                ++months;
            }
        }
        if (months >= settings_.least_past && year > 0 && Wide{value.e4()} * 100 > Wide{year} * settings_.spike_pct) {
            const auto share = static_cast<std::int64_t>(Wide{value.e4()} * 100 / year);
            const auto every = figure.definition.every;
            const auto span = calendar::span_of(background_.period, every);
            add("year_end", "“{name}”全年的{share}%集中在{period_name}：是年底集中完成，还是补报了以前的数？",
                {{"share", std::to_string(share)},
                 {"period", calendar::span_key(span, every)},
                 {"period_name", calendar::span_name(span, every)}},
                &figure);
        }
    }

    void ask_progress() {
        const auto now = content_.progress_pct;
        if (now && background_.last_progress_pct && *now < *background_.last_progress_pct &&
            background_.last_progress_pct->e4() <= kFull.e4() && background_.period.month() != 1) {
            add("progress_back", "工作进度由{before}%退到{now}%：请说明原因。",
                {{"before", background_.last_progress_pct->text()}, {"now", now->text()}});
        }
        const auto full = std::ranges::count(background_.neighbours_pct, kFull);
        const auto all = background_.neighbours_pct.size();
        if (now == kFull && all >= static_cast<std::size_t>(settings_.same_full_least) &&
            static_cast<std::size_t>(full) * 100 >= all * static_cast<std::size_t>(settings_.same_full_pct)) {
            add("same_full", "同一任务的{all}个单位中有{full}个都填恰好100%：请对照佐证抽查。",
                {{"all", std::to_string(all)}, {"full", std::to_string(full)}}, nullptr, Asks::Reviewer);
        }
    }

    void ask_text() {
        if (static_cast<int>(letters_of(content_.progress).size()) < settings_.text_least) {
            return;
        }
        if (likeness_pct(content_.progress, background_.last_progress) >= settings_.copied_pct) {
            add("copied_last_month", "进展情况与上期几乎相同：本期有哪些新的进展？", {});
        }
        for (const auto& [unit, text] : background_.neighbours) {
            if (likeness_pct(content_.progress, text) >= settings_.copied_pct) {
                add("copied_neighbour", "进展情况与{unit}所报几乎相同：请核对是否如实。", {{"unit", unit}}, nullptr, Asks::Reviewer);
                break;
            }
        }
    }

    const Content& content_;
    const Background& background_;
    const QualitySettings& settings_;
    std::vector<Question> out_;
};

}  // namespace

bool is_counted_out(const indicator::Definition& definition) {
    const bool counted = definition.kind == Kind::Flow || definition.kind == Kind::Stock || definition.kind == Kind::Set;
    using indicator::Across;
    return counted && (definition.across == Across::Sum || definition.across == Across::Minimum || definition.across == Across::Maximum);
}

bool is_jump(Decimal value, std::vector<Decimal> past, Decimal threshold, Decimal floor) {
    if (past.empty()) {
        return false;
    }
    std::vector<std::int64_t> numbers;
    for (const auto one : past) {
        numbers.push_back(one.e4());
    }
    const auto middle = median(numbers);
    std::vector<std::int64_t> away;
    for (const auto number : numbers) {
        away.push_back(std::abs(number - middle));
    }
    const Wide distance = std::abs(value.e4() - middle);
    if (distance == 0 || distance < floor.e4()) {
        return false;
    }
    const auto spread = median(away);
    if (spread > 0) {
        return distance * 6745 > Wide{threshold.e4()} * spread;
    }
    const auto total = std::accumulate(away.begin(), away.end(), std::int64_t{0});
    return distance * static_cast<Wide>(away.size()) * Decimal::kUnit * 10'000 > Wide{threshold.e4()} * 12'533 * total;
}

int likeness_pct(std::string_view a, std::string_view b) {
    const auto left = runs_of(letters_of(a));
    const auto right = runs_of(letters_of(b));
    if (left.empty() || right.empty()) {
        return 0;
    }
    const auto common = std::ranges::count_if(left, [&](const auto& run) { return right.contains(run); });
    return static_cast<int>(static_cast<std::size_t>(common) * 100 / (left.size() + right.size() - static_cast<std::size_t>(common)));
}

std::vector<base::Phrase> look_first(const Content& content, const std::vector<indicator::Definition>& owed,
                                     const std::vector<Question>& questions, int unread_evidence) {
    const auto missing = std::ranges::count_if(owed, [&](const auto& definition) {
        const auto typed = std::ranges::find(content.values, definition.id, &Value::indicator);
        return typed == content.values.end() || !typed->value;
    });
    std::vector<base::Phrase> out;
    if (!questions.empty()) {
        out.push_back(base::phrase("look.questions", "数据核对{count}处", {{"count", std::to_string(questions.size())}}));
    }
    if (missing > 0) {
        out.push_back(base::phrase("look.missing", "{count}项指标未填数", {{"count", std::to_string(missing)}}));
    }
    if (unread_evidence > 0) {
        out.push_back(base::phrase("look.evidence", "佐证材料{count}份未看", {{"count", std::to_string(unread_evidence)}}));
    }
    return out;
}

std::vector<Question> questions(const Content& content, const Background& background, const QualitySettings& settings) {
    return Inquiry{content, background, settings}.ask();
}

}  // namespace luoshi::report
