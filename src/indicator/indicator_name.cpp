#include "indicator/indicator_name.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "plan/unit_multiplier.hpp"

namespace luoshi::indicator {
namespace {

bool is_count_word(std::string_view unit) {
    static constexpr std::array<std::string_view, 28> kWords{"",   "个", "家", "名", "人", "位", "种", "类", "场", "次",
                                                             "期", "届", "份", "项", "件", "套", "户", "处", "座", "所",
                                                             "只", "条", "批", "例", "间", "村", "县", "镇"};
    return std::find(kWords.begin(), kWords.end(), unit) != kWords.end();
}

}  // namespace

std::string normalised(std::string_view name) {
    std::u32string kept;
    const auto decoded = base::decode_utf8(name);
    if (!decoded) {
        return {};
    }
    for (const char32_t raw : *decoded) {
        const char32_t c = base::fold_width(raw);
        if (base::is_han(c) || base::is_digit(c) || base::is_latin(c) || c == U'%') {
            kept.push_back(c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c);
        }
    }
    return base::encode_utf8(kept);
}

std::string_view measure_of(std::string_view unit) {
    const auto base = plan::split_measure_word(unit).base;
    return base == "％" ? "%" : is_count_word(base) ? "个" : base;
}

bool same_measure(std::string_view one, std::string_view other) { return measure_of(one) == measure_of(other); }

std::optional<Match> match_name(const std::vector<Writing>& writings, std::string_view name, std::string_view unit) {
    const std::string wanted = normalised(name);
    std::size_t best_length = 0;
    std::optional<Match> best;
    bool tie = false;
    for (const auto& writing : writings) {
        const std::string known = normalised(writing.name);
        if (known.empty() || wanted.find(known) == std::string::npos || (!unit.empty() && !same_measure(unit, writing.unit))) {
            continue;
        }
        if (known.size() > best_length) {
            best_length = known.size();
            best = Match{writing.indicator, writing.direction};
            tie = false;
        } else if (known.size() == best_length && best->indicator != writing.indicator) {
            tie = true;
        }
    }
    return tie ? std::nullopt : best;
}

}  // namespace luoshi::indicator
