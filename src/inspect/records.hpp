#pragma once
#include <optional>
#include <string>
#include <vector>

#include "inspect/conclusion.hpp"
#include "inspect/guards.hpp"

namespace luoshi::inspect {

using plan::UnitRef;

/// A task an inspection looks at.
struct Topic {
    TaskId id{1};
    std::string ref;
    std::string title;
};

/// One unit that is inspected.
struct Object {
    ObjectId id{1};
    InspectionId inspection{1};
    UnitRef unit{UnitId{1}, {}};
    ObjectState state = ObjectState::Open;
    std::optional<Conclusion> conclusion = {};
    std::optional<Reconsideration> reconsideration = {};
    std::int64_t version = 1;
};

/// A guard broken with leave.
struct Override {
    Rule rule = Rule::Frequency;
    std::string said;
    std::string reason;
    std::string by = {};
};

/// An inspection as it is stored, without checklists.
struct Inspection {
    InspectionId id{1};
    UnitRef organiser{UnitId{1}, {}};
    Draft draft = {};
    State state = State::Draft;
    UserId drafter{1};
    std::string drafted_by = {};
    base::Date drafted_on{};
    std::string decided_by = {};
    std::optional<base::Date> decided_on = {};
    std::string refused_for = {};
    std::int64_t version = 1;
    std::vector<Topic> topics = {};
    std::vector<Person> people = {};  ///< of the team, the leader first; their units on the day asked for
    std::vector<Object> objects = {};
    std::vector<Recusal> declared = {};
    std::vector<Override> overrides = {};
    std::vector<UnitId> rectifiers = {};  ///< units with something to put right
};

/// One line of an object's checklist.
struct Line {
    LineId id{1};
    ObjectId object{1};
    std::optional<TaskId> task = {};
    std::string title = {};
    std::string measure = {};
    std::vector<std::string> targets = {};
    std::vector<std::string> figures = {};
    std::string light = {};
    std::string light_word = {};
    base::Date drawn_on{};
    Finding finding = Finding::Open;
    std::string said = {};
    std::string found_by = {};
    std::optional<base::Date> found_on = {};
    std::int64_t version = 1;
};

/// A file of a line or of a rectification.
struct FileRow {
    FileId id{1};
    std::optional<LineId> line = {};
    std::optional<RectificationId> rectification = {};
    std::string sha256 = {};
    std::string file_name = {};
    std::int64_t size = 0;
    std::string media_type = {};
    UserId uploader{1};
    std::string uploaded_by = {};
    base::Moment uploaded_at{};
};

/// A step of the history.
struct Step {
    std::optional<ObjectId> object = {};
    base::Moment at{};
    base::Date on{};
    std::string act = {};
    UserId user{1};
    std::string by = {};
    std::string post = {};
    std::string reason = {};
};

}  // namespace luoshi::inspect
