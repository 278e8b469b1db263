#include "base/phrase.hpp"

#include <algorithm>
#include <stdexcept>

namespace luoshi::base {

Phrase phrase(std::string code, std::string_view pattern, PhraseParams params) {
    std::string text;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        text += pattern.substr(0, open);
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = pattern.find('}', open);
        const auto name = pattern.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
        const auto found = std::find_if(params.begin(), params.end(), [&](const auto& param) { return param.first == name; });
        if (close == std::string_view::npos || found == params.end()) {
            throw std::invalid_argument("phrase " + code + ": no parameter " + std::string{name});
        }
        text += found->second;
        pattern.remove_prefix(close + 1);
    }
    return {std::move(code), std::move(params), std::move(text)};
}

std::string joined_text(const std::vector<Phrase>& phrases, std::string_view between) {
    std::string out;
    for (const auto& phrase : phrases) {
        out += out.empty() ? std::string_view{} : between;
        out += phrase.text;
    }
    return out;
}

}  // namespace luoshi::base
