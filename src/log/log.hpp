#pragma once
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

namespace luoshi::log {

enum class Level { Debug, Info, Warn, Error };

/// One name=value of a line. Never a person's name or number, never a secret, never a value from the database.
struct Field {
    std::string_view name;
    std::string value;

    Field(std::string_view n, std::string_view v) : name(n), value(v) {}
    Field(std::string_view n, const char* v) : name(n), value(v) {}
    Field(std::string_view n, std::integral auto v) : name(n), value(std::to_string(v)) {}
};

struct Settings {
    Level least = Level::Info;
    std::string file = {};  ///< beside stderr; rotated at 50 MB, five are kept; empty: none
};

/// Directs the log; before it, lines from Info upwards go to stderr. Throws std::runtime_error when the file cannot be written.
void start(const Settings& settings);

/// Writes one line `time level event name=value …`. Event names are stable: "report.submitted". Thread safe.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

inline void debug(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Debug, event, fields); }
inline void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Info, event, fields); }
inline void warn(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Warn, event, fields); }
inline void error(std::string_view event, std::initializer_list<Field> fields = {}) { write(Level::Error, event, fields); }

}  // namespace luoshi::log
