#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace luoshi::config {

/// A position in a configuration file; line and column count from 1, columns in characters. Line 0: the whole file.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;

    /// "units.yaml:12:5", or "units.yaml" for the whole file.
    std::string text() const;
};

/// One thing that is wrong in a configuration file, in Chinese: what, and how to repair it.
struct Problem {
    Place place;
    std::string message;
};

/// Collects everything that is wrong, so that an author sees all of it at once.
class Problems {
public:
    void add(Place place, std::string message);
    /// A file, or a part of it, that could not be read at all.
    void add_unreadable(Place place, std::string message);
    /// Every file so far was read to its end. Where not, what refers to the unread part must not be called wrong.
    bool all_readable() const { return all_readable_; }
    bool empty() const { return list_.empty(); }
    /// In the order of files and lines, each once.
    std::vector<Problem> list() const;
    /// All of it as one BadInput error; each field's path is "file:line:column".
    base::Error error(std::string code, std::string message) const;

private:
    std::vector<Problem> list_;
    bool all_readable_ = true;
};

/// Whether a file's bytes are UTF-8; where they are not is a problem.
bool check_utf8(const std::string& file, std::string_view bytes, Problems& problems);

/// The candidate a mistyped word was probably meant to be; empty when none is near.
std::string closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace luoshi::config
