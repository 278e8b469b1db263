#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// A duty named in the document takes another role ("the four units of one cell: the first leads, the others are responsible").
struct RoleWording {
    std::string literal;
    DutyRole role;
};

/// What somebody decided about one open point of a document.
struct PackagedAnswer {
    std::string task_ref;
    std::string code;                ///< of the question; empty when the subject says enough
    std::string subject;             ///< words of the document; empty when the code says enough
    std::vector<std::string> units;  ///< unit texts, resolved at the date of the document
    DutyRole role = DutyRole::Lead;  ///< of a duty the document does not name
    std::vector<RoleWording> roles;
    std::string note;
    std::string by;
    base::Date on;
    std::string place;  ///< file:line:column
};

/// The confirmed answers a package carries for one document, and the units that own and run its plan.
struct PackagedAnswers {
    std::string doc_number;
    std::string owner;   ///< unit text
    std::string office;  ///< unit text: the plan office, last step of the review route
    std::vector<PackagedAnswer> answers;
};

/// Whether two wordings are the same apart from blanks and the width of marks: "各县(市、区) 政府", "各县（市、区）政府".
bool same_wording(std::string_view a, std::string_view b);

/// Whether the answer was given for this question.
bool answers_question(const PackagedAnswer& answer, std::string_view task_ref, std::string_view code, std::string_view subject);

}  // namespace luoshi::plan
