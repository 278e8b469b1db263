#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace luoshi::base {

/// What stands in a sentence, by name: {"days", "3"}.
using PhraseParams = std::vector<std::pair<std::string, std::string>>;

/// A sentence the program says: `text` is the Chinese one; an interface in another language says it anew by code and parameters.
struct Phrase {
    std::string code;  ///< stable, "module.reason"
    PhraseParams params;
    std::string text;
};

/// `pattern` is the Chinese sentence with {name} where a parameter stands. Throws std::invalid_argument when it names none of `params`.
Phrase phrase(std::string code, std::string_view pattern, PhraseParams params = {});

/// The texts of several phrases with `between` them.
std::string joined_text(const std::vector<Phrase>& phrases, std::string_view between);

}  // namespace luoshi::base
