#include "plan/answers.hpp"

#include "base/text.hpp"

namespace luoshi::plan {
namespace {

std::u32string bare(std::string_view words) {
    std::u32string out;
    for (const char32_t c : base::decode_utf8(words).value_or(std::u32string{})) {
        if (!base::is_space(c)) {
            out.push_back(base::fold_width(c));
        }
    }
    return out;
}

}  // namespace

bool same_wording(std::string_view a, std::string_view b) { return a == b || bare(a) == bare(b); }

bool answers_question(const PackagedAnswer& answer, std::string_view task_ref, std::string_view code, std::string_view subject) {
    return same_wording(answer.task_ref, task_ref) && (answer.code.empty() || answer.code == code) &&
           (answer.subject.empty() || same_wording(answer.subject, subject));
}

}  // namespace luoshi::plan
