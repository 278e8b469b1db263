#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document_model.hpp"

namespace luoshi::document {

enum class DutyRole { None, Lead, Responsible };

struct DutyLabel {
    DutyRole role = DutyRole::None;
    std::size_t length = 0;  ///< characters, the colon included; 0 when no label stands here
};

/// Reads a duty label with its colon: 牵头单位:, 责任单位:, 配合单位:.
DutyLabel duty_label(std::u32string_view text, std::size_t at);
/// The role a table column gives to the units in it, by its header; None for columns of people or sections.
DutyRole duty_column(std::u32string_view header);
/// Whether the characters name an organ by their last words: …局, …委, …政府.
bool ends_like_unit(std::u32string_view text);
/// Words for a set that only a person can resolve: 相关县市区政府, 市直有关部门.
bool is_open_group(std::u32string_view unit);
/// Words for all of a set: 各县市区政府.
bool is_whole_group(std::u32string_view unit);

struct Duties {
    std::vector<plan::DraftUnit> lead;
    std::vector<plan::DraftUnit> responsible;

    bool empty() const { return lead.empty() && responsible.empty(); }
    void add(const Duties& other);
};

/// Adds a unit unless a unit of the same name, or the same words with a longer end (各县 / 各县政府), is there.
void add_unit(std::vector<plan::DraftUnit>& units, plan::DraftUnit unit);

/// The units of a labelled line or bracket, characters [begin, end) of a compact phrase (domain 8.3 u1 to u7).
Duties read_duties(const Document& document, const Phrase& phrase, std::size_t begin, std::size_t end);
/// The units of a table cell, which may be separated by blanks and line breaks too.
std::vector<plan::DraftUnit> read_unit_cell(const Document& document, const Phrase& cell);

/// A part of a phrase that states duties: a bracket (牵头单位:…), (A牵头,B配合) or a labelled tail.
struct DutyPart {
    std::size_t begin = 0;  ///< of the whole part, bracket included
    std::size_t end = 0;
    std::size_t inner_begin = 0;
    std::size_t inner_end = 0;
};
std::vector<DutyPart> find_duty_parts(std::u32string_view text);

/// The subjects of obligations in running text: 市商务局要…, 各县(市、区)政府应…, 由市商务局牵头….
Duties read_actors(const Document& document, const Phrase& phrase, std::size_t begin, std::size_t end);

/// Rules the document states once for all its items.
struct DutyCustom {
    bool responsible_leads_when_alone = false;  ///< 无牵头单位的,责任单位即为牵头单位
    bool first_leads = false;                   ///< 列第一位者为牵头单位
    std::vector<plan::DraftUnit> everywhere;    ///< 以下措施均需各县区落实,不再单独列出
    int everywhere_from = 0;                    ///< code point after which they apply
};
void learn_duty_custom(const Document& document, const Phrase& paragraph, DutyCustom& custom);
/// Applies the document's rules to the duties of the item at code point `position`.
void apply_duty_custom(const DutyCustom& custom, int position, Duties& duties);

}  // namespace luoshi::document
