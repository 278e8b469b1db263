#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "config/problem.hpp"
#include "plan/plan.hpp"

namespace luoshi::plan {

/// A wording with a role: a duty the document names takes that role ("of the four units in one cell the first leads, the others are
/// responsible"); units it does not name become a new duty.
struct RoleWording {
    std::string words;
    DutyRole role;
};

/// What somebody decided about one open point of a document.
struct PackagedAnswer {
    std::string task_ref;
    std::string code;                ///< of the question; empty when the subject says enough
    std::string subject;             ///< words of the document; empty when the code says enough
    std::vector<std::string> units;  ///< what the words in question mean: unit or group texts, read at the date of the document
    std::vector<RoleWording> roles;
    std::string note;
    std::string by;
    base::Date on;
    config::Place place;
};

/// The confirmed answers a package carries for one document.
struct PackagedAnswers {
    std::string doc_number;
    std::vector<PackagedAnswer> answers;
};

/// Whose plan the document of a package makes, by unit codes.
struct PackagedPlan {
    std::string doc_number;
    std::string owner;
    std::string office;  ///< the plan office, last step of the review route
};

/// Whether two wordings are the same apart from blanks and the width of marks: "各县(市、区) 政府", "各县（市、区）政府".
bool same_wording(std::string_view a, std::string_view b);

/// Whether the answer was given for this question.
bool answers_question(const PackagedAnswer& answer, std::string_view task_ref, std::string_view code, std::string_view subject);

}  // namespace luoshi::plan
