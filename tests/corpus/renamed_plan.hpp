#pragma once
#include <string>
#include <string_view>

namespace luoshi::corpus {

/// The Cangzhou plan with every place, organ, product and company name replaced by an invented one. Kinds of organ (局, 委, 办, 政府),
/// numbering, figures and dates stay: they are grammar, not names.
std::string renamed_plan(std::string_view plan);

}  // namespace luoshi::corpus
