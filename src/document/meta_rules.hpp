#pragma once
#include "document/document_model.hpp"
#include "document/time_rules.hpp"

namespace luoshi::document {

/// Number, title, issuer, date and period of the document (domain 0.1) from its lines outside the numbered clauses and tables.
plan::DocumentMeta read_meta(const Document& document);

/// A document number that is the line's own, not a citation: 沧政办字〔2018〕115号.
bool is_document_number(std::u32string_view text);

}  // namespace luoshi::document
