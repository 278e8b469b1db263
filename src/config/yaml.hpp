#pragma once
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"
#include "config/problem.hpp"

namespace luoshi::config {

class Document;

/// A value of a YAML document, or the place where one is missing. Getters report what is wrong to the document's Problems
/// and return a harmless default: read everything, then look whether there were problems.
/// The keys asked for by at() are the known ones; Document::finish() reports every other key as a slip.
class Node {
public:
    /// There is a value and it is not null.
    bool present() const;
    bool is_map() const;
    Place place() const;
    void fail(const std::string& message) const;
    /// The same at a character of a text on one line; at its beginning when it is folded or has escapes.
    void fail_at(std::size_t character, const std::string& message) const;

    /// Member of a map.
    Node at(std::string_view key) const;
    /// Members of a map with keys of the author's choosing, in the file's order.
    std::vector<std::pair<std::string, Node>> members() const;
    /// Elements of a list; the list must be there.
    std::vector<Node> list() const;
    /// Elements of a list; none when it is missing.
    std::vector<Node> opt_list() const;

    /// Text that is not empty.
    std::string text() const;
    std::optional<std::string> opt_text() const;
    std::vector<std::string> opt_texts() const;
    std::int64_t integer(std::int64_t least, std::int64_t most) const;
    std::optional<std::int64_t> opt_integer(std::int64_t least, std::int64_t most) const;
    /// A decimal with at most four digits after the point.
    base::Decimal decimal() const;
    std::optional<base::Decimal> opt_decimal() const;
    /// YYYY-MM-DD.
    base::Date date() const;
    std::optional<base::Date> opt_date() const;
    bool flag(bool otherwise) const;
    /// One of the words.
    std::string choice(std::initializer_list<std::string_view> words) const;
    std::optional<std::string> opt_choice(std::initializer_list<std::string_view> words) const;

private:
    friend class Document;
    friend class Builder;
    friend class Codes;
    struct Item;
    Node(Document* document, Item* item, Item* parent, std::string key)
        : document_(document), item_(item), parent_(parent), key_(std::move(key)) {}
    bool required() const;
    const std::string* scalar(const char* wanted) const;
    std::string name() const;

    Document* document_;
    Item* item_;    ///< null: missing
    Item* parent_;  ///< the map a missing member was looked for in; null at the root
    std::string key_;
};

/// One YAML file (a subset: no anchors, aliases, tags or several documents). Owns what its nodes refer to.
class Document {
public:
    /// Parses; a syntax error becomes a problem with its line and column and leaves the root missing.
    Document(std::string file, std::string_view yaml, Problems& problems);
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    Node root();
    /// Reports the keys nobody asked for, with the likely intended one.
    void finish();

private:
    friend class Node;
    friend class Builder;
    friend class Codes;
    Place place_at(int line, int byte_column) const;
    void report_unknown(const Node::Item& item);

    std::string file_;
    std::string text_;
    std::vector<std::size_t> line_starts_;
    Problems& problems_;
    std::unique_ptr<Node::Item> root_;
};

/// The codes of one kind of thing: each declared once, each reference declared. Declarations may follow references.
class Codes {
public:
    /// `kind` is the Chinese word used in messages ("单位").
    explicit Codes(std::string kind) : kind_(std::move(kind)) {}
    /// Notes a declaration at the node's place; a second one is a problem that names the first.
    void declare(const std::string& code, const Node& at);
    void refer(const std::string& code, const Node& at) { references_.emplace_back(code, at); }
    bool contains(const std::string& code) const { return declared_.contains(code); }
    /// Reports every reference that was never declared; none while a file could not be read.
    void check() const;

private:
    std::string kind_;
    std::map<std::string, Place> declared_;
    std::vector<std::pair<std::string, Node>> references_;
};

}  // namespace luoshi::config
