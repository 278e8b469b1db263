#include "document/task_rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace luoshi::document {
namespace {

using Text = std::u32string_view;
constexpr std::size_t kNone = Text::npos;
constexpr std::size_t kLongestTitle = 60;

std::size_t clause_length(Text text) {
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        depth += text[i] == U'(' || text[i] == U'《' || text[i] == U'“'   ? 1
                 : text[i] == U')' || text[i] == U'》' || text[i] == U'”' ? -1
                                                                          : 0;
        if (depth <= 0 && Text(U",;。:").find(text[i]) != kNone) {
            return i;
        }
    }
    return text.size();
}

}  // namespace

std::size_t title_length(Text text, bool bracket_follows) {
    const std::size_t sentence = std::min(text.find(U'。'), text.size());
    const std::size_t clause = clause_length(text);
    const bool alone = sentence + 1 >= text.size();
    if (alone && bracket_follows && sentence <= kLongestTitle) {
        return sentence;
    }
    if (!alone && sentence <= kLongestHeading && clause >= sentence) {
        return sentence;
    }
    return clause;
}

void ask(plan::DraftTask& task, std::string code, std::string subject, plan::Span span) {
    task.questions.push_back({std::move(code), std::move(subject), span});
}

void ask_about_groups(plan::DraftTask& task) {
    for (const auto* units : {&task.lead_units, &task.responsible_units}) {
        for (const auto& unit : *units) {
            if (is_open_group(base::decode_utf8(unit.name).value_or(U""))) {
                ask(task, "unit.open_group", unit.name, unit.span);
            }
        }
    }
}

}  // namespace luoshi::document
