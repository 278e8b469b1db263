#include "corpus/extraction_score.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.hpp"

namespace luoshi::corpus {
namespace {

namespace bj = boost::json;

std::u32string folded(std::string_view text) {
    std::u32string out;
    for (const char32_t c : base::fold_width(base::decode_utf8(text).value_or(U""))) {
        if (!base::is_space(c) && c != U'《' && c != U'》') {
            out.push_back(c);
        }
    }
    return out;
}

const bj::value* member(const bj::value& object, std::string_view name) {
    const auto* found = object.as_object().if_contains(name);
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::string text_of(const bj::value& object, std::string_view name) {
    const auto* found = member(object, name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string{};
}

const bj::array& list_of(const bj::value& object, std::string_view name) {
    static const bj::array none;
    const auto* found = member(object, name);
    return found == nullptr ? none : found->as_array();
}

double number_of(const bj::value& value) { return value.is_double() ? value.as_double() : static_cast<double>(value.as_int64()); }

std::u32string ref_key(std::string_view ref) {
    std::u32string key;
    for (const char32_t c : folded(ref)) {
        if (std::u32string_view(U".、-第条章").find(c) == std::u32string_view::npos) {
            key.push_back(c);
        }
    }
    return key;
}

/// A unit without brackets and without the level in front, which lists often write only once.
std::u32string unit_key(std::string_view name) {
    std::u32string key;
    int depth = 0;
    for (const char32_t c : folded(name)) {
        depth += c == U'(' ? 1 : 0;
        if (depth == 0) {
            key.push_back(c);
        }
        depth -= c == U')' ? 1 : 0;
    }
    for (const std::u32string_view level : {U"国家", U"省", U"市", U"州", U"县", U"区"}) {
        if (key.starts_with(level) && key.size() >= level.size() + 2) {
            return key.substr(level.size());
        }
    }
    return key;
}

struct Figure {
    double low = 0;
    std::optional<double> high;
    std::u32string unit;
    std::set<int> years;  ///< 0: none said
    bool per_year = false;
    std::set<std::string> ops;
};

/// Folds 万 and 亿 of the unit into the number.
void fold_unit(Figure& figure) {
    const std::pair<std::u32string_view, double> scales[] = {{U"万亿", 1e12}, {U"亿", 1e8}, {U"万", 1e4}, {U"千", 1e3}};
    for (const auto& [word, factor] : scales) {
        if (figure.unit.starts_with(word) && figure.unit != U"千米" && figure.unit != U"千瓦") {
            figure.unit.erase(0, word.size());
            figure.low *= factor;
            figure.high = figure.high ? std::optional{*figure.high * factor} : std::nullopt;
            return;
        }
    }
}

Figure labelled(const bj::value& target) {
    Figure figure;
    figure.low = number_of(target.at("value"));
    if (const auto* high = member(target, "value_max")) {
        figure.high = number_of(*high);
    }
    figure.unit = folded(text_of(target, "unit"));
    if (const auto* any = member(target, "year_any")) {
        for (const auto& year : any->as_array()) {
            figure.years.insert(year.is_null() ? 0 : static_cast<int>(year.as_int64()));
        }
    } else {
        const auto* year = member(target, "year");
        figure.years.insert(year == nullptr ? 0 : static_cast<int>(year->as_int64()));
    }
    figure.per_year = member(target, "per_year") != nullptr;
    figure.ops.insert(text_of(target, "op"));
    for (const auto& op : list_of(target, "op_any")) {
        figure.ops.insert(std::string(op.as_string()));
    }
    fold_unit(figure);
    return figure;
}

std::string op_name(plan::TargetOperator op) {
    static const char* const names[] = {"=", ">=", ">", "<=", "<", "~", "between"};
    return names[static_cast<std::size_t>(op)];
}

Figure extracted(const plan::DraftTarget& target) {
    Figure figure;
    figure.low = static_cast<double>(target.value->e4()) / 10'000.0;
    if (target.value_max) {
        figure.high = static_cast<double>(target.value_max->e4()) / 10'000.0;
    }
    figure.unit = folded(target.unit);
    figure.years.insert(target.year.value_or(0));
    figure.ops.insert(op_name(target.op));
    fold_unit(figure);
    return figure;
}

bool agree(const Figure& label, const Figure& found) {
    const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(a)); };
    if (!near(label.low, found.low) || label.high.has_value() != found.high.has_value() ||
        (label.high && !near(*label.high, *found.high))) {
        return false;
    }
    return label.unit == found.unit && (label.per_year || label.years.contains(*found.years.begin()));
}

using Names = std::vector<std::u32string>;

Names unit_keys(const std::vector<plan::DraftUnit>& units) {
    Names keys;
    for (const auto& unit : units) {
        keys.push_back(unit_key(unit.name));
    }
    return keys;
}

Names unit_keys(const bj::array& units) {
    Names keys;
    for (const auto& unit : units) {
        keys.push_back(unit_key(unit.as_string()));
    }
    return keys;
}

Tally compare(Names wanted, const Names& found, const Names& optional) {
    Tally tally;
    for (const auto& name : found) {
        if (const auto there = std::find(wanted.begin(), wanted.end(), name); there != wanted.end()) {
            wanted.erase(there);
            ++tally.hit;
        } else if (std::find(optional.begin(), optional.end(), name) == optional.end()) {
            ++tally.extra;
        }
    }
    tally.missed = static_cast<int>(wanted.size());
    return tally;
}

class Scorer {
public:
    Scorer(const bj::value& labels, const plan::PlanDraft& draft) : labels_(labels), draft_(draft), used_(draft.tasks.size()) {}

    Score score() {
        meta();
        std::vector<std::pair<const bj::value*, const plan::DraftTask*>> pairs;
        for (const auto& label : list_of(labels_, "tasks")) {
            pairs.emplace_back(&label, partner(label));
        }
        for (const auto& [label, task] : pairs) {
            const bool optional = member(*label, "optional") != nullptr;
            static const plan::DraftTask nothing;
            if (task == nullptr && optional) {
                continue;
            }
            if (!optional) {
                count("tasks", {task != nullptr ? 1 : 0, 0, task == nullptr ? 1 : 0}, *label, "task");
            }
            units(*label, task == nullptr ? nothing : *task);
            targets(*label, task == nullptr ? nothing : *task);
            deadline(*label, task == nullptr ? nothing : *task);
            years(*label, task == nullptr ? nothing : *task);
        }
        for (std::size_t i = 0; i < used_.size(); ++i) {
            if (used_[i] == 0) {
                unwanted(draft_.tasks[i]);
            }
        }
        return std::move(score_);
    }

private:
    void count(const std::string& kind, const Tally& tally, const bj::value& label, const std::string& what) {
        score_.tallies[kind].add(tally);
        if (tally.extra + tally.missed > 0) {
            score_.differences.push_back(text_of(label, "ref") + ": " + what + ": " + std::to_string(tally.missed) + " missed, " +
                                         std::to_string(tally.extra) + " extra");
        }
    }

    void meta() {
        const auto& wanted = labels_.at("meta");
        const auto& got = draft_.meta;
        std::string period;
        if (got.period_from) {
            period = std::to_string(*got.period_from) + (got.period_from == got.period_to ? "" : "-" + std::to_string(*got.period_to));
        }
        const std::pair<const char*, std::string> found[] = {{"doc_number", got.doc_number.value_or("")},
                                                             {"title", got.title.value_or("")},
                                                             {"issuer", got.issuer.value_or("")},
                                                             {"issued_on", got.issued_on ? base::date_text(*got.issued_on) : ""},
                                                             {"period", period}};
        for (const auto& [name, text] : found) {
            const std::string label = text_of(wanted, name);
            if (!label.empty()) {
                const bool same = folded(label) == folded(text);
                score_.tallies["meta"].add({same ? 1 : 0, 0, same ? 0 : 1});
                if (!same) {
                    score_.differences.push_back(std::string(name) + ": expected " + label + ", got " + text);
                }
            }
        }
    }

    /// The task of the same ref that shares most lines; else an unused one that starts on the label's first line.
    const plan::DraftTask* partner(const bj::value& label) {
        const auto key = ref_key(text_of(label, "ref"));
        const int first = static_cast<int>(label.at("source").at("start_line").as_int64());
        const int last = static_cast<int>(label.at("source").at("end_line").as_int64());
        std::optional<std::size_t> best;
        int most = -1;
        for (std::size_t i = 0; i < draft_.tasks.size(); ++i) {
            const auto& task = draft_.tasks[i];
            const int shared = std::min(last, task.span.end_line) - std::max(first, task.span.start_line) + 1;
            const bool same_ref = ref_key(task.ref) == key;
            const int rank = same_ref ? 1000 + shared : shared > 0 && task.span.start_line == first ? shared : -1;
            if (used_[i] == 0 && rank > most) {
                best = i;
                most = rank;
            }
        }
        if (!best) {
            return nullptr;
        }
        used_[*best] = 1;
        return &draft_.tasks[*best];
    }

    void units(const bj::value& label, const plan::DraftTask& task) {
        const Names optional = unit_keys(list_of(label, "optional_units"));
        std::vector<const bj::value*> readings{&label};
        for (const auto& other : list_of(label, "accept")) {
            readings.push_back(&other);
        }
        std::optional<std::pair<Tally, Tally>> best;
        for (const auto* reading : readings) {
            const auto wanted = [&](const char* role) {
                return unit_keys(list_of(member(*reading, role) != nullptr ? *reading : label, role));
            };
            const auto lead = compare(wanted("lead_units"), unit_keys(task.lead_units), optional);
            const auto responsible = compare(wanted("responsible_units"), unit_keys(task.responsible_units), optional);
            const auto wrong = [](const std::pair<Tally, Tally>& t) {
                return t.first.extra + t.first.missed + t.second.extra + t.second.missed;
            };
            if (!best || wrong({lead, responsible}) < wrong(*best)) {
                best = {lead, responsible};
            }
        }
        count("lead", best->first, label, "lead units");
        count("responsible", best->second, label, "responsible units");
    }

    void targets(const bj::value& label, const plan::DraftTask& task) {
        std::vector<Figure> wanted;
        for (const auto& target : list_of(label, "targets")) {
            wanted.push_back(labelled(target));
        }
        std::vector<Figure> optional;
        for (const auto& target : list_of(label, "optional_targets")) {
            optional.push_back(labelled(target));
        }
        Tally tally;
        for (const auto& target : task.targets) {
            if (target.kind != plan::TargetKind::Numeric) {
                continue;
            }
            const Figure found = extracted(target);
            const auto there = std::find_if(wanted.begin(), wanted.end(), [&](const Figure& f) { return agree(f, found); });
            if (there != wanted.end()) {
                ++tally.hit;
                const bool same_op = there->ops.contains(*found.ops.begin());
                score_.tallies["op"].add({same_op ? 1 : 0, 0, same_op ? 0 : 1});
                wanted.erase(there);
            } else if (std::none_of(optional.begin(), optional.end(), [&](const Figure& f) { return agree(f, found); })) {
                ++tally.extra;
            }
        }
        tally.missed = static_cast<int>(wanted.size());
        count("targets", tally, label, "targets");
    }

    void deadline(const bj::value& label, const plan::DraftTask& task) {
        const std::string wanted = text_of(label, "deadline");
        const std::string found = task.deadline ? base::date_text(*task.deadline) : "";
        std::set<std::string> good{wanted};
        for (const auto& other : list_of(label, "deadline_any")) {
            good.insert(other.is_null() ? std::string{} : std::string(other.as_string()));
        }
        const bool same = good.contains(found);
        count("deadlines", {same && !found.empty() ? 1 : 0, !same && !found.empty() ? 1 : 0, !same && !wanted.empty() ? 1 : 0}, label,
              "deadline");
    }

    void years(const bj::value& label, const plan::DraftTask& task) {
        std::map<int, std::u32string> found;
        for (const auto& measure : task.measures) {
            for (int year = measure.year_from; year <= measure.year_to; ++year) {
                found[year] = folded(measure.text);
            }
        }
        Tally tally;
        if (const auto* wanted = member(label, "years")) {
            for (const auto& [key, text] : wanted->as_object()) {
                const std::string range(key);
                for (int year = std::stoi(range.substr(0, 4)); year <= std::stoi(range.substr(range.size() - 4)); ++year) {
                    const auto there = found.find(year);
                    const bool same = there != found.end() && there->second == folded(text.as_string());
                    tally.add({same ? 1 : 0, 0, same ? 0 : 1});
                    found.erase(year);
                }
            }
        }
        tally.extra = static_cast<int>(found.size());
        count("years", tally, label, "year texts");
    }

    void unwanted(const plan::DraftTask& task) {
        const auto add = [&](const char* kind, std::size_t n) { score_.tallies[kind].add({0, static_cast<int>(n), 0}); };
        const auto figures =
            std::count_if(task.targets.begin(), task.targets.end(), [](const auto& t) { return t.kind == plan::TargetKind::Numeric; });
        add("tasks", 1);
        add("lead", task.lead_units.size());
        add("responsible", task.responsible_units.size());
        add("targets", static_cast<std::size_t>(figures));
        add("deadlines", task.deadline ? 1 : 0);
        add("years", task.measures.size());
        score_.differences.push_back(task.ref + ": task not in the labels: " + task.title);
    }

    const bj::value& labels_;
    const plan::PlanDraft& draft_;
    std::vector<char> used_;
    Score score_;
};

}  // namespace

void Tally::add(const Tally& other) {
    hit += other.hit;
    extra += other.extra;
    missed += other.missed;
}

double Score::overall() const {
    const std::pair<const char*, double> weights[] = {
        {"tasks", .20}, {"lead", .15}, {"responsible", .15}, {"targets", .35}, {"deadlines", .15}};
    double sum = 0;
    double weight = 0;
    for (const auto& [kind, share] : weights) {
        const auto tally = tallies.find(kind);
        if (tally != tallies.end() && tally->second.hit + tally->second.extra + tally->second.missed > 0) {
            sum += share * tally->second.f1();
            weight += share;
        }
    }
    return weight > 0 ? sum / weight : 1.0;
}

void Score::add(const Score& other) {
    for (const auto& [kind, tally] : other.tallies) {
        tallies[kind].add(tally);
    }
}

Score score(std::string_view labels, const plan::PlanDraft& draft) {
    const bj::value parsed = bj::parse(bj::string_view(labels.data(), labels.size()));
    return Scorer(parsed, draft).score();
}

}  // namespace luoshi::corpus
