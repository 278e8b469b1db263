#pragma once
#include <string_view>

namespace luoshi::document {

/// Where clauses and sentences of running text begin and end. Nobody writes longer ones than a few hundred characters; the search stops
/// there, so that reading any bytes takes time in proportion to their length.

/// Behind the last , ; 。 : ! ? before `at`.
std::size_t clause_begin(std::u32string_view text, std::size_t at);
/// The next , ; 。 : ! ? at or after `at` that stands in no bracket.
std::size_t clause_end(std::u32string_view text, std::size_t at);
/// Behind the last 。 ! ? before `at`.
std::size_t sentence_begin(std::u32string_view text, std::size_t at);

}  // namespace luoshi::document
